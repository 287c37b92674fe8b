// One attempt in each of its states, and one event of each kind: the two sides of the table.
import type { AttemptEvent, ChargeFacts } from "#till/attempt/events.ts";
import type { Attempt, AttemptState } from "#till/attempt/state.ts";
import { TIMINGS } from "#till/timings.ts";

export const NOW = 1_000_000_000;
export const rules = { livemode: false, timings: TIMINGS };
export const attempt: Attempt = {
  attemptId: "0c2f7a1e-0000-4000-8000-000000000001",
  saleId: "0c2f7a1e-0000-4000-8000-000000000002",
  method: "alipayplus_mpm",
  money: { amountMinor: 12_000, currency: "THB" },
  reference: null,
  codeLastFour: null,
  createdAtMs: NOW,
};
export const scanned: Attempt = { ...attempt, method: "wechat_pay_upm", codeLastFour: "4321" };
const note = { chargeId: "chrg_test_1", expiresAtMs: NOW + 1000, endAtMs: NOW + 500 };
const ended = { chargeId: "chrg_test_1", expiresAtMs: NOW + 1000, endedAtMs: NOW };

export const cancelling: Extract<AttemptState, { name: "cancelling" }> = {
  name: "cancelling",
  charge: note,
  sentAtMs: NOW,
  by: "cashier",
  notBeforeMs: NOW,
  refused: false,
  gaveWay: false,
  askedAtMs: NOW,
};

export const states: Readonly<Record<AttemptState["name"], AttemptState>> = {
  queued: { name: "queued", sendByMs: NOW + 100 },
  sending: {
    name: "sending",
    sendByMs: NOW + 100,
    sentAtMs: NOW,
    sentBankMs: NOW,
    cancelWanted: false,
    gaveWay: false,
  },
  unknown: {
    name: "unknown",
    sentAtMs: NOW,
    sentBankMs: NOW,
    cancelWanted: false,
    gaveWay: false,
    why: "reset",
    looks: [],
  },
  pending: { name: "pending", charge: note, sentAtMs: NOW, askAtMs: null },
  cancelling,
  successful: { name: "successful", chargeId: "chrg_test_1", paidAtMs: NOW, endedAtMs: NOW },
  failed: { name: "failed", code: "payment_rejected", message: "", ...ended },
  expired: { name: "expired", ...ended },
  cancelled: { name: "cancelled", ...ended },
  "not-sent": { name: "not-sent", why: "stale", endedAtMs: NOW },
  "not-found": { name: "not-found", sentAtMs: NOW, sentBankMs: NOW, expireAskedAtMs: null, endedAtMs: NOW },
  "paid-late": { name: "paid-late", chargeId: "chrg_test_1", paidAtMs: NOW, endedAtMs: NOW },
};

export const facts: ChargeFacts = {
  chargeId: "chrg_test_1",
  status: "pending",
  paid: false,
  amountMinor: 12_000,
  currency: "THB",
  livemode: false,
  attemptId: attempt.attemptId,
  createdAtMs: NOW,
  expiresAtMs: NOW + 1000,
  paidAtMs: null,
  failureCode: null,
  failureMessage: null,
  hasPicture: true,
};
const error = { status: 400, code: "bad_request", message: "no" };

export function seen(by: "post" | "get" | "list", change: Partial<ChargeFacts>): AttemptEvent {
  return { kind: "charge-seen", atMs: NOW + 5, by, charge: { ...facts, ...change } };
}

export const paid = { status: "successful", paid: true, paidAtMs: NOW + 4 };
export const events = {
  "send-began": { kind: "send-began", atMs: NOW + 5, bankMs: null },
  "never-sent": { kind: "never-sent", atMs: NOW + 5, why: "refused" },
  "gave-up": { kind: "gave-up", atMs: NOW + 5, why: "late" },
  refused: { kind: "refused", atMs: NOW + 5, error },
  "no-answer": { kind: "no-answer", atMs: NOW + 5, why: "reset" },
  "post: pending": seen("post", {}),
  "post: paid": seen("post", paid),
  "list: paid": seen("list", paid),
  "get: pending": seen("get", {}),
  "get: paid": seen("get", paid),
  "get: failed": seen("get", { status: "failed", failureCode: "payment_rejected" }),
  "get: timed out": seen("get", { status: "failed", failureCode: "payment_expired" }),
  "get: expired": seen("get", { status: "expired" }),
  "get: reversed": seen("get", { status: "reversed" }),
  "get: odd": seen("get", { status: "sideways" }),
  "get: other amount": seen("get", { ...paid, amountMinor: 1 }),
  "get: live": seen("get", { ...paid, livemode: true }),
  "get: paid flag absent": seen("get", { ...paid, paid: null }),
  "not listed": { kind: "not-in-listing", atMs: NOW + 5, certain: true },
  cancel: { kind: "cancel-asked", atMs: NOW + 5, by: "cashier" },
  wait: { kind: "wait-answered", atMs: NOW + 5 },
  "expire-sent": { kind: "expire-sent", atMs: NOW + 5 },
  "expire-refused": { kind: "expire-refused", atMs: NOW + 5, error },
  "gave-way": { kind: "gave-way", atMs: NOW + 5, approvalId: null },
  rebuilt: { kind: "rebuilt", attempt, atMs: NOW + 5, charge: facts },
  restarted: { kind: "restarted", atMs: NOW + 5 },
} satisfies Readonly<Record<string, AttemptEvent>>;
export type EventName = keyof typeof events;
