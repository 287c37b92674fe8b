// Money going back, against the pretend bank: sent once, found when its answer is lost, never shown as something it is not.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RefundRecord } from "#till/refund/state.ts";
import { openStage, type Paid, type Stage } from "./refund-stage.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const REFUNDS = "/charges/:id/refunds";

let stage: Stage & AsyncDisposable;
let paid: Paid;
beforeEach(async () => {
  stage = await openStage();
  paid = await stage.pay("alipayplus_mpm", 50_000);
});
afterEach(async () => {
  expect(stage.defects).toEqual([]);
  await stage[Symbol.asyncDispose]();
});

const atBank = () => stage.simulator.bank.books().refunds.map(({ amount, voided }) => ({ amount, voided }));
const alarms = () => stage.ledger.standingAlarms().map(({ kind }) => kind);
const part = { amountMinor: 20_000 };

function fault(kind: "drop-answer" | "drop-request", count = 1): void {
  stage.simulator.bank.faults.add({ kind, method: "POST", path: REFUNDS, count });
}

test("a whole refund before settlement is a void by Omise's word, and closed", async () => {
  const refundId = await stage.ask(paid);
  expect(stage.refund(refundId).state.name).toBe("asked");
  expect(await stage.untilState(refundId, "closed")).toMatchObject({ voided: true });
  expect(atBank()).toEqual([{ amount: 50_000, voided: true }]);
  expect(stage.ledger.operations()).toEqual([]);
  expect(await stage.now.till.desk.terms(paid.attemptId)).toMatchObject({
    objection: "fully-refunded",
    leftMinor: 0,
    elsewhereMinor: 0,
  });
});

test("parts go back until nothing is left; the next one needs what went back before", async () => {
  await stage.untilState(await stage.ask(paid, part), "closed");
  await expect(stage.ask(paid, { amountMinor: 30_001, refundedBeforeMinor: 20_000 })).rejects.toThrow("out-of-range");
  await expect(stage.ask(paid, { amountMinor: 30_000 })).rejects.toThrow("more has gone back");
  const terms = await stage.now.till.desk.terms(paid.attemptId);
  expect(terms).toMatchObject({
    objection: null,
    refundedMinor: 20_000,
    leftMinor: 30_000,
    mayVoid: "no",
    mayRefund: true,
  });
  await stage.untilState(await stage.ask(paid, { amountMinor: 30_000, refundedBeforeMinor: 20_000 }), "closed");
  expect(atBank()).toEqual([
    { amount: 20_000, voided: false },
    { amount: 30_000, voided: false },
  ]);
});

test("a void is the whole amount with a void's word; past its cut-off nothing is sent", async () => {
  const other = await stage.pay("truemoney_qr", 60_000);
  // Alipay+ does not say, so its earliest cut-off is taken: 16:15 UTC, eleven hours and a quarter from noon in Bangkok.
  expect(await stage.now.till.desk.terms(paid.attemptId)).toMatchObject({ mayVoid: "uncertain", mayRefundPart: true });
  expect(await stage.now.till.desk.terms(other.attemptId)).toMatchObject({ mayVoid: "yes", mayRefundPart: false });
  await expect(stage.ask(paid, { kind: "void", ...part })).rejects.toThrow("whole amount");
  const first = await stage.ask(paid, { kind: "void" });
  expect(await stage.untilState(first, "closed")).toMatchObject({ voided: true });
  expect(stage.wire.sent).toEqual([{ refundId: first, asVoid: true, came: "answered" }]);
  stage.simulator.bank.faults.add({ kind: "status", status: 503, method: "GET", path: "/charges/:id", count: 3 });
  const second = await stage.ask(other, { kind: "void" });
  await stage.quiet();
  expect(stage.refund(second).state.name).toBe("asked");
  stage.now.clock.skip(13 * HOUR);
  expect(await stage.untilState(second, "failed")).toMatchObject({ end: "void-over" });
  const third = await stage.ask(await stage.pay("alipayplus_mpm", 70_000), { kind: "void" });
  expect(await stage.untilState(third, "failed")).toMatchObject({ end: "void-over" });
  expect(atBank()).toEqual([{ amount: 50_000, voided: true }]);
  expect(await stage.now.till.desk.terms(other.attemptId)).toMatchObject({
    mayVoid: "no",
    mayRefund: true,
    mayRefundPart: true,
  });
});

test("a refusal of the bank is an end, in the bank's words", async () => {
  const refundId = await stage.ask(paid, part);
  stage.simulator.bank.dispute(paid.chargeId);
  expect(await stage.untilState(refundId, "failed")).toMatchObject({ end: "refused", code: "failed_refund" });
  expect(stage.posts()).toBe(1);
  expect(await stage.now.till.desk.terms(paid.attemptId)).toMatchObject({
    objection: "not-refundable",
    mayRefund: false,
  });
});

test("a lost answer is unknown, blocks another refund, and is found by its own id; one POST", async () => {
  fault("drop-answer");
  const refundId = await stage.ask(paid, part);
  await stage.untilState(refundId, "unknown");
  await expect(stage.ask(paid, part)).rejects.toThrow("open");
  expect(await stage.now.till.desk.terms(paid.attemptId)).toMatchObject({
    objection: null,
    refundedMinor: 20_000,
    elsewhereMinor: 0,
  });
  expect(await stage.untilState(refundId, "closed")).toMatchObject({ voided: false });
  expect([stage.posts(), atBank(), alarms()]).toEqual([1, [{ amount: 20_000, voided: false }], []]);
});

test("a request that vanished is not found, after three whole looks and two minutes; nothing is sent again", async () => {
  fault("drop-request");
  const refundId = await stage.ask(paid, part);
  const sent = stage.now.clock.nowMs();
  const state = await stage.untilState(refundId, "not-found");
  expect(stage.now.clock.nowMs() - sent).toBeGreaterThanOrEqual(2 * MINUTE);
  expect(stage.now.clock.nowMs() - sent).toBeLessThan(3 * MINUTE);
  expect(state).toMatchObject({ name: "not-found" });
  await stage.until("a day is over", () => stage.now.clock.nowMs() > sent + DAY);
  expect([stage.posts(), atBank(), stage.refund(refundId).state.name]).toEqual([1, [], "not-found"]);
});

test("with the PC's clock set a day ahead or back over a restart, absence still takes two minutes of the bank's time", async () => {
  for (const [refunded, laterMs] of [DAY, -DAY].entries()) {
    fault("drop-request");
    const refundId = await stage.ask(paid, part);
    await stage.untilState(refundId, "unknown");
    const bankMs = stage.now.clock.nowMs() + stage.now.bankAheadMs;
    stage.now.bankAheadMs -= laterMs;
    await stage.restart(laterMs);
    await stage.untilState(refundId, "not-found");
    const tookMs = stage.now.clock.nowMs() + stage.now.bankAheadMs - bankMs;
    expect(tookMs).toBeGreaterThanOrEqual(2 * MINUTE - 1000);
    expect(tookMs).toBeLessThan(4 * MINUTE);
    expect(stage.posts()).toBe(refunded + 1);
  }
});

test("one that appears late, after it was not found, is told; its money counts", async () => {
  stage.simulator.bank.faults.add({ kind: "late-refund", seconds: 600, method: "POST", path: REFUNDS });
  const refundId = await stage.ask(paid, part);
  await stage.untilState(refundId, "not-found");
  await stage.untilState(refundId, "closed");
  expect([stage.posts(), alarms()]).toEqual([1, ["refund-late"]]);
  expect(await stage.now.till.desk.terms(paid.attemptId)).toMatchObject({ refundedMinor: 20_000, elsewhereMinor: 0 });
});

test("too many requests: nothing was made, and it is sent again after a pause", async () => {
  stage.simulator.bank.faults.add({ kind: "status", status: 429, method: "POST", path: REFUNDS, count: 2 });
  const refundId = await stage.ask(paid, part);
  await stage.quiet();
  expect(stage.refund(refundId).state.name).toBe("asked");
  expect(stage.now.till.loops.live(refundId)).toMatchObject({ tries: 1, lastError: "too many requests" });
  expect(stage.ledger.operations()).toMatchObject([{ subjectId: refundId, kind: "refund", doing: "send", tries: 1 }]);
  await stage.untilState(refundId, "closed");
  expect([stage.posts(), atBank()]).toEqual([3, [{ amount: 20_000, voided: false }]]);
});

test("with no answer it stays asked; a person may send it now; after a day its approval lapses", async () => {
  stage.simulator.bank.faults.add({ kind: "status", status: 503, method: "GET", path: "/charges/:id", count: 100_000 });
  const [first, other] = [await stage.ask(paid, part), await stage.pay("atome_qr", 9_000).catch(() => null)];
  expect(other).toBeNull();
  await stage.quiet();
  const { tries } = stage.now.till.loops.live(first);
  stage.now.till.loops.sendNow(first);
  await stage.quiet();
  expect(stage.now.till.loops.live(first).tries).toBe(tries + 1);
  stage.now.clock.skip(DAY);
  expect(await stage.untilState(first, "failed")).toMatchObject({ end: "lapsed" });
  expect(stage.posts()).toBe(0);
});

test("a refund made elsewhere between approval and send stops it; a manager may accept that and ask anew", async () => {
  const refundId = await stage.ask(paid, part);
  expect(stage.simulator.bank.refundElsewhere(paid.chargeId, 7_000)).toBe("done");
  expect(await stage.untilState(refundId, "failed")).toMatchObject({ end: "changed" });
  expect(await stage.now.till.desk.terms(paid.attemptId)).toMatchObject({
    refundedMinor: 7_000,
    elsewhereMinor: 7_000,
  });
  await expect(stage.ask(paid, { ...part, refundedBeforeMinor: 7_000 })).rejects.toThrow("elsewhere");
  const again = await stage.ask(paid, { ...part, refundedBeforeMinor: 7_000, acceptElsewhere: true });
  await stage.untilState(again, "closed");
  expect(atBank().map(({ amount }) => amount)).toEqual([7_000, 20_000]);
});

test("it can be taken back until it is sent, and not after", async () => {
  stage.simulator.bank.faults.add({ kind: "status", status: 503, method: "GET", path: "/charges/:id", count: 3 });
  const refundId = await stage.ask(paid, part);
  stage.now.till.desk.withdraw(refundId);
  stage.now.till.desk.withdraw(refundId);
  await stage.quiet();
  expect(stage.refund(refundId).state).toMatchObject({ name: "failed", end: "withdrawn" });
  stage.simulator.bank.faults.clear();
  const other = await stage.ask(paid, part);
  await stage.untilState(other, "closed");
  expect(() => stage.now.till.desk.withdraw(other)).toThrow("too-late");
  expect(stage.posts()).toBe(1);
});

test("the same button pressed twice is one refund, and its id is nobody else's", async () => {
  const refundId = await stage.ask(paid, part);
  stage.now.till.desk.ask({ ...askedAgain(stage.refund(refundId)) });
  expect(() => stage.now.till.desk.ask({ ...askedAgain(stage.refund(refundId)), amountMinor: 1 })).toThrow("bad-input");
  await stage.untilState(refundId, "closed");
  expect([stage.posts(), stage.ledger.refundsOfAttempt(paid.attemptId).length]).toEqual([1, 1]);
});

function askedAgain({ refund }: RefundRecord) {
  const { refundId, attemptId, kind, money, refundedBeforeMinor, approvalId } = refund;
  return {
    refundId,
    attemptId,
    kind,
    amountMinor: money.amountMinor,
    refundedBeforeMinor,
    acceptElsewhere: false,
    approvalId,
  };
}

test("a slow refund is accepted, read until it is closed, and asked for at once by a person", async () => {
  stage.simulator.bank.turn({ refundDelayMs: 20 * MINUTE });
  const refundId = await stage.ask(paid, part);
  await stage.untilState(refundId, "accepted");
  const acceptedAtMs = stage.now.clock.nowMs();
  stage.now.till.loops.askNow(refundId);
  await stage.quiet();
  expect(stage.refund(refundId).state.name).toBe("accepted");
  await stage.untilState(refundId, "closed");
  expect(stage.now.clock.nowMs() - acceptedAtMs).toBeLessThan(40 * MINUTE);
});

test("late money that has gone back whole raises no alarm any more", async () => {
  const late = await stage.payLate("atome_qr", 9_000);
  expect(alarms()).toEqual(["paid-late"]);
  await stage.untilState(await stage.ask(late, { amountMinor: 4_000 }), "closed");
  expect(alarms()).toEqual(["paid-late"]);
  await stage.untilState(await stage.ask(late, { amountMinor: 5_000, refundedBeforeMinor: 4_000 }), "closed");
  expect(alarms()).toEqual([]);
});

test("only a payment goes back", async () => {
  await expect(stage.now.till.desk.terms("0c2f7a1e-0000-4000-8000-000000000001")).rejects.toThrow("not-found");
  const open = await stage.charge("atome_qr", 9_000);
  await expect(stage.now.till.desk.terms(open.attemptId)).rejects.toThrow("not paid");
  await expect(stage.ask(open)).rejects.toThrow("not paid");
});
