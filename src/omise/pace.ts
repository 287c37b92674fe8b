// The one pause inside a listing: a page that met a busy server is asked for once more. Whole reads are spaced by the till.

/** The upper half is left to chance, so that tills that failed together do not come back together.
 *  @param chance 0 to 1 */
export function pauseMs(longestMs: number, chance: number): number {
  return Math.round(longestMs / 2 + (longestMs / 2) * chance);
}

/** Ends early when `closing` fires. */
export function pause(ms: number, closing: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      closing.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, closing.aborted ? 0 : ms);
    closing.addEventListener("abort", end);
  });
}
