// What may go back, from every mix of flags, method and hour: the charge's own word first, the method's documents where it is silent.
import { describe, expect, test } from "vitest";
import type { Attempt } from "#till/attempt/state.ts";
import type { ChargeFacts } from "#till/attempt/events.ts";
import type { ChargeFlags } from "#till/ports.ts";
import { checkBeforeSend } from "#till/refund/check.ts";
import type { MoneyRead } from "#till/refund/gone.ts";
import type { RefundFacts } from "#till/refund/events.ts";
import type { RefundRecord } from "#till/refund/state.ts";
import { termsRead, termsUnread, type TermsOf } from "#till/refund/terms.ts";
import { attempt as alipay } from "./cases.ts";
import { facts, OURS, refund, states } from "./refund-cases.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Noon in Bangkok; Alipay+'s cut-off is 11 hours and a quarter later, Bangkok's midnight 12. */
const NOON = Date.UTC(2026, 10, 20, 5);
const truemoney: Attempt = { ...alipay, method: "truemoney_qr" };
const wechat: Attempt = { ...alipay, method: "wechat_pay_upm" };
const SILENT: ChargeFlags = {
  refundable: null,
  partiallyRefundable: null,
  canPerformVoid: null,
  voided: null,
  refundedMinor: 0,
};

const charge: ChargeFacts = {
  chargeId: refund.chargeId,
  status: "successful",
  paid: true,
  amountMinor: alipay.money.amountMinor,
  currency: "THB",
  livemode: false,
  attemptId: alipay.attemptId,
  createdAtMs: NOON - HOUR,
  expiresAtMs: null,
  paidAtMs: NOON,
  failureCode: null,
  failureMessage: null,
  hasPicture: false,
};

type Seen = {
  readonly attempt?: Attempt;
  readonly flags?: Partial<ChargeFlags>;
  readonly refunds?: readonly RefundFacts[];
  readonly ours?: readonly RefundRecord[];
  readonly charge?: Partial<ChargeFacts>;
  readonly afterMs?: number | null;
};

function read(seen: Seen): MoneyRead {
  const flags = { ...SILENT, ...seen.flags };
  const refunds = seen.refunds ?? [];
  return { kind: "money", charge: { ...charge, ...seen.charge }, flags, refunds, complete: true, bankMs: NOON };
}

function of(seen: Seen): TermsOf {
  const attempt = seen.attempt ?? alipay;
  return { attempt, chargeId: refund.chargeId, paidAtMs: NOON, refunds: seen.ours ?? [] };
}

function terms(seen: Seen = {}) {
  const nowMs = seen.afterMs === null ? null : NOON + (seen.afterMs ?? HOUR);
  return termsRead(of(seen), read(seen), { nowMs, livemode: false });
}

const ours = (state: RefundRecord["state"]): RefundRecord => ({ refund, state, step: 4 });
const elsewhere: RefundFacts = { ...facts, refundId: null, omiseRefundId: "rfnd_test_9", amountMinor: 700 };

test("a silent charge of an hour ago, by method", () => {
  expect(terms()).toEqual({
    money: alipay.money,
    refundedMinor: 0,
    elsewhereMinor: 0,
    leftMinor: 12_000,
    objection: null,
    mayVoid: "uncertain",
    voidRemainingMs: 10.25 * HOUR,
    mayRefund: true,
    mayRefundPart: true,
    mayBecomeVoid: true,
    daysLeft: 365,
  });
  expect(terms({ attempt: truemoney })).toMatchObject({
    mayVoid: "uncertain",
    voidRemainingMs: 11 * HOUR,
    mayRefundPart: false,
    daysLeft: 30,
  });
  expect(terms({ attempt: wechat })).toMatchObject({
    mayVoid: "no",
    voidRemainingMs: null,
    mayRefundPart: true,
    mayBecomeVoid: true,
    daysLeft: 90,
  });
});

describe("a void", () => {
  test.each([
    ["silent, before the cut-off", {}, 11.2 * HOUR, "uncertain"],
    ["silent, at the cut-off", {}, 11.25 * HOUR, "no"],
    ["silent, bank time not known", {}, null, "uncertain"],
    ["the charge says yes, past the cut-off", { canPerformVoid: true }, 2 * DAY, "yes"],
    ["the charge says no, before the cut-off", { canPerformVoid: false }, HOUR, "no"],
    ["a part went back already", { canPerformVoid: true, refundedMinor: 1 }, HOUR, "no"],
  ] as const)("%s", (_name, flags, afterMs, mayVoid) => {
    expect(terms({ flags, afterMs }).mayVoid).toBe(mayVoid);
  });

  test("of a method without a documented one only by the charge's word", () => {
    expect(terms({ attempt: wechat, flags: { canPerformVoid: true } }).mayVoid).toBe("yes");
  });
});

describe("a part", () => {
  test.each([
    ["TrueMoney the same day", truemoney, {}, 11.9 * HOUR, false],
    ["TrueMoney the next day", truemoney, {}, 12 * HOUR, true],
    [
      "TrueMoney the next day, from a funding source that cannot",
      truemoney,
      { partiallyRefundable: false },
      DAY,
      false,
    ],
    ["TrueMoney the same day, where the charge says yes", truemoney, { partiallyRefundable: true }, HOUR, true],
    ["TrueMoney, bank time not known", truemoney, {}, null, false],
    ["Alipay+ at any time", alipay, {}, HOUR, true],
  ] as const)("%s", (_name, attempt, flags, afterMs, mayRefundPart) => {
    expect(terms({ attempt, flags, afterMs }).mayRefundPart).toBe(mayRefundPart);
  });
});

describe("the objection", () => {
  const many = Array.from({ length: 15 }, (_, index) => ({
    ...elsewhere,
    omiseRefundId: `rfnd_test_${index}`,
    amountMinor: 1,
  }));
  test.each<[string, Seen, string | null]>([
    ["none", {}, null],
    ["not paid", { charge: { status: "reversed" } }, "not-paid"],
    ["another charge", { charge: { chargeId: "chrg_test_2" } }, "not-paid"],
    ["ours is open", { ours: [ours(states.unknown)] }, "open-refund"],
    ["ours was not found", { ours: [ours(states["not-found"])] }, null],
    ["all of it went back", { flags: { refundedMinor: 12_000 } }, "fully-refunded"],
    ["all of it, told by the void alone", { flags: { voided: true } }, "fully-refunded"],
    ["fifteen refunds", { refunds: many }, "too-many"],
    ["the charge says no", { flags: { refundable: false } }, "not-refundable"],
    ["silent, its year is over", { afterMs: 365 * DAY }, "window-over"],
    ["the charge says no, its year is over", { flags: { refundable: false }, afterMs: 365 * DAY }, "window-over"],
    ["the charge says yes, its year is over", { flags: { refundable: true }, afterMs: 366 * DAY }, null],
    ["TrueMoney, 30 days from its making", { attempt: truemoney, afterMs: 30 * DAY - HOUR }, "window-over"],
  ])("%s", (_name, seen, objection) => {
    const found = terms(seen);
    expect([found.objection, found.mayRefund]).toEqual([objection, objection === null]);
  });
});

test("what others sent back is told apart from what this till did, and from what it did not yet", () => {
  const listed = [{ ...facts, amountMinor: 5_000 }, elsewhere];
  const seen = { refunds: listed, flags: { refundedMinor: 5_700 }, ours: [ours(states.closed)] };
  expect(terms(seen)).toMatchObject({ refundedMinor: 5_700, elsewhereMinor: 700, leftMinor: 6_300 });
  // Under way at Omise and not yet in its sum.
  expect(terms({ ...seen, flags: {} })).toMatchObject({ refundedMinor: 5_700, elsewhereMinor: 700 });
});

test("without an answer nothing is possible, and our own book tells what went back", () => {
  const { money } = alipay;
  const unread = termsUnread(of({ ours: [ours(states.closed), ours(states.failed)] }));
  expect(unread).toMatchObject({
    money,
    objection: "no-answer",
    refundedMinor: 5_000,
    leftMinor: 7_000,
    mayRefund: false,
    mayVoid: "no",
  });
});

describe("just before the send", () => {
  const aVoid = { ...refund, kind: "void", money: alipay.money } as const;
  const check = (seen: Seen, sent: typeof refund = refund) => {
    const bankMs = seen.afterMs === null ? null : NOON + (seen.afterMs ?? HOUR);
    const given = { refund: sent, attempt: seen.attempt ?? alipay };
    return checkBeforeSend(given, read(seen), { bankMs, livemode: false });
  };

  test("as it was approved: sent", () => {
    expect([check({}), check({}, aVoid)]).toEqual(Array(2).fill({ do: "send", bankMs: NOON + HOUR }));
  });

  test.each<[string, Seen, typeof refund, object]>([
    ["money went back since", { flags: { refundedMinor: 1 } }, refund, { do: "stop", end: "changed" }],
    ["a refund is under way since", { refunds: [elsewhere] }, refund, { do: "stop", end: "changed" }],
    ["the charge is not paid any more", { charge: { status: "failed" } }, refund, { do: "stop", end: "changed" }],
    ["the charge is of another amount", { charge: { amountMinor: 1 } }, refund, { do: "stop", end: "changed" }],
    ["a void that the charge refuses", { flags: { canPerformVoid: false } }, aVoid, { do: "stop", end: "void-over" }],
    ["a void past its cut-off", { afterMs: 11.25 * HOUR }, aVoid, { do: "stop", end: "void-over" }],
    [
      "a void past its cut-off that the charge still takes",
      { afterMs: DAY, flags: { canPerformVoid: true } },
      aVoid,
      { do: "send", bankMs: NOON + DAY },
    ],
    ["a void of a method without one", { attempt: wechat }, aVoid, { do: "stop", end: "void-over" }],
    ["a refund past a void's cut-off", { afterMs: 12 * HOUR }, refund, { do: "send", bankMs: NOON + 12 * HOUR }],
    ["bank time not known", { afterMs: null }, refund, { do: "wait", why: "the bank's time is not known" }],
    ["ours is there already", { refunds: [facts] }, refund, { do: "adopt", found: [facts] }],
  ])("%s", (_name, seen, sent, wanted) => {
    expect(check(seen, sent)).toEqual(wanted);
  });

  test("an answer that is not whole, or none, decides nothing", () => {
    const at = { bankMs: NOON, livemode: false };
    const given = { refund, attempt: alipay };
    expect(checkBeforeSend(given, { ...read({}), complete: false }, at)).toMatchObject({ do: "wait" });
    expect(checkBeforeSend(given, { kind: "no-answer", why: "lost ECONNRESET", bankMs: null }, at)).toEqual({
      do: "wait",
      why: "lost ECONNRESET",
    });
    const error = { status: 404, code: "not_found", message: "no" };
    expect(checkBeforeSend(given, { kind: "error", error, bankMs: NOON }, at)).toEqual({
      do: "wait",
      why: "404 not_found",
    });
  });

  test("what is ours is adopted although the list is not whole", () => {
    const found = { ...facts, refundId: OURS };
    const seen = { ...read({ refunds: [found] }), complete: false };
    expect(checkBeforeSend({ refund, attempt: alipay }, seen, { bankMs: null, livemode: false })).toMatchObject({
      do: "adopt",
    });
  });
});
