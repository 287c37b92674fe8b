// What a hostile reader of the way back feared: money refunded twice or beyond what was paid, an approval that serves another
// purpose. At the real loop, desk and ledger, with the real client and the pretend bank.
import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MANAGER } from "./refund-till.ts";
import { openStage, type Stage } from "./refund-stage.ts";

const HOUR = 3_600_000;
const REFUNDS = "/charges/:id/refunds";

let stage: Stage & AsyncDisposable;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

const alarms = () => stage.ledger.standingAlarms().map(({ kind }) => kind);
const booked = () => stage.simulator.bank.books().refunds.map(({ amount }) => amount);
const refused = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) });
/** The way to the charge is blocked: what is asked stays asked. */
const block = (count = 100_000) =>
  stage.simulator.bank.faults.add({ kind: "status", status: 503, method: "GET", path: "/charges/:id", count });

test("parts add up to the payment and never beyond it, one after the other", async () => {
  const paid = await stage.pay("atome_qr", 50_000);
  for (const [amountMinor, refundedBeforeMinor] of [
    [20_000, 0],
    [20_000, 20_000],
    [10_000, 40_000],
  ] as const) {
    await stage.untilState(await stage.ask(paid, { amountMinor, refundedBeforeMinor }), "closed");
  }
  const more = stage.ask(paid, { amountMinor: 1, refundedBeforeMinor: 50_000 });
  await expect(more).rejects.toEqual(refused("out-of-range"));
  const stale = stage.ask(paid, { amountMinor: 10_000, refundedBeforeMinor: 40_000 });
  await expect(stale).rejects.toEqual(refused("too-late"));
  expect(booked()).toEqual([20_000, 20_000, 10_000]);
});

test("the same ask twice, with one PIN or with two, is one refund", async () => {
  const paid = await stage.pay("atome_qr", 50_000);
  const refundId = randomUUID();
  await stage.ask(paid, { refundId, amountMinor: 10_000 });
  await stage.ask(paid, { refundId, amountMinor: 10_000 });
  await expect(stage.ask(paid, { amountMinor: 10_000 })).rejects.toEqual(refused("busy"));
  await stage.untilState(refundId, "closed");
  expect([booked(), stage.posts()]).toEqual([[10_000], 1]);
});

test("an approval serves its own attempt, act, amount and picture, and is gone after a wrong use", async () => {
  const [one, other] = [await stage.pay("atome_qr", 50_000), await stage.pay("atome_qr", 50_000)];
  const { approvals, desk } = stage.now.till;
  const whole = { refundId: randomUUID(), refundedBeforeMinor: 0, acceptElsewhere: false, amountMinor: 50_000 };
  const wrong = [
    { attemptId: other.attemptId, kind: "refund", amountMinor: 50_000 },
    { attemptId: one.attemptId, kind: "void", amountMinor: 50_000 },
    { attemptId: one.attemptId, kind: "refund", amountMinor: 49_999 },
    { attemptId: one.attemptId, kind: "refund", amountMinor: 50_000, acceptElsewhere: true },
  ] as const;
  for (const change of wrong) {
    const approvalId = randomUUID();
    const money = { amountMinor: 50_000, currency: "THB" } as const;
    const seen = { refundedBeforeMinor: 0, acceptElsewhere: false };
    const terms = { action: "refund", subject: one.attemptId, money, seen } as const;
    await approvals.give({ approvalId, ...terms, approver: MANAGER.number, pin: "7305" });
    expect(() => desk.ask({ ...whole, ...change, approvalId })).toThrow(refused("not-allowed"));
    const right = { ...whole, attemptId: one.attemptId, kind: "refund", approvalId } as const;
    expect(() => desk.ask(right)).toThrow(refused("not-allowed"));
  }
  expect(stage.ledger.openRefunds()).toEqual([]);
});

test("what was approved on one picture is not asked for on another, although it would fit that one", async () => {
  const { attemptId, chargeId } = await stage.pay("atome_qr", 50_000);
  const { approvals, desk } = stage.now.till;
  const approvalId = randomUUID();
  const money = { amountMinor: 20_000, currency: "THB" } as const;
  const seen = { refundedBeforeMinor: 0, acceptElsewhere: false };
  const terms = { action: "refund", subject: attemptId, money, seen } as const;
  await approvals.give({ approvalId, ...terms, approver: MANAGER.number, pin: "7305" });
  // Meanwhile somebody gives the customer as much back in the dashboard, and the cashier has read it.
  stage.simulator.bank.refundElsewhere(chargeId, 20_000);
  expect(await desk.terms(attemptId)).toMatchObject({ refundedMinor: 20_000, elsewhereMinor: 20_000 });
  const asked = { refundId: randomUUID(), attemptId, kind: "refund", amountMinor: 20_000, approvalId } as const;
  const now = { refundedBeforeMinor: 20_000, acceptElsewhere: true };
  expect(() => desk.ask({ ...asked, ...now })).toThrow(refused("not-allowed"));
  expect(stage.ledger.refundsOfAttempt(attemptId)).toEqual([]);
});

test("a refund that is taken back while charge and refunds are being read is not sent", async () => {
  const paid = await stage.pay("atome_qr", 50_000);
  stage.simulator.bank.faults.add({ kind: "delay-answer", ms: 300, method: "GET", path: "/charges/:id" });
  const refundId = await stage.ask(paid);
  stage.now.till.desk.withdraw(refundId);
  await stage.quiet();
  expect([stage.posts(), stage.refund(refundId).state]).toEqual([0, expect.objectContaining({ end: "withdrawn" })]);
});

test("a refund made elsewhere between the approval and the send stops it", async () => {
  const paid = await stage.pay("atome_qr", 50_000);
  block(2);
  const refundId = await stage.ask(paid);
  await stage.quiet();
  stage.simulator.bank.refundElsewhere(paid.chargeId, 1_000);
  expect(await stage.untilState(refundId, "failed")).toMatchObject({ end: "changed" });
  expect(booked()).toEqual([1_000]);
});

test("a void that has become a refund of others is stopped, not sent as a refund", async () => {
  const paid = await stage.pay("alipayplus_mpm", 50_000);
  block(2);
  const refundId = await stage.ask(paid, { kind: "void" });
  await stage.quiet();
  stage.now.clock.skip(12 * HOUR);
  expect(await stage.untilState(refundId, "failed")).toMatchObject({ end: "void-over" });
  expect(stage.posts()).toBe(0);
});

test("a charge that is disputed between the approval and the send gives no money back twice", async () => {
  const paid = await stage.pay("atome_qr", 50_000);
  block(2);
  const refundId = await stage.ask(paid);
  await stage.quiet();
  stage.simulator.bank.dispute(paid.chargeId);
  await stage.untilState(refundId, "failed");
  expect(booked()).toEqual([]);
});

test("a refund whose answer is lost and that shows itself late is one refund, whatever is pressed meanwhile", async () => {
  const paid = await stage.pay("atome_qr", 50_000);
  stage.simulator.bank.faults.add({ kind: "late-refund", seconds: 90 });
  const refundId = await stage.ask(paid);
  await stage.untilState(refundId, "unknown");
  for (let press = 0; press < 100; press += 1) {
    stage.now.till.loops.sendNow(refundId);
    stage.now.till.loops.askNow(refundId);
  }
  await stage.quiet();
  await expect(stage.ask(paid)).rejects.toEqual(refused("busy"));
  await stage.untilState(refundId, "closed");
  expect([stage.posts(), booked(), alarms()]).toEqual([1, [50_000], []]);
});

test("a refund that was carried out behind a backend_error is looked for, and never sent twice", async () => {
  const paid = await stage.pay("atome_qr", 50_000);
  stage.simulator.bank.faults.add({ kind: "backend-error", charged: true, method: "POST", path: REFUNDS });
  const refundId = await stage.ask(paid);
  await stage.untilState(refundId, "closed");
  expect([stage.posts(), booked()]).toEqual([1, [50_000]]);
});
