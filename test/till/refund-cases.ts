// One refund in each of its states, and one event of each kind: the two sides of the table.
import type { RefundEvent, RefundFacts } from "#till/refund/events.ts";
import type { Refund, RefundState } from "#till/refund/state.ts";
import { TIMINGS } from "#till/timings.ts";

export const NOW = 1_000_000_000;
export const rules = { timings: TIMINGS };
export const OURS = "0c2f7a1e-0000-4000-8000-000000000003";

export const refund: Refund = {
  refundId: OURS,
  saleId: "0c2f7a1e-0000-4000-8000-000000000002",
  attemptId: "0c2f7a1e-0000-4000-8000-000000000001",
  chargeId: "chrg_test_1",
  kind: "refund",
  money: { amountMinor: 5_000, currency: "THB" },
  refundedBeforeMinor: 0,
  approvalId: "0c2f7a1e-0000-4000-8000-000000000004",
  approver: 7,
  staff: 12,
  askedAtMs: NOW,
};

const sent = { sentAtMs: NOW, sentBankMs: NOW + 77 };
const taken = { omiseRefundId: "rfnd_test_1", voided: false, acceptedAtMs: NOW + 1 };

export const states: { readonly [Name in RefundState["name"]]: Extract<RefundState, { readonly name: Name }> } = {
  asked: { name: "asked", sendByMs: NOW + 1000 },
  sending: { name: "sending", sendByMs: NOW + 1000, ...sent },
  unknown: { name: "unknown", ...sent, why: "reset", looks: [] },
  accepted: { name: "accepted", ...taken },
  closed: { name: "closed", ...taken, endedAtMs: NOW + 2 },
  failed: { name: "failed", end: "refused", code: "failed_refund", message: "no", endedAtMs: NOW + 2 },
  "not-found": { name: "not-found", sentAtMs: NOW, endedAtMs: NOW + 2 },
};

export const facts: RefundFacts = {
  omiseRefundId: "rfnd_test_1",
  chargeId: refund.chargeId,
  amountMinor: 5_000,
  currency: "THB",
  status: "closed",
  voided: false,
  refundId: OURS,
  createdAtMs: NOW + 1,
};

export function seen(change: Partial<RefundFacts>, by: "post" | "list" = "list"): RefundEvent {
  return { kind: "refund-seen", atMs: NOW + 5, by, facts: { ...facts, ...change } };
}

export const events = {
  asked: { kind: "asked", refund, sendByMs: NOW + 1000 },
  "send-began": { kind: "send-began", atMs: NOW + 5, bankMs: NOW + 82 },
  "never-sent": { kind: "never-sent", atMs: NOW + 5, why: "refused" },
  refused: { kind: "refused", atMs: NOW + 5, error: { status: 400, code: "failed_refund", message: "no" } },
  "no-answer": { kind: "no-answer", atMs: NOW + 5, why: "reset" },
  "seen closed": seen({}, "post"),
  "seen pending": seen({ status: "pending" }),
  "seen without status": seen({ status: null }),
  "seen odd": seen({ status: "sideways" }),
  "seen voided": seen({ status: "pending", voided: true }),
  "of another id": seen({ refundId: "0c2f7a1e-0000-4000-8000-00000000000f" }),
  "made elsewhere": seen({ refundId: null }, "post"),
  "of another charge": seen({ chargeId: "chrg_test_2" }),
  "another amount": seen({ amountMinor: 5_001 }),
  "another currency": seen({ currency: "SGD" }),
  "a second one": seen({ omiseRefundId: "rfnd_test_2" }),
  "not listed": { kind: "not-in-listing", atMs: NOW + 5, bankMs: NOW + 82 },
  stopped: { kind: "stopped", atMs: NOW + 5, end: "withdrawn" },
  restarted: { kind: "restarted", atMs: NOW + 5 },
} satisfies Readonly<Record<string, RefundEvent>>;
export type EventName = keyof typeof events;
