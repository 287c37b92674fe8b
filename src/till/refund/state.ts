// The states of money going back: a refund or a void of one charge, approved by a manager before it is asked.
//
//   asked ──> sending ──┬──> accepted ──> closed
//     │         │  ^    │       ^
//     v         v  └─ asked     │
//   failed   unknown ───────────┤
//     ^         │               │
//     └─────────┴── (three whole listings without it) ──> not-found
//
// What is found at Omise after all (`failed`, `not-found`) becomes accepted or closed, with an alarm. Nothing leaves `closed`.
// Money is never sent back twice: what may have been heard is looked for among the refunds of its charge, never sent again.
import type { Money } from "#contract/money.ts";
import type { REFUND_ENDS } from "#contract/refunds.ts";

/** What is true of a refund from its first moment and never changes. */
export type Refund = {
  /** Random UUID, drawn by the page with the button; travels as `cf_refund`. */
  readonly refundId: string;
  readonly saleId: string;
  readonly attemptId: string;
  readonly chargeId: string;
  /** `void`: the whole amount with `void=true`. `refund`: without it; before settlement Omise may still void. */
  readonly kind: "void" | "refund";
  readonly money: Money;
  /** `refunded_amount` of the charge that the approver saw: another one at the send stops it. */
  readonly refundedBeforeMinor: number;
  readonly approvalId: string;
  /** Numbers of the members of staff; names live in settings. */
  readonly approver: number;
  readonly staff: number;
  readonly askedAtMs: number;
};

/**
 * Why a refund ended without money going back.
 * - `refused`: by the API, with proof that nothing was done.
 * - `changed`: `refunded_amount` is not what was approved.
 * - `void-over`: a void was promised and is no longer possible.
 * - `lapsed`: not sent within a day of its approval.
 * - `withdrawn`: taken back by a person before it was sent.
 */
export type RefundEnd = (typeof REFUND_ENDS)[number];

export type RefundState =
  /** Approved and committed; waits to be sent, over restarts. Charge and refunds are read just before. */
  | { readonly name: "asked"; readonly sendByMs: number }
  /** May leave the machine from this commit on. */
  | {
      readonly name: "sending";
      readonly sendByMs: number;
      readonly sentAtMs: number;
      /** The bank's time at the send: how old a refund may be that is not there yet is never told by the PC's clock. */
      readonly sentBankMs: number;
    }
  /** It may have been heard: looked for among the charge's refunds. Never shown as failed. */
  | {
      readonly name: "unknown";
      readonly sentAtMs: number;
      readonly sentBankMs: number;
      readonly why: string;
      readonly looks: readonly { readonly atMs: number }[];
    }
  /** Omise has it: money is on its way. */
  | {
      readonly name: "accepted";
      readonly omiseRefundId: string;
      /** Whether Omise made it a void; null while it has not said. */
      readonly voided: boolean | null;
      /** `created_at` of the refund at Omise; where it says none, when the till first heard of it. */
      readonly acceptedAtMs: number;
    }
  /** Done at Omise. Nothing leaves it. */
  | {
      readonly name: "closed";
      readonly omiseRefundId: string;
      readonly voided: boolean | null;
      readonly acceptedAtMs: number;
      readonly endedAtMs: number;
    }
  | {
      readonly name: "failed";
      readonly end: RefundEnd;
      /** The API's code and words for `refused`, else empty. */
      readonly code: string;
      readonly message: string;
      readonly endedAtMs: number;
    }
  /** Three whole listings of the charge's refunds without it. "No refund found at Omise"; looked for again for a day. */
  | { readonly name: "not-found"; readonly sentAtMs: number; readonly endedAtMs: number };

export type RefundRecord = {
  readonly refund: Refund;
  readonly state: RefundState;
  /** Number of steps taken; grows by one with every saved event. */
  readonly step: number;
};

/** While one of these stands, no other refund of the charge is asked. */
const OPEN = new Set<RefundState["name"]>(["asked", "sending", "unknown"]);
const FINAL = new Set<RefundState["name"]>(["closed", "failed", "not-found"]);

export function isRefundOpen(state: RefundState): boolean {
  return OPEN.has(state.name);
}

export function isRefundFinal(state: RefundState): boolean {
  return FINAL.has(state.name);
}

/** Omise has it: it counts as money that went back. */
export function isRefundTaken(state: RefundState): boolean {
  return state.name === "accepted" || state.name === "closed";
}
