// What a charge that was read means for an attempt. Paid needs every point to match; a mismatch is an alarm,
// never green and never "not paid".
import type { AlarmRecord } from "#till/ports.ts";
import type { ChargeFacts } from "./events.ts";
import type { Attempt } from "./state.ts";

export type AlarmKind = AlarmRecord["kind"];

export type Verdict =
  | { readonly kind: "paid"; readonly paidAtMs: number | null }
  | { readonly kind: "pending" }
  | { readonly kind: "failed"; readonly code: string; readonly message: string }
  | { readonly kind: "expired" }
  | { readonly kind: "alarm"; readonly alarm: AlarmKind };

/**
 * @param expected the charge id that this attempt already has, or null when it is being adopted, and whether the key is live
 * Source: Charges API 2019-05-29, `status` is one of pending, successful, failed, expired, reversed.
 */
export function judge(
  attempt: Attempt,
  charge: ChargeFacts,
  expected: { readonly chargeId: string | null; readonly livemode: boolean },
): Verdict {
  if (!isTheCharge(attempt, charge, expected)) return { kind: "alarm", alarm: "answer-mismatch" };
  const isUnpaidEnd = charge.status === "failed" || charge.status === "expired" || charge.status === "reversed";
  if (isUnpaidEnd && charge.paid === true) return { kind: "alarm", alarm: "answer-mismatch" };
  switch (charge.status) {
    case "pending":
      return { kind: "pending" };
    case "successful":
      return charge.paid === true
        ? { kind: "paid", paidAtMs: charge.paidAtMs }
        : { kind: "alarm", alarm: "answer-mismatch" };
    case "failed":
      if (charge.failureCode === "payment_expired") return { kind: "expired" };
      return { kind: "failed", code: charge.failureCode ?? "unnamed", message: charge.failureMessage ?? "" };
    case "expired":
      return { kind: "expired" };
    case "reversed":
      return { kind: "failed", code: "reversed", message: charge.failureMessage ?? "" };
    default:
      return { kind: "alarm", alarm: "unknown-status" };
  }
}

/** In every point that says which charge it is, whatever became of it. */
export function isTheCharge(
  attempt: Attempt,
  charge: ChargeFacts,
  expected: { readonly chargeId: string | null; readonly livemode: boolean },
): boolean {
  return (
    (expected.chargeId === null || charge.chargeId === expected.chargeId) &&
    charge.attemptId === attempt.attemptId &&
    charge.amountMinor === attempt.money.amountMinor &&
    charge.currency === attempt.money.currency &&
    charge.livemode === expected.livemode
  );
}
