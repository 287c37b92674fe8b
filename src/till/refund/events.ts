// Everything that can happen to a refund. Events are stored with every step; they carry no secret.
import type { ApiError } from "#till/attempt/events.ts";
import type { Refund, RefundEnd } from "./state.ts";

/** A refund as the till needs it, read from any answer of the API. */
export type RefundFacts = {
  readonly omiseRefundId: string;
  readonly chargeId: string;
  readonly amountMinor: number;
  /** Upper case. */
  readonly currency: string;
  /** `pending`, `closed`, or whatever Omise writes; null where absent. */
  readonly status: string | null;
  readonly voided: boolean | null;
  /** `metadata.cf_refund`; null: it was made elsewhere. */
  readonly refundId: string | null;
  readonly createdAtMs: number | null;
};

export type RefundEvent =
  | { readonly kind: "asked"; readonly refund: Refund; readonly sendByMs: number }
  /** Saved after charge and refunds were read and before the first byte leaves. */
  | { readonly kind: "send-began"; readonly atMs: number; readonly bankMs: number }
  /** Proof that no byte was heard, or that nothing was looked at (429). */
  | { readonly kind: "never-sent"; readonly atMs: number; readonly why: string }
  | { readonly kind: "refused"; readonly atMs: number; readonly error: ApiError }
  | { readonly kind: "no-answer"; readonly atMs: number; readonly why: string }
  /** As answered to our POST, read, or found among the refunds of its charge. */
  | {
      readonly kind: "refund-seen";
      readonly atMs: number;
      readonly by: "post" | "list";
      readonly facts: RefundFacts;
    }
  /** All refunds of the charge, whole, without ours; both times are of the moment when the look began. */
  | { readonly kind: "not-in-listing"; readonly atMs: number; readonly bankMs: number }
  /** Ended before it was sent. */
  | { readonly kind: "stopped"; readonly atMs: number; readonly end: Exclude<RefundEnd, "refused"> }
  | { readonly kind: "restarted"; readonly atMs: number };
