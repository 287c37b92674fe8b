// A TrueMoney QR that was cancelled and that Omise refuses to expire, over the whole day in which it stays payable: the real
// loop, client and bank, and a clock moved by hand that the bank does not share.
import { randomUUID } from "node:crypto";
import { openLedger } from "#ledger/ledger.ts";
import { temporaryFolder } from "#test/ledger/builders.ts";
import { openBank, openClient } from "#test/omise/open-client.ts";
import { createBankTime } from "#till/bank-time.ts";
import { createBook } from "#till/book.ts";
import { createLoops } from "#till/loop.ts";
import type { Payments } from "#till/ports.ts";
import { TIMINGS } from "#till/timings.ts";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createHandClock } from "./hand-clock.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOON = Date.UTC(2026, 10, 20, 5);

/** Waits until no answer is awaited. */
function counted({ picture, ...payments }: Payments) {
  let underWay = 0;
  const reads: string[] = [];
  async function during<Answer>(asking: Promise<Answer>): Promise<Answer> {
    underWay += 1;
    return await asking.finally(() => (underWay -= 1));
  }
  const watched: Payments = {
    ...payments,
    picture: (chargeId) => during(picture(chargeId)),
    charge: (order) => during(payments.charge(order)),
    expire: (chargeId) => during(payments.expire(chargeId)),
    read(chargeId) {
      reads.push(chargeId);
      return during(payments.read(chargeId));
    },
  };
  async function quiet(): Promise<void> {
    for (let still = 0; still < 3; still = underWay === 0 ? still + 1 : 0)
      await new Promise((resolve) => setImmediate(resolve));
  }
  return { watched, reads, quiet };
}

/** @param aheadMs of the PC's clock before the bank's */
async function openCourse(aheadMs: number) {
  const clock = createHandClock(NOON + aheadMs);
  const simulator = await openBank({ nowMs: () => clock.nowMs() - aheadMs });
  const { watched, reads, quiet } = counted(openClient(simulator.origin).client);
  const ledger = openLedger({ path: join(temporaryFolder(), "training.ledger"), mode: "training" });
  const defects: string[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (event: string) => void defects.push(event) };
  const changed = (): void => undefined;
  const book = createBook({ ledger, clock, rules: { livemode: false, timings: TIMINGS }, log, changed });
  const bank = createBankTime(clock);
  const shared = { ledger, book, payments: watched, clock, bank, log, timings: TIMINGS, changed };
  const told = { staff: () => 1, keyDoubted: changed, paid: changed, chance: () => 0.5 };
  const loops = createLoops({ ...shared, ...told });
  onTestFinished(async () => {
    // Who rests is woken by the close itself; a loop in the middle of a turn goes on with the clock.
    let closed = false;
    const closing = loops.close().finally(() => (closed = true));
    while (!closed) {
      clock.next();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await closing;
    ledger.close();
  });
  const [attemptId, saleId] = [randomUUID(), randomUUID()];
  const money = { amountMinor: 50_000, currency: "THB" } as const;
  const createdAtMs = clock.nowMs();
  book.begin({ saleId, money, reference: null, staff: 1, beganAtMs: createdAtMs });
  const attempt = { attemptId, saleId, method: "truemoney_qr", money, reference: null, codeLastFour: null } as const;
  const sending = book.open({ ...attempt, createdAtMs }, { sendByMs: createdAtMs + MINUTE, bankMs: null });
  loops.begin(sending, null);
  const state = () => ledger.attempt(attemptId)?.state;
  return {
    simulator,
    reads,
    defects,
    state,
    spentMs: () => clock.nowMs() - createdAtMs,
    cancel: () => loops.tell(attemptId, { kind: "cancel-asked", atMs: clock.nowMs(), by: "cashier" }),
    /** Goes from wait to wait. */
    async until(fits: () => boolean): Promise<void> {
      for (let turn = 0; turn < 2_000; turn += 1) {
        await quiet();
        if (fits()) return;
        clock.next();
      }
      throw new Error(JSON.stringify([state(), defects]));
    },
  };
}

test.each([
  ["right", 0],
  ["a day ahead", DAY],
  ["a day behind", -DAY],
])("with a PC's clock that is %s its end is seen within seconds, for few looks", async (_what, aheadMs) => {
  const course = await openCourse(aheadMs);
  // Not at a moment from which the slow pace meets the end by chance.
  await course.until(() => course.spentMs() > 2 * MINUTE);
  course.cancel();
  await course.until(() => course.state()?.name === "expired");
  expect(course.defects).toEqual([]);
  expect(course.spentMs()).toBeGreaterThanOrEqual(DAY);
  // A `Date` has whole seconds: the look at the end may come a moment too soon, and the next follows at the quick pace.
  expect(course.spentMs()).toBeLessThanOrEqual(DAY + 16 * SECOND);
  expect(course.reads.length).toBeLessThan(400);
});

test("paid in the fifth hour: it is seen within five minutes", async () => {
  const course = await openCourse(0);
  await course.until(() => course.state()?.name === "pending");
  course.cancel();
  await course.until(() => course.spentMs() > 5 * HOUR);
  const paidAtMs = course.spentMs();
  const [chargeId = ""] = course.reads;
  course.simulator.bank.approve(chargeId);
  await course.until(() => course.state()?.name === "successful");
  expect(course.spentMs() - paidAtMs).toBeLessThanOrEqual(5 * MINUTE);
});
