// The states of one attempt to charge a sale. Each holds just what is known in it.
//
//   queued ──> sending ──┬──> pending ──> cancelling ──┐
//     │           │      │       │            │        │
//     v           v      │       v            v        v
//  not-sent    unknown ──┴──> successful | failed | expired | cancelled
//                 │                          │  (any unpaid end)
//                 v                          v
//             not-found ───────────────> paid-late
//
// Nothing leaves `successful` or `paid-late`. `gaveWay`: another attempt of the sale may stand beside this one, because nobody
// can have seen its QR, or because a manager said so; it is then being cancelled, and never becomes anybody's again.
import type { Money } from "#contract/money.ts";
import type { MethodId } from "#contract/words.ts";

/** What is true of an attempt from its first moment and never changes. */
export type Attempt = {
  /** Random UUID; travels as `cf_attempt` and is how a lost charge is found again. */
  readonly attemptId: string;
  readonly saleId: string;
  readonly method: MethodId;
  readonly money: Money;
  readonly reference: string | null;
  /** Last four digits of the customer's code, for methods that scan one. */
  readonly codeLastFour: string | null;
  readonly createdAtMs: number;
};

/** What the API said of the charge when it was last read. Times are the API's. */
export type ChargeNote = {
  readonly chargeId: string;
  /** `expires_at` as recorded at creation: a manual expire overwrites the field. */
  readonly expiresAtMs: number | null;
  /** When the till stops waiting and asks for expiry, on its own clock. */
  readonly endAtMs: number;
};

/** A look through the listing that reached the end and did not find the attempt. */
export type CompleteLook = { readonly atMs: number };

export type AttemptState =
  /** Committed, nothing sent. The person sees "waiting to send". */
  | { readonly name: "queued"; readonly sendByMs: number }
  /** May leave the machine from this commit on. "Asking Omise". A cancel pressed now is kept. */
  | {
      readonly name: "sending";
      readonly sendByMs: number;
      readonly sentAtMs: number;
      readonly sentBankMs: number | null;
      readonly cancelWanted: boolean;
      readonly gaveWay: boolean;
    }
  /** We may have been heard and have no usable answer. "Checking": never shown as failed. */
  | {
      readonly name: "unknown";
      readonly sentAtMs: number;
      readonly sentBankMs: number | null;
      readonly cancelWanted: boolean;
      readonly gaveWay: boolean;
      readonly why: string;
      readonly looks: readonly CompleteLook[];
    }
  /** The charge exists and waits for the customer. */
  | {
      readonly name: "pending";
      readonly charge: ChargeNote;
      readonly sentAtMs: number;
      /** From when on the cashier is asked "wait or cancel?"; null where nobody is asked. */
      readonly askAtMs: number | null;
    }
  /** Expiry is wanted or asked; money may still arrive. "Cancelling": never shown as cancelled. */
  | {
      readonly name: "cancelling";
      readonly charge: ChargeNote;
      readonly sentAtMs: number;
      readonly by: "cashier" | "till";
      /** A cancel of a scanned code waits until the wallet had its time (15 s after the send). */
      readonly notBeforeMs: number;
      /** The API refuses to expire: the QR is gone, the charge stays payable until it ends by itself. */
      readonly refused: boolean;
      readonly gaveWay: boolean;
      /** When expiry was last asked for; committed before the request leaves. */
      readonly askedAtMs: number | null;
    }
  /** Fetched and matching in every point: paid. */
  | { readonly name: "successful"; readonly chargeId: string; readonly paidAtMs: number; readonly endedAtMs: number }
  /** Declined by the wallet, or refused by the API with proof that nothing was created (then without a charge id). */
  | {
      readonly name: "failed";
      readonly chargeId: string | null;
      readonly code: string;
      readonly message: string;
      readonly expiresAtMs: number | null;
      readonly endedAtMs: number;
    }
  | {
      readonly name: "expired";
      readonly chargeId: string;
      readonly expiresAtMs: number | null;
      readonly endedAtMs: number;
    }
  /** Expired after our own request. */
  | {
      readonly name: "cancelled";
      readonly chargeId: string;
      readonly expiresAtMs: number | null;
      readonly endedAtMs: number;
    }
  /** Proof that no byte was heard. */
  | { readonly name: "not-sent"; readonly why: string; readonly endedAtMs: number }
  /** Three complete listings without it, the last late enough. "No payment found at Omise". */
  | {
      readonly name: "not-found";
      readonly sentAtMs: number;
      readonly sentBankMs: number | null;
      /** Found after all and still payable: when its expiry was last asked for. */
      readonly expireAskedAtMs: number | null;
      readonly endedAtMs: number;
    }
  /** Money arrived after an unpaid end. An alarm that survives restarts. */
  | { readonly name: "paid-late"; readonly chargeId: string; readonly paidAtMs: number; readonly endedAtMs: number };

export type AttemptRecord = {
  readonly attempt: Attempt;
  readonly state: AttemptState;
  /** Number of steps taken; grows by one with every saved event. */
  readonly step: number;
};

const FINAL = new Set(["successful", "failed", "expired", "cancelled", "not-sent", "not-found", "paid-late"]);
const PAID = new Set(["successful", "paid-late"]);

export function isFinal(state: AttemptState): boolean {
  return FINAL.has(state.name);
}

export function isPaid(state: AttemptState): boolean {
  return PAID.has(state.name);
}

/** Whether there is anything at the bank to ask for: it may have been heard, and nothing says yet that it is paid. */
export function mayBeAsked({ state }: Pick<AttemptRecord, "state">): boolean {
  if (isPaid(state) || state.name === "queued" || state.name === "not-sent") return false;
  return !("chargeId" in state) || state.chargeId !== null;
}

/** Whether another attempt of its sale may stand beside it: it is over, or it gave way. */
export function standsAside(state: AttemptState): boolean {
  return isFinal(state) || ("gaveWay" in state && state.gaveWay);
}
