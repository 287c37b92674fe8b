// How to ask after an attempt of unknown fate, and when to ask again. Pure.
import type { Timings } from "#till/timings.ts";

const FIVE_MINUTES = 300_000;

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
  const offset = at.bankOffsetMs ?? 0;
  const sent = at.sentBankMs ?? at.sentAtMs + offset;
  return { fromMs: sent - FIVE_MINUTES, toMs: at.nowMs + offset + FIVE_MINUTES, certain: at.bankOffsetMs !== null };
}

/** When to look next, counted from the send: soon at first, then once a minute. */
export function nextTraceAtMs(sentAtMs: number, lastLookMs: number | null, timings: Timings): number {
  if (lastLookMs === null) return sentAtMs + (timings.traceLooksMs[0] ?? 0);
  const age = lastLookMs - sentAtMs;
  const next = timings.traceLooksMs.find((look) => look > age);
  return next === undefined ? lastLookMs + timings.traceLaterMs : sentAtMs + next;
}
