// Until when money may go back, by the methods' own documents. All instants are the bank's time: the PC's clock decides
// nothing here. Pure.
import type { MethodRule } from "#till/methods.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const CUT_OFF_1615 = (16 * 60 + 15) * MINUTE;
const BANGKOK = 7 * 60 * MINUTE;

/**
 * The first instant at which a void is no longer promised; null where the method documents no void.
 * "16:15 UTC of the transaction date" leaves open whose date is meant. Shops are east of Greenwich, so the UTC date is the
 * earliest reading: a payment after 16:15 UTC is past its cut-off from the beginning.
 * @param paidAtMs when it was paid, which for TrueMoney is when it was authorised
 */
export function voidCutOffMs(rule: MethodRule["voidRule"], paidAtMs: number): number | null {
  switch (rule) {
    case "until-1615-utc":
      return dayStartMs(paidAtMs, 0) + CUT_OFF_1615;
    case "same-bangkok-day-whole-only":
      return dayStartMs(paidAtMs, BANGKOK) + DAY;
    case "none-documented":
      return null;
  }
}

/** The first instant at which a refund is no longer promised. */
export function refundEndMs(
  rule: Pick<MethodRule, "refundDays" | "refundDaysFrom">,
  { paidAtMs, createdAtMs }: { readonly paidAtMs: number; readonly createdAtMs: number | null },
): number {
  const fromMs = rule.refundDaysFrom === "creation" ? (createdAtMs ?? paidAtMs) : paidAtMs;
  return fromMs + rule.refundDays * DAY;
}

/** The first instant at which a part of the amount may go back. */
export function partFromMs(rule: MethodRule["partRule"], paidAtMs: number): number {
  return rule === "any-time" ? paidAtMs : dayStartMs(paidAtMs, BANGKOK) + DAY;
}

/** Whole days until then, a day that has begun counted. */
export function daysUntil(endMs: number, nowMs: number): number {
  return Math.max(0, Math.ceil((endMs - nowMs) / DAY));
}

function dayStartMs(atMs: number, offsetMs: number): number {
  return Math.floor((atMs + offsetMs) / DAY) * DAY - offsetMs;
}
