// How to ask after an attempt of unknown fate, and when to ask again. Pure.
import type { Timings } from "#till/timings.ts";

const FIVE_MINUTES = 300_000;
/** A PC's clock may be a day wrong one way at the send and the other way now. */
const TWO_DAYS_AND_A_BIT = 50 * 3_600_000;
const WEEK = 7 * 24 * 3_600_000;

/**
 * The window of charges to list, in the bank's time: from five minutes before the send to five minutes after now.
 * Without the bank's time the machine's own is used, and absence is then never certain.
 */
export function traceWindow(at: {
  readonly sentAtMs: number;
  readonly sentBankMs: number | null;
  readonly nowMs: number;
  /** bank time minus the till's time, null while no answer has told it. */
  readonly bankOffsetMs: number | null;
}): { readonly fromMs: number; readonly toMs: number; readonly certain: boolean } {
  const nowBankMs = at.nowMs + (at.bankOffsetMs ?? 0);
  const toMs = nowBankMs + FIVE_MINUTES;
  return { fromMs: earliestSend(at, nowBankMs) - FIVE_MINUTES, toMs, certain: at.bankOffsetMs !== null };
}

/** Too early only makes the listing longer; too late would make a payment absent that is there. */
function earliestSend(at: Parameters<typeof traceWindow>[0], nowBankMs: number): number {
  const byClock = at.sentAtMs + (at.bankOffsetMs ?? 0);
  const sent = at.sentBankMs === null ? byClock - TWO_DAYS_AND_A_BIT : Math.min(at.sentBankMs, byClock);
  // Nothing was sent in the future: that clock was wrong, and by how much is not known.
  return sent > nowBankMs + FIVE_MINUTES ? nowBankMs - WEEK : Math.min(sent, nowBankMs);
}

/** When to look next, counted from the send: soon at first, then once a minute, whatever became of the clock since. */
export function nextTraceAtMs(sentAtMs: number, lastLookMs: number | null, timings: Timings): number {
  if (lastLookMs === null) return sentAtMs + (timings.traceLooksMs[0] ?? 0);
  const age = lastLookMs - sentAtMs;
  const next = timings.traceLooksMs.find((look) => look > age);
  const latest = lastLookMs + timings.traceLaterMs;
  return next === undefined ? latest : Math.min(sentAtMs + next, latest);
}
