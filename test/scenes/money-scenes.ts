// Scenes of money that could be paid twice or goes back: the same customer, a manager's word, refunds, alarms.
import type { REFUND_STATES, RefundTerms } from "#contract/refunds.ts";
import type { RefundView, SaleView } from "#contract/views.ts";
import { alarm, AMOUNT, byQr, CHARGE, MORNING, NOTHING, PAID, SALE, scanned, scene, THB, type Scene } from "./scene.ts";

const DIGITS_1500 = ["Digit1", "Digit5", "Digit0", "Digit0", "Enter"];
const PIN = ["ArrowDown", "Digit8", "Digit2", "Digit0", "Digit4", "Digit6"];

/** What Omise answers of a payment of THB 1,500.00. */
export const TERMS: RefundTerms = {
  money: AMOUNT,
  refundedMinor: 0,
  elsewhereMinor: 0,
  leftMinor: 150_000,
  objection: null,
  mayVoid: "yes",
  voidRemainingMs: 11_724_000,
  mayRefund: true,
  mayRefundPart: true,
  mayBecomeVoid: true,
  daysLeft: 90,
};

function refund(index: number, state: (typeof REFUND_STATES)[number], more: Partial<RefundView> = {}): RefundView {
  return {
    refundId: `9d0f7e4${index}-1111-4222-8333-444455556666`,
    kind: "refund",
    money: THB(50_000),
    state,
    end: null,
    message: "",
    voided: null,
    approver: 7,
    atMs: MORNING + index * 60_000,
    mayWithdraw: state === "asked",
    ...more,
  };
}

function paid(refunds: readonly RefundView[], refundedMinor = 0): Partial<SaleView> {
  return scanned({
    state: "successful",
    sentence: "paid",
    turn: "nobody",
    may: PAID,
    ...CHARGE,
    refunds: [...refunds],
    refundedMinor,
  });
}

function terms(name: string, change: Partial<RefundTerms>, keys: readonly string[] = []): Scene {
  const counter = paid([], change.refundedMinor ?? 0);
  return scene(name, { counter, keys: ["F5", ...keys], answers: { "refund/terms": { ...TERMS, ...change } } });
}

function signed(name: string, answer: object): Scene {
  const answers = { "refund/terms": TERMS, "approval/give": answer };
  return scene(name, { counter: paid([]), keys: ["F5", "KeyR", ...PIN, "Enter"], answers });
}

const SAME = { step: "same-customer", saleId: SALE, money: AMOUNT, agoMs: 132_000 };

const STILL_OPEN = byQr("truemoney_qr", {
  state: "cancelling",
  sentence: "still-payable",
  turn: "omise",
  remainingMs: 85_432_000,
  may: { ...NOTHING, askNow: true, clear: true, next: true, override: true },
});

const UNKNOWN = scanned({
  state: "unknown",
  sentence: "checking",
  turn: "omise",
  may: { ...NOTHING, cancel: true, askNow: true, clear: true, override: true },
});

export const MONEY_SCENES: readonly Scene[] = [
  scene("same-customer", { keys: DIGITS_1500, answers: { "sale/begin": { ...SAME, state: "pending" } } }),
  scene("same-customer-ended", { keys: DIGITS_1500, answers: { "sale/begin": { ...SAME, state: "expired" } } }),
  scene("override-open", { counter: UNKNOWN }),
  scene("override-beside", { counter: STILL_OPEN }),
  scene("override", { counter: UNKNOWN, keys: ["F12", ...PIN] }),
  scene("override-no-manager", {
    counter: UNKNOWN,
    keys: ["F12"],
    more: { staff: [{ number: 3, name: "Morning cashier", role: "cashier" }] },
  }),
  terms("refund-choices", {}),
  terms("refund-uncertain", { mayVoid: "uncertain", voidRemainingMs: 874_000, mayBecomeVoid: false, daysLeft: 29 }),
  terms("refund-elsewhere", {
    mayVoid: "no",
    refundedMinor: 70_000,
    elsewhereMinor: 20_000,
    leftMinor: 80_000,
    mayBecomeVoid: false,
  }),
  terms("refund-no-answer", { objection: "no-answer" }),
  terms("refund-fully", { objection: "fully-refunded", refundedMinor: 150_000, leftMinor: 0, daysLeft: null }),
  terms("refund-part", { mayVoid: "no" }, ["KeyP", "Digit5", "Digit0", "Digit0", "Period", "Digit5"]),
  terms("refund-part-too-much", { mayVoid: "no" }, ["KeyP", "Digit2", "Digit0", "Digit0", "Digit0"]),
  terms("void-approval", {}, ["KeyV"]),
  signed("approval-wrong", { result: "wrong", triesLeft: 3 }),
  signed("approval-locked", { result: "locked", forMs: 29_500 }),
  signed("approval-not-a-manager", { result: "not-a-manager" }),
  signed("approval-busy", { result: "busy" }),
  scene("refund-asked", { counter: paid([refund(1, "asked")]) }),
  scene("refund-sending", { counter: paid([refund(1, "sending")]) }),
  scene("refund-unknown", { counter: paid([refund(1, "unknown", { kind: "void", money: AMOUNT })]) }),
  scene("refund-accepted", {
    counter: paid([refund(1, "closed", { voided: false }), refund(2, "accepted")], 50_000),
  }),
  scene("refund-voided", {
    counter: paid([refund(1, "closed", { money: AMOUNT, voided: true })], 150_000),
  }),
  scene("refund-refused", {
    counter: paid([
      refund(1, "failed", {
        end: "refused",
        message: "amount is larger than what is left of this charge, in the currency of the charge",
      }),
      refund(2, "not-found"),
    ]),
  }),
  scene("refund-so-far", {
    counter: paid(
      [
        refund(1, "closed", { voided: false }),
        refund(2, "failed", { end: "lapsed" }),
        refund(3, "asked", { money: THB(20_000) }),
      ],
      50_000,
    ),
    keys: ["F5"],
    answers: { "refund/terms": { ...TERMS, objection: "open-refund", refundedMinor: 50_000, leftMinor: 100_000 } },
  }),
  scene("paid-twice", {
    counter: paid([]),
    more: { alarms: [alarm("paid-twice", { refund: true }), alarm("refund-late", { seen: true })] },
  }),
  scene("refund-mismatch", { more: { alarms: [alarm("refund-mismatch", { seen: true })] } }),
  scene("refund-late", { more: { alarms: [alarm("refund-late", { seen: true })] } }),
];
