// Whether the PC's clock is worth a word to the cashier. Nothing is decided by it, but people read it, and so do slips.

const WORTH_SAYING_MS = 30_000;

/** How far the PC's clock is ahead of the bank's (negative: behind), ms; null within 30 s, or while the bank's time is not known. */
export function clockOffMs({
  wallMs,
  bankNowMs,
}: {
  readonly wallMs: number;
  readonly bankNowMs: number | null;
}): number | null {
  if (bankNowMs === null) return null;
  const offMs = wallMs - bankNowMs;
  return Math.abs(offMs) > WORTH_SAYING_MS ? offMs : null;
}
