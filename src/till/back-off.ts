// How long a look waits after trouble: twice as long each time, with a part drawn by chance, never more than half a minute.
import type { Clock, NoNews } from "./ports.ts";

const FIRST_MS = 2_000;
const SLOWEST_MS = 30_000;

/** @param failures 1 or more @param chance 0 to 1 */
export function backOffMs(failures: number, chance: number): number {
  const whole = Math.min(FIRST_MS * 2 ** (Math.min(failures, 8) - 1), SLOWEST_MS);
  return Math.round(whole / 2 + (whole / 2) * chance);
}

/** After an answer that says nothing: wait longer each time, and never in step with other tills. @returns until when */
export function holdBack(
  run: { failures: number; holdUntilMs: number },
  { clock, chance }: { readonly clock: Pick<Clock, "nowMs">; readonly chance: () => number },
): number {
  run.failures += 1;
  run.holdUntilMs = clock.nowMs() + backOffMs(run.failures, chance());
  return run.holdUntilMs;
}

/** Why an answer said nothing, for the queue. */
export function whyOf(outcome: NoNews): string {
  return outcome.kind === "error" ? `${outcome.error.status} ${outcome.error.code}` : outcome.why;
}
