// Random courses of people, bank, network and deaths: whatever happens, no refund is sent twice, no more goes back than was
// paid, and what the till says of a refund in the end is what the bank has.
import fc from "fast-check";
import { expect, test } from "vitest";
import { Refusal } from "#contract/failure.ts";
import { isRefundOpen, type RefundRecord } from "#till/refund/state.ts";
import { openStage, type Paid, type Stage } from "./refund-stage.ts";

const REFUNDS = "/charges/:id/refunds";
const AMOUNT = 50_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const move = fc.oneof(
  fc.record({
    do: fc.constant("ask" as const),
    amountMinor: fc.constantFrom(20_000, 30_000, AMOUNT),
    knows: fc.boolean(),
  }),
  fc.record({ do: fc.constant("void" as const) }),
  fc.record({ do: fc.constant("elsewhere" as const), amountMinor: fc.constantFrom(5_000, 20_000) }),
  fc.record({ do: fc.constant("withdraw" as const) }),
  fc.record({ do: fc.constant("push" as const) }),
  fc.record({ do: fc.constant("wait" as const), times: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ do: fc.constant("skip" as const), ms: fc.constantFrom(MINUTE, 60 * MINUTE, DAY) }),
  fc.record({ do: fc.constant("restart" as const), laterMs: fc.constantFrom(0, 5 * MINUTE, DAY, -DAY) }),
  fc.record({ do: fc.constant("slow" as const), ms: fc.constantFrom(0, 10 * MINUTE) }),
  fc.record({
    do: fc.constant("die" as const),
    fate: fc.constantFrom("never leaves" as const, "answer never read" as const),
  }),
  fc.record({
    do: fc.constant("post fault" as const),
    kind: fc.constantFrom("drop-answer", "drop-request", "garbage", "late-refund", "429", "500"),
  }),
  fc.record({ do: fc.constant("read fault" as const), count: fc.integer({ min: 1, max: 9 }) }),
);
type Move = typeof move extends fc.Arbitrary<infer Value> ? Value : never;

test("on thirty courses no refund is sent twice, and its end is the truth", async () => {
  await using stage = await openStage();
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 14 }), async (course) => {
      const paid = await stage.pay("alipayplus_mpm", AMOUNT);
      for (const each of course) await make(stage, paid, each);
      await settle(stage, paid);
      judgeAll(stage, paid);
    }),
    { numRuns: 30 },
  );
  expect(stage.defects).toEqual([]);
}, 120_000);

async function make(stage: Stage, paid: Paid, each: Move): Promise<void> {
  const { faults } = stage.simulator.bank;
  switch (each.do) {
    case "ask":
    case "void":
      return await askAsSeen(stage, paid, each);
    case "elsewhere":
      stage.simulator.bank.refundElsewhere(paid.chargeId, each.amountMinor);
      return;
    case "withdraw":
    case "push": {
      for (const { refund } of stage.ledger.openRefunds()) {
        if (each.do === "push") stage.now.till.loops.sendNow(refund.refundId);
        else ifAllowed(() => stage.now.till.desk.withdraw(refund.refundId));
      }
      return await stage.quiet();
    }
    case "wait":
      for (let time = 0; time < each.times; time += 1) {
        await stage.quiet();
        stage.now.clock.next();
      }
      return;
    case "skip":
      return stage.now.clock.skip(each.ms);
    case "restart":
      stage.now.bankAheadMs -= each.laterMs > MINUTE || each.laterMs < 0 ? each.laterMs : 0;
      return await stage.restart(each.laterMs);
    case "slow":
      return stage.simulator.bank.turn({ refundDelayMs: each.ms });
    case "die":
      stage.wire.fate = each.fate;
      return;
    case "read fault":
      return faults.add({ kind: "status", status: 503, method: "GET", path: "/charges/:id", count: each.count });
    case "post fault":
      return faults.add(postFault(each.kind));
  }
}

function postFault(kind: string) {
  const target = { method: "POST", path: REFUNDS } as const;
  if (kind === "late-refund") return { kind, seconds: 1_000, ...target } as const;
  if (kind === "429" || kind === "500")
    return { kind: "status", status: kind === "429" ? 429 : 500, charged: kind === "500", ...target } as const;
  return { kind: kind as "drop-answer" | "drop-request" | "garbage", ...target };
}

/** As a manager would: reads the terms first, and asks within what they say, or (not knowing) for too much. */
async function askAsSeen(stage: Stage, paid: Paid, each: Extract<Move, { do: "ask" | "void" }>): Promise<void> {
  const asking = stage.now.till.desk.terms(paid.attemptId);
  const { refundedMinor } = await asking;
  const acceptElsewhere = each.do === "ask" && each.knows;
  const amountMinor = each.do === "ask" ? each.amountMinor : AMOUNT;
  const kind = each.do === "ask" ? "refund" : "void";
  try {
    await stage.ask(paid, { kind, amountMinor, refundedBeforeMinor: refundedMinor, acceptElsewhere });
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
  }
}

function ifAllowed(act: () => void): void {
  try {
    act();
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
  }
}

/** The network is whole again, the till was started again, and days go by. */
async function settle(stage: Stage, { attemptId }: Paid): Promise<void> {
  stage.simulator.bank.faults.clear();
  stage.simulator.bank.turn({ refundDelayMs: 0 });
  await stage.restart();
  const endsAtMs = stage.now.clock.nowMs() + 3 * DAY;
  const isOver = (): boolean =>
    stage.ledger.refundsOfAttempt(attemptId).every(({ state }) => state.name === "closed" || state.name === "failed");
  while (!isOver() && stage.now.clock.nowMs() < endsAtMs) {
    await stage.quiet();
    if (!stage.now.clock.next()) break;
  }
  await stage.quiet();
}

function judgeAll(stage: Stage, paid: Paid): void {
  const atBank = stage.simulator.bank.books().refunds.filter(({ chargeId }) => chargeId === paid.chargeId);
  expect(atBank.reduce((sum, { amount }) => sum + amount, 0)).toBeLessThanOrEqual(AMOUNT);
  for (const record of stage.ledger.refundsOfAttempt(paid.attemptId)) {
    const { refundId, money } = record.refund;
    const made = atBank.filter(({ metadata }) => metadata["cf_refund"] === refundId);
    expect([isRefundOpen(record.state), made.map(({ amount }) => amount)]).toEqual([
      false,
      record.state.name === "closed" ? [money.amountMinor] : [],
    ]);
    expectOneSend(stage, record);
  }
}

/** Only what was proved to be unheard is ever sent again. */
function expectOneSend(stage: Stage, { refund }: RefundRecord): void {
  const sent = stage.wire.sent.filter(({ refundId }) => refundId === refund.refundId);
  expect(sent.slice(0, -1).filter(({ came }) => came !== "too-many" && came !== "never-sent")).toEqual([]);
}
