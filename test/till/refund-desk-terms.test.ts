// What the desk is told of a paid charge, as a whole and at its edges; the table of each answer stands in refund-terms.test.ts.
import { expect, test } from "vitest";
import type { Attempt } from "#till/attempt/state.ts";
import type { RefundRecord, RefundState } from "#till/refund/state.ts";
import { MOST_REFUNDS, termsRead, termsUnread } from "#till/refund/terms.ts";
import { attempt as alipay, scanned as wechat } from "./cases.ts";
import { facts, refund, states } from "./refund-cases.ts";
import { elsewhere, NOON, read, type Given } from "./refund-reads.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ours = (state: RefundState): RefundRecord => ({ refund, state, step: 4 });

type Asked = Given & {
  readonly attempt?: Attempt;
  readonly ours?: readonly RefundRecord[];
  /** As our own book has it. */
  readonly paidAtMs?: number;
  readonly nowMs?: number | null;
};

function terms({ attempt = alipay, paidAtMs = NOON, nowMs = NOON + HOUR, ...asked }: Asked = {}) {
  const of = { attempt, chargeId: refund.chargeId, paidAtMs, refunds: asked.ours ?? [] };
  return termsRead(of, read(asked), { nowMs, livemode: false });
}

const nothing = {
  money: alipay.money,
  refundedMinor: 0,
  elsewhereMinor: 0,
  leftMinor: 12_000,
  objection: null,
  mayVoid: "no",
  voidRemainingMs: null,
  mayRefund: false,
  mayRefundPart: false,
  mayBecomeVoid: false,
  daysLeft: null,
};
const allGone = { ...nothing, refundedMinor: 12_000, elsewhereMinor: 12_000, leftMinor: 0 };

test.each<[string, Asked, object]>([
  ["not paid", { charge: { status: "reversed" } }, { ...nothing, objection: "not-paid" }],
  ["live where the key is not", { charge: { livemode: true } }, { ...nothing, objection: "not-paid" }],
  ["ours is open", { ours: [ours(states.failed), ours(states.asked)] }, { ...nothing, objection: "open-refund" }],
  ["all of it went back", { flags: { refundedMinor: 12_000 } }, { ...allGone, objection: "fully-refunded" }],
  ["more than all of it went back", { flags: { refundedMinor: 13_000 } }, { ...allGone, objection: "fully-refunded" }],
])("an objection that ends it all says nothing else: %s", (_name, asked, wanted) => {
  expect(terms(asked)).toEqual(wanted);
});

test("a charge that says no to a refund may still be voided", () => {
  const voidable = { mayVoid: "uncertain", voidRemainingMs: 10.25 * HOUR, daysLeft: 365 };
  const refused = { flags: { refundable: false } };
  expect(terms(refused)).toEqual({ ...nothing, ...voidable, objection: "not-refundable" });
});

test("a window that is over has no day left, and the charge may still say yes to a void", () => {
  const over = { ...nothing, objection: "window-over", daysLeft: 0 };
  expect(terms({ nowMs: NOON + 365 * DAY })).toEqual(over);
  expect(terms({ nowMs: NOON + 365 * DAY, flags: { canPerformVoid: true } })).toEqual({
    ...over,
    mayVoid: "yes",
    voidRemainingMs: 0,
  });
  expect(terms({ nowMs: NOON + 365 * DAY - 1 })).toMatchObject({ objection: null, daysLeft: 1 });
});

test("whether a refund may become a void: while one is possible, or nobody documents when it is not", () => {
  const may = (asked: Asked) => terms(asked).mayBecomeVoid;
  expect([may({}), may({ attempt: wechat })]).toEqual([true, true]);
  expect(may({ nowMs: NOON + DAY })).toBe(false);
  expect(may({ nowMs: NOON + DAY, flags: { canPerformVoid: true } })).toBe(true);
  expect(may({ attempt: wechat, refunds: [elsewhere] })).toBe(false);
  expect(may({ flags: { refundable: false } })).toBe(false);
});

test("how long a void is possible is said only where one is, and its end is known", () => {
  const remaining = (asked: Asked) => terms(asked).voidRemainingMs;
  expect(remaining({})).toBe(10.25 * HOUR);
  expect(remaining({ flags: { canPerformVoid: false } })).toBeNull();
  expect(remaining({ attempt: wechat, flags: { canPerformVoid: true } })).toBeNull();
});

test("without the bank's time nothing is promised that hangs on it", () => {
  expect(terms({ nowMs: null })).toEqual({
    ...nothing,
    mayVoid: "uncertain",
    mayRefund: true,
    mayRefundPart: true,
    mayBecomeVoid: true,
  });
  expect(terms({ nowMs: null, attempt: wechat }).mayVoid).toBe("no");
});

test("a charge that does not say when it was paid: our own book does", () => {
  const silent = { charge: { paidAtMs: null } };
  expect(terms({ ...silent, paidAtMs: NOON - DAY })).toMatchObject({ mayVoid: "no", daysLeft: 364 });
  expect(terms({ paidAtMs: NOON - DAY })).toMatchObject({ mayVoid: "uncertain", daysLeft: 365 });
});

test("fourteen refunds may have another", () => {
  const many = Array.from({ length: MOST_REFUNDS - 1 }, () => ({ ...elsewhere, amountMinor: 1 }));
  expect(terms({ refunds: many })).toMatchObject({ objection: null, refundedMinor: 14, leftMinor: 11_986 });
});

test("what Omise has forgotten of ours was not made elsewhere", () => {
  expect(terms({ ours: [ours(states.closed)] })).toMatchObject({ refundedMinor: 0, elsewhereMinor: 0 });
  expect(terms({ ours: [ours(states.closed)], refunds: [facts] })).toMatchObject({
    refundedMinor: 5_000,
    elsewhereMinor: 0,
    leftMinor: 7_000,
  });
});

test("without an answer our own book tells what is left, never less than nothing", () => {
  const of = { attempt: alipay, chargeId: refund.chargeId, paidAtMs: NOON };
  const unread = { ...nothing, objection: "no-answer" };
  expect(termsUnread({ ...of, refunds: [] })).toEqual(unread);
  const three = [states.closed, states.closed, states.accepted].map(ours);
  expect(termsUnread({ ...of, refunds: three })).toEqual({ ...unread, refundedMinor: 15_000, leftMinor: 0 });
});
