// What should not be: refunds under our own id that are others, answers that cannot be written down, states without a name.
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStage, type Paid, type Stage } from "./refund-stage.ts";

const REFUNDS = "/charges/:id/refunds";
const MINUTE = 60_000;
const part = { amountMinor: 20_000 };

let stage: Stage & AsyncDisposable;
let paid: Paid;
beforeEach(async () => {
  stage = await openStage();
  paid = await stage.pay("atome_qr", 50_000);
});
afterEach(() => stage[Symbol.asyncDispose]());

const alarms = () => stage.ledger.standingAlarms().map(({ kind }) => kind);
const name = (refundId: string) => stage.refund(refundId).state.name;

/** Somebody else refunds under our id. */
async function makeOther(refundId: string, amountMinor: number): Promise<void> {
  const money = { amountMinor, currency: "THB" } as const;
  const { kind } = await stage.payments.refund({
    refundId,
    chargeId: paid.chargeId,
    money,
    asVoid: false,
    approver: 1,
  });
  expect(kind).toBe("answered");
}

test("a refund of another amount under our id is told once, and is not taken for ours: that one is not found", async () => {
  stage.simulator.bank.faults.add({ kind: "drop-request", method: "POST", path: REFUNDS });
  const refundId = await stage.ask(paid, part);
  await stage.untilState(refundId, "unknown");
  await makeOther(refundId, 7_000);
  await stage.untilState(refundId, "not-found");
  expect(alarms()).toEqual(["refund-mismatch"]);
  expect(await stage.now.till.desk.terms(paid.attemptId)).toMatchObject({
    refundedMinor: 7_000,
    elsewhereMinor: 7_000,
  });
});

test("nothing is sent on top of a refund under our id that is another", async () => {
  stage.simulator.bank.faults.add({ kind: "status", status: 503, method: "GET", path: "/charges/:id", count: 3 });
  const refundId = await stage.ask(paid, part);
  await stage.quiet();
  await makeOther(refundId, 7_000);
  const state = await stage.untilState(refundId, "failed");
  expect([state, alarms(), stage.posts()]).toEqual([
    expect.objectContaining({ end: "changed" }),
    ["refund-mismatch"],
    1,
  ]);
});

test("two refunds at the bank for one of ours are told", async () => {
  stage.simulator.bank.turn({ refundDelayMs: 10 * MINUTE });
  const refundId = await stage.ask(paid, part);
  await stage.untilState(refundId, "accepted");
  await makeOther(refundId, part.amountMinor);
  await stage.untilState(refundId, "closed");
  expect(alarms()).toEqual(["refund-mismatch"]);
  expect(await stage.now.till.desk.terms(paid.attemptId)).toMatchObject({
    refundedMinor: 40_000,
    elsewhereMinor: 20_000,
  });
});

test("an answer that the ledger did not take is looked for; nothing is sent again", async () => {
  const { save } = stage.ledger;
  stage.ledger.save = (entry) => {
    if (entry.refundSteps?.some(({ event }) => event.kind === "refund-seen")) throw new Error("the disk is full");
    save(entry);
  };
  const refundId = await stage.ask(paid, part);
  await stage.untilState(refundId, "unknown");
  expect(stage.refund(refundId).state).toMatchObject({ why: "the answer could not be recorded" });
  stage.ledger.save = save;
  await stage.untilState(refundId, "closed");
  expect([stage.posts(), name(refundId)]).toEqual([1, "closed"]);
  expect(stage.defects[0]).toBe("loop/defect");
});

test("nothing leaves while the ledger takes nothing", async () => {
  const { save } = stage.ledger;
  stage.ledger.save = (entry) => {
    if (entry.refundSteps?.some(({ event }) => event.kind === "send-began")) throw new Error("the disk is full");
    save(entry);
  };
  const refundId = await stage.ask(paid, part);
  await stage.until("it was tried", () => stage.defects.length > 0);
  expect([stage.posts(), name(refundId)]).toEqual([0, "asked"]);
  stage.ledger.save = save;
  await stage.untilState(refundId, "closed");
  expect(stage.posts()).toBe(1);
});

test("a till that is closed lets go at once; what was asked waits for its next start", async () => {
  stage.simulator.bank.faults.add({ kind: "status", status: 503, method: "GET", path: "/charges/:id", count: 3 });
  const refundId = await stage.ask(paid, part);
  await stage.quiet();
  await stage.now.till.loops.close();
  expect([name(refundId), stage.now.till.loops.live(refundId).nextAtMs]).toEqual(["asked", null]);
  await stage.restart();
  await stage.untilState(refundId, "closed");
});
