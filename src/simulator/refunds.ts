// When money can go back, and whether that is a void or a refund. Pure: a charge and a moment in, a verdict out.
// Assumptions (omise-api.md leaves them open): the day of Alipay+'s 16:15 UTC is the UTC day of the payment; the other
// methods settle at the local midnight after it; `void=true` on a method without a documented void is refused.
import { refuse, type Refusal } from "./errors.ts";
import { COUNTRIES, METHODS } from "./methods.ts";
import type { ChargeRecord } from "./records.ts";
import { DAY_MS, HOUR_MS, dayStartMs } from "./time.ts";

export const MOST_REFUNDS = 15;
const ALIPAY_CUT_OFF_MS = 16.25 * HOUR_MS;

export function refundedAmount(charge: ChargeRecord): number {
  return charge.refunds.reduce((sum, refund) => sum + refund.amount, 0);
}

export function isVoided(charge: ChargeRecord): boolean {
  return charge.refunds.some((refund) => refund.voided);
}

/** A whole refund before this instant is a void (0 while unpaid). */
function settlesAtMs(charge: ChargeRecord): number {
  if (charge.paidAtMs === null) return 0;
  if (METHODS[charge.method].settles === "16:15 UTC") return dayStartMs(charge.paidAtMs, 0) + ALIPAY_CUT_OFF_MS;
  return dayStartMs(charge.paidAtMs, COUNTRIES[charge.country].offsetHours) + DAY_MS;
}

/** The charge's `can_perform_void` (TrueMoney alone shows it). */
export function canVoid(charge: ChargeRecord, nowMs: number): boolean {
  const documented = METHODS[charge.method].voidDocumented;
  return documented && isRefundable(charge, nowMs) && charge.refunds.length === 0 && nowMs < settlesAtMs(charge);
}

/** The charge's `refundable`. */
export function isRefundable(charge: ChargeRecord, nowMs: number): boolean {
  return whyNoRefund(charge, nowMs) === null;
}

/** The charge's `partially_refundable`. */
export function isPartlyRefundable(charge: ChargeRecord, nowMs: number): boolean {
  return isRefundable(charge, nowMs) && whyNoPart(charge, nowMs) === null;
}

/** Decides on one refund request.
 *  @param wanted amount in subunits; `asVoid` is the parameter `void=true`
 *  @returns whether it is processed as a void, or the refusal (failed_refund, failed_void) */
export function judgeRefund(
  charge: ChargeRecord,
  wanted: { readonly amount: number; readonly asVoid: boolean },
  nowMs: number,
): Refusal | { readonly voided: boolean } {
  const never = whyNoRefund(charge, nowMs);
  if (never !== null) return failedRefund(never);
  if (wanted.amount > charge.amount - refundedAmount(charge)) {
    return failedRefund("amount is greater than what is left of the charge");
  }
  const whole = wanted.amount === charge.amount;
  if (wanted.asVoid) {
    if (whole && canVoid(charge, nowMs)) return { voided: true };
    return refuse(400, "failed_void", "charge can not be voided: only the whole amount, only before its cut-off");
  }
  if (whole) return { voided: nowMs < settlesAtMs(charge) };
  const noPart = whyNoPart(charge, nowMs);
  return noPart === null ? { voided: false } : failedRefund(noPart);
}

function whyNoRefund(charge: ChargeRecord, nowMs: number): string | null {
  const method = METHODS[charge.method];
  if (charge.status !== "successful" || charge.paidAtMs === null) return "charge was not captured";
  if (charge.disputed) return "charge is disputed";
  if (refundedAmount(charge) >= charge.amount) return "charge was already fully refunded";
  if (charge.refunds.length >= MOST_REFUNDS) return `charge has ${MOST_REFUNDS} refunds already`;
  const fromMs = method.refundWindowFrom === "creation" ? charge.createdAtMs : charge.paidAtMs;
  return nowMs > fromMs + method.refundWindowMs ? "the refund period of the charge is over" : null;
}

function whyNoPart(charge: ChargeRecord, nowMs: number): string | null {
  if (METHODS[charge.method].partialAlways) return null;
  if (nowMs < settlesAtMs(charge)) return "charge can only be partially refunded from the next day on";
  const divisible = charge.funding === "wallet" || charge.funding === "bank";
  return divisible ? null : "charge can not be partially refunded with this funding source";
}

function failedRefund(message: string): Refusal {
  return refuse(400, "failed_refund", message);
}
