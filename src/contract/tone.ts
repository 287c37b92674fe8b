// The tone in which a state is shown, one table for both screens and every list.
import type { SaleStateName, Tone } from "./words.ts";

const TONE_OF: Readonly<Record<SaleStateName, Tone>> = {
  draft: "calm",
  queued: "waiting",
  sending: "waiting",
  pending: "waiting",
  cancelling: "waiting",
  unknown: "unsure",
  "not-found": "unsure",
  successful: "good",
  "paid-late": "good",
  failed: "bad",
  expired: "bad",
  cancelled: "calm",
  "not-sent": "calm",
};

/** What nobody can know yet is `unsure`, never `bad`: "no payment found" does not say "not charged". */
export function toneOf(state: SaleStateName): Tone {
  return TONE_OF[state];
}
