// How long something takes or is ago, for people: one unit, never more exact than it helps.
import type { Say } from "./language.tsx";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `42 s`, `3 min`, `5 h`, `2 days`; full units alone, and days from the second on. */
export function spanText(ms: number, say: Say): string {
  const whole = (unitMs: number): number => Math.floor(ms / unitMs);
  if (ms < MINUTE_MS) return say("span.seconds", { count: whole(1000) });
  if (ms < HOUR_MS) return say("span.minutes", { count: whole(MINUTE_MS) });
  if (ms < 2 * DAY_MS) return say("span.hours", { count: whole(HOUR_MS) });
  return say("span.days", { count: whole(DAY_MS) });
}

export function agoText(ms: number, say: Say): string {
  return say("span.ago", { span: spanText(ms, say) });
}
