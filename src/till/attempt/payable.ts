// When a charge that Omise refuses to expire is looked at next. It can only be watched, a TrueMoney QR for a whole day, so the
// looks slow down; at its end, when most is to be learned, they are quick again. Pure.
import type { Timings } from "#till/timings.ts";
import type { AttemptState } from "./state.ts";

type Cancelling = Pick<Extract<AttemptState, { name: "cancelling" }>, "charge" | "askedAtMs">;

/** @param by `bankOffsetMs`: the bank's time minus the till's, as the end is told in the bank's; null while it is not known */
export function nextPayableLookMs(
  { charge, askedAtMs }: Cancelling,
  lastLookMs: number | null,
  by: { readonly timings: Timings; readonly bankOffsetMs: number | null },
): number {
  if (lastLookMs === null) return 0;
  const endMs = charge.expiresAtMs === null ? Infinity : charge.expiresAtMs - (by.bankOffsetMs ?? 0);
  const fromMs = lastLookMs < endMs ? (askedAtMs ?? lastLookMs) : endMs;
  const nextMs = lastLookMs + paceMs(lastLookMs - fromMs, by.timings);
  return lastLookMs < endMs ? Math.min(nextMs, endMs) : nextMs;
}

function paceMs(sinceMs: number, timings: Timings): number {
  if (sinceMs < timings.payableSlowAfterMs) return timings.payableLookMs;
  return sinceMs < timings.payableSlowestAfterMs ? timings.payableSlowLookMs : timings.payableSlowestLookMs;
}
