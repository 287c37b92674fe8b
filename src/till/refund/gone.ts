// How much of a charge has gone back, by Omise's word and by our own books. Pure.
import type { MoneyOutcome } from "#till/ports.ts";
import { isRefundTaken, type RefundRecord } from "./state.ts";

export type MoneyRead = Extract<MoneyOutcome, { readonly kind: "money" }>;

/** The most that any part of the answer speaks of: a refund under way may stand in the list alone, a void in its flag alone. */
export function goneMinor({ charge, flags, refunds }: Pick<MoneyRead, "charge" | "flags" | "refunds">): number {
  const listed = refunds.reduce((sum, refund) => sum + refund.amountMinor, 0);
  return Math.max(flags.refundedMinor, listed, flags.voided === true ? charge.amountMinor : 0);
}

/** What this till asked for and Omise has. */
export function oursMinor(refunds: readonly RefundRecord[]): number {
  return refunds
    .filter(({ state }) => isRefundTaken(state))
    .reduce((sum, { refund }) => sum + refund.money.amountMinor, 0);
}
