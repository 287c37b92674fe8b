// Everything that can happen to an attempt. Events are stored with every step; they carry no secret.
import type { Attempt } from "./state.ts";

/** A charge as the till needs it, read from any answer of the API. */
export type ChargeFacts = {
  readonly chargeId: string;
  /** As Omise writes it; an unknown word means: keep asking, and raise an alarm. */
  readonly status: string;
  /** An absent flag is null, never false. */
  readonly paid: boolean | null;
  readonly amountMinor: number;
  /** Upper case. */
  readonly currency: string;
  readonly livemode: boolean | null;
  /** `metadata.cf_attempt`, null where absent. */
  readonly attemptId: string | null;
  readonly createdAtMs: number | null;
  readonly expiresAtMs: number | null;
  readonly paidAtMs: number | null;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
  /** Whether the answer carried a QR picture to fetch. Its address never leaves the client. */
  readonly hasPicture: boolean;
};

/** An error answer of the API, in its own words. */
export type ApiError = { readonly status: number; readonly code: string; readonly message: string };

export type AttemptEvent =
  | { readonly kind: "created"; readonly attempt: Attempt; readonly sendByMs: number }
  /** Saved before the first byte leaves. */
  | { readonly kind: "send-began"; readonly atMs: number; readonly bankMs: number | null }
  /** Proof that no byte was heard: the attempt is as if it had never left. */
  | { readonly kind: "never-sent"; readonly atMs: number; readonly why: string }
  | { readonly kind: "gave-up"; readonly atMs: number; readonly why: string }
  /** The API proved that it created nothing. */
  | { readonly kind: "refused"; readonly atMs: number; readonly error: ApiError }
  | { readonly kind: "no-answer"; readonly atMs: number; readonly why: string }
  /** The charge as answered to our POST, read by id, or found in a listing. */
  | {
      readonly kind: "charge-seen";
      readonly atMs: number;
      readonly by: "post" | "get" | "list";
      readonly charge: ChargeFacts;
    }
  /** A listing of the whole window, to its end, without our attempt. */
  | { readonly kind: "not-in-listing"; readonly atMs: number; readonly certain: boolean }
  | { readonly kind: "cancel-asked"; readonly atMs: number; readonly by: "cashier" | "till" }
  | { readonly kind: "wait-answered"; readonly atMs: number }
  /** Another attempt of the sale may begin although this one is not final; it is cancelled as far as that is possible. */
  | { readonly kind: "gave-way"; readonly atMs: number; readonly approvalId: string | null }
  | { readonly kind: "expire-sent"; readonly atMs: number }
  | { readonly kind: "expire-refused"; readonly atMs: number; readonly error: ApiError }
  /** Written again from the API after the ledger was lost; the first event of its attempt here. */
  | { readonly kind: "rebuilt"; readonly attempt: Attempt; readonly atMs: number; readonly charge: ChargeFacts }
  /** The till was started again while this attempt was not final. */
  | { readonly kind: "restarted"; readonly atMs: number };
