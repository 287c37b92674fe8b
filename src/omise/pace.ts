// How reads repeat themselves without pressing a server that is already in trouble, and whether the link to it stands.
// Nothing that creates comes through here twice.
import { isBusy, type Heard } from "./outcome.ts";

export type Pace = {
  /** How often one read asks at most. */
  readonly tries: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
};

export const READ_PACE: Pace = { tries: 3, firstPauseMs: 500, longestPauseMs: 4000 };

/** Doubles with each failure; the upper half is left to chance, so that tills that failed together do not come back together.
 *  @param failures 1 or more
 *  @param chance 0 to 1 */
export function pauseMs(pace: Pace, failures: number, chance: number): number {
  const whole = Math.min(pace.longestPauseMs, pace.firstPauseMs * 2 ** (failures - 1));
  return Math.round(whole / 2 + (whole / 2) * chance);
}

/** Asks, and asks again on 429 and 5xx. When `closing` fires, the last thing heard is the answer. */
export async function askPatiently(ask: () => Promise<Heard>, pace: Pace, closing: AbortSignal): Promise<Heard> {
  for (let failures = 1; ; failures += 1) {
    const heard = await ask();
    if (!isBusy(heard) || failures >= pace.tries || closing.aborted) return heard;
    await pause(pauseMs(pace, failures, Math.random()), closing);
  }
}

/** `up`: the API answered the last request, with whatever words. `down`: no connection, or no whole answer. */
export type LinkState = "up" | "down";

/** Tells of changes only; the first thing heard is one. */
export function createLink(changed: (state: LinkState, why: string) => void): (heard: Heard) => void {
  let last: LinkState | null = null;
  return (heard) => {
    const state = heard.kind === "answer" ? "up" : "down";
    if (state === last) return;
    last = state;
    changed(state, heard.kind === "answer" ? "" : `${heard.kind} ${heard.code}`);
  };
}

function pause(ms: number, closing: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      closing.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    closing.addEventListener("abort", end);
  });
}
