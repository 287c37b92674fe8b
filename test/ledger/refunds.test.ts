// Refunds, approvals and the queue: what the file keeps of them, and what it refuses whoever asks.
import { openLedger } from "#ledger/ledger.ts";
import { openBook } from "#ledger/open.ts";
import type { RefundState } from "#till/refund/state.ts";
import { expect, onTestFinished, test } from "vitest";
import {
  ACCEPTED,
  alarmOf,
  approvalFor,
  ASKED,
  attemptOf,
  CLOSED,
  expiredAt,
  id,
  opened,
  operationOf,
  paidAt,
  QUEUED,
  refundOf,
  refundStepTo,
  refundWalk,
  SENDING,
  SENDING_BACK,
  stepTo,
  walk,
} from "./builders.ts";

const paid = attemptOf(1, 1);
const UNKNOWN: RefundState = {
  name: "unknown",
  sentAtMs: 21_000,
  sentBankMs: 21_001,
  why: "reset",
  looks: [{ atMs: 22_000 }],
};
const FAILED: RefundState = { name: "failed", end: "refused", code: "failed_refund", message: "no", endedAtMs: 23_000 };
const LOST: RefundState = { name: "not-found", sentAtMs: 21_000, endedAtMs: 24_000 };

function withPayment() {
  const both = opened(1, 2);
  both.ledger.save({ steps: walk(paid, [QUEUED, SENDING, paidAt(7_000)]) });
  return both;
}

test("every state of a refund comes back as it was saved, and is asked for by what it is", () => {
  const { path, ledger } = withPayment();
  const states = [ASKED, SENDING_BACK, UNKNOWN, ACCEPTED, CLOSED, FAILED, LOST];
  const refunds = states.map((_, number) =>
    refundOf(number, paid, { chargeId: `chrg_${number}`, money: { amountMinor: 1, currency: "THB" } }),
  );
  refunds.forEach((refund, index) => {
    ledger.save({ approvals: [approvalFor(refund)], refundSteps: refundWalk(refund, [states[index] ?? ASKED]) });
  });
  const again = openLedger({ path, mode: "training" });
  onTestFinished(() => again.close());
  const records = refunds.map((refund, index) => ({ refund, state: states[index], step: 1 }));
  expect(refunds.map(({ refundId }) => again.refund(refundId))).toEqual(records);
  expect(again.refundsOfAttempt(paid.attemptId)).toEqual(records);
  expect(again.refundsOfAttempt(id(9))).toEqual([]);
  expect(again.openRefunds()).toEqual(records.slice(0, 4));
  expect([again.lostRefundsSince(23_999), again.lostRefundsSince(24_000)]).toEqual([[records[6]], []]);
});

test("a second open refund of a charge is refused until the first is taken or has ended", () => {
  const { ledger } = withPayment();
  const [first, second] = [refundOf(1, paid), refundOf(2, paid)];
  ledger.save({ approvals: [approvalFor(first)], refundSteps: refundWalk(first, [ASKED, SENDING_BACK, UNKNOWN]) });
  const ask = () => ledger.save({ approvals: [approvalFor(second)], refundSteps: refundWalk(second, [ASKED]) });
  expect(ask).toThrow(/UNIQUE constraint failed: refunds.charge_id/);
  expect(ledger.refund(second.refundId)).toBeNull();
  ledger.save({ refundSteps: [refundStepTo(first, 4, ACCEPTED)] });
  ask();
  expect(ledger.openRefunds().map(({ state }) => state.name)).toEqual(["accepted", "asked"]);
});

test("an approval is used once in the life of a ledger, and no refund is asked without one", () => {
  const { ledger } = withPayment();
  const refund = refundOf(1, paid);
  expect(() => ledger.save({ refundSteps: refundWalk(refund, [ASKED]) })).toThrow(/FOREIGN KEY/);
  ledger.save({ approvals: [approvalFor(refund)], refundSteps: refundWalk(refund, [ASKED, FAILED]) });
  expect(() => ledger.save({ approvals: [approvalFor(refund)] })).toThrow(/UNIQUE constraint failed: approvals/);
  const again = refundOf(2, paid, { approvalId: refund.approvalId });
  expect(() => ledger.save({ refundSteps: refundWalk(again, [ASKED]) })).toThrow(
    /UNIQUE constraint failed: refunds.approval_id/,
  );
  expect(ledger.refundsOfAttempt(paid.attemptId)).toHaveLength(1);
});

test("never more is asked back than was paid; what has failed does not count", () => {
  const { ledger } = withPayment();
  const ask = (number: number, amountMinor: number, states: readonly RefundState[]) => {
    const refund = refundOf(number, paid, { money: { amountMinor, currency: "THB" } });
    ledger.save({ approvals: [approvalFor(refund)], refundSteps: refundWalk(refund, states) });
  };
  expect(() => ask(1, 12_001, [ASKED])).toThrow(/never more is refunded/);
  ask(2, 8_000, [ASKED, FAILED]);
  ask(3, 8_000, [ASKED, SENDING_BACK, ACCEPTED]);
  expect(() => ask(4, 4_001, [ASKED])).toThrow(/never more is refunded/);
  ask(5, 3_000, [ASKED, SENDING_BACK, ACCEPTED, CLOSED]);
  ask(6, 1_000, [ASKED, SENDING_BACK]);
  expect(() => ask(7, 1, [ASKED])).toThrow(/never more is refunded/);
});

test("what was lost and is found after all is kept, also when it makes it too much: it is the truth", () => {
  const { ledger } = withPayment();
  const [lost, next] = [1, 2].map((number) => refundOf(number, paid, { money: paid.money }));
  if (lost === undefined || next === undefined) throw new Error("two refunds");
  ledger.save({ approvals: [approvalFor(lost)], refundSteps: refundWalk(lost, [ASKED, SENDING_BACK, UNKNOWN, LOST]) });
  ledger.save({ approvals: [approvalFor(next)], refundSteps: refundWalk(next, [ASKED, SENDING_BACK, ACCEPTED]) });
  const alarm = alarmOf(paid, { alarmId: "twice", kind: "refund-late" });
  ledger.save({ refundSteps: [refundStepTo(lost, 5, ACCEPTED, { alarms: [alarm] })] });
  expect(ledger.openRefunds().map(({ refund }) => refund.refundId)).toEqual([lost.refundId, next.refundId]);
  expect(ledger.standingAlarms()).toEqual([alarm]);
});

test("nothing leaves a closed refund; a gap, other facts and another sale are refused", () => {
  const { ledger, path } = withPayment();
  const refund = refundOf(1, paid);
  const strange = [refundOf(2, paid, { saleId: id(2) }), refundOf(3, paid, { attemptId: attemptOf(7, 1).attemptId })];
  for (const each of strange) {
    expect(() => ledger.save({ approvals: [approvalFor(each)], refundSteps: refundWalk(each, [ASKED]) })).toThrow(
      /of no payment/,
    );
  }
  const foreign = refundOf(4, paid, { money: { amountMinor: 1, currency: "SGD" } });
  expect(() => ledger.save({ approvals: [approvalFor(foreign)], refundSteps: refundWalk(foreign, [ASKED]) })).toThrow(
    /currency/,
  );
  ledger.save({ approvals: [approvalFor(refund)], refundSteps: refundWalk(refund, [ASKED, SENDING_BACK]) });
  expect(() => ledger.save({ refundSteps: [refundStepTo(refund, 4, ACCEPTED)] })).toThrow(/next one/);
  expect(() => ledger.save({ refundSteps: [refundStepTo(refundOf(9, paid), 2, ACCEPTED)] })).toThrow(/no step before/);
  const dearer = { ...refund, money: paid.money };
  expect(() => ledger.save({ refundSteps: [refundStepTo(dearer, 3, ACCEPTED)] })).toThrow(/never changes/);
  ledger.save({ refundSteps: [refundStepTo(refund, 3, ACCEPTED), refundStepTo(refund, 4, CLOSED)] });
  for (const state of [ASKED, ACCEPTED, FAILED, { ...CLOSED, endedAtMs: 99_999 }]) {
    expect(() => ledger.save({ refundSteps: [refundStepTo(refund, 5, state)] })).toThrow(/leaves a closed refund/);
  }
  const db = openBook({ path, mode: "training" });
  onTestFinished(() => void db.close());
  for (const [sql, words] of [
    ["update refunds set step = step + 1, state = 'asked', ended_at_ms = null", /leaves a closed refund/],
    ["update refunds set step = step + 2", /one step/],
    ["update refunds set step = step + 1", /its last event says/],
    ["update refunds set step = step + 1, amount_minor = 1", /never changes/],
    ["delete from refunds", /never removed/],
    ["insert or replace into refunds select * from refunds", /step 1/],
    ["update approvals set approver = 9", /never changed/],
    ["delete from approvals", /never removed/],
    ["insert or replace into approvals select * from approvals", /never removed/],
  ] as const) {
    expect(() => db.exec(sql), sql).toThrow(words);
  }
});

test("an attempt that gave way does not block another one, and is given way to for good", () => {
  const { ledger } = opened(1);
  const [first, second, third] = [attemptOf(1, 1), attemptOf(2, 1), attemptOf(3, 1)];
  const gaveWay = { ...SENDING, gaveWay: true } as const;
  ledger.save({ steps: walk(first, [QUEUED, SENDING]) });
  expect(() => ledger.save({ steps: walk(second, [QUEUED]) })).toThrow(/UNIQUE/);
  ledger.save({
    steps: [stepTo(first, 3, gaveWay, { event: { kind: "gave-way", atMs: 5_003, approvalId: "approval 1" } })],
  });
  ledger.save({ steps: walk(second, [QUEUED]) });
  expect(() => ledger.save({ steps: [stepTo(first, 4, SENDING)] })).toThrow(/UNIQUE/);
  expect(() => ledger.save({ steps: walk(third, [QUEUED]) })).toThrow(/UNIQUE/);
  expect(ledger.openAttempts().map(({ state }) => state)).toEqual([gaveWay, QUEUED]);
});

test("the queue holds one row a subject, oldest first, and none of what is final", () => {
  const { ledger, path } = opened(1, 2);
  const [one, other] = [attemptOf(1, 1), attemptOf(2, 2)];
  const [look, send] = [
    operationOf(one.attemptId, one.saleId, { doing: "look", sinceMs: 30_001 }),
    operationOf(other.attemptId, other.saleId),
  ];
  ledger.save({ steps: [...walk(one, [QUEUED]), ...walk(other, [QUEUED])], operations: [look, send] });
  expect(ledger.operations()).toEqual([send, look]);
  const tried = { ...look, tries: 3, nextAtMs: 40_000, deadlineMs: 50_000, lastError: "ECONNREFUSED" };
  ledger.save({ operations: [tried] });
  const again = openLedger({ path, mode: "training" });
  onTestFinished(() => again.close());
  expect(again.operations()).toEqual([send, tried]);
  // The end takes its row along, whatever is said of it in the same entry or later.
  ledger.save({ steps: [stepTo(one, 2, expiredAt(7_000))], operations: [tried] });
  ledger.save({ operations: [tried] });
  expect(ledger.operations()).toEqual([send]);
  expect(() => ledger.save({ operations: [operationOf(id(77), id(1))] })).toThrow(/not in the ledger/);
  const refund = refundOf(1, other, { money: { amountMinor: 1, currency: "THB" } });
  const back = operationOf(refund.refundId, other.saleId, { kind: "refund", sinceMs: 1 });
  ledger.save({ approvals: [approvalFor(refund)], refundSteps: refundWalk(refund, [ASKED]), operations: [back] });
  ledger.save({ refundSteps: [refundStepTo(refund, 2, SENDING_BACK), refundStepTo(refund, 3, ACCEPTED)] });
  expect(ledger.operations()).toEqual([back, send]);
  ledger.save({ refundSteps: [refundStepTo(refund, 4, CLOSED)] });
  expect(ledger.operations()).toEqual([send]);
});

test("a refused entry takes all of itself back, and the chain goes on from where it was", () => {
  const { ledger, path } = withPayment();
  const refund = refundOf(1, paid);
  const entry = {
    approvals: [approvalFor(refund)],
    refundSteps: refundWalk(refund, [ASKED]),
    operations: [operationOf(refund.refundId, paid.saleId, { kind: "refund" })],
  } as const;
  const gap = stepTo(attemptOf(2, 2), 2, SENDING);
  expect(() => ledger.save({ ...entry, steps: [stepTo(attemptOf(2, 2), 1, QUEUED), gap, gap] })).toThrow(/next one/);
  expect([ledger.openRefunds(), ledger.openAttempts(), ledger.operations()]).toEqual([[], [], []]);
  ledger.save(entry);
  ledger.close();
  expect(openLedger({ path, mode: "training" }).opened).toEqual({ kind: "clean" });
});
