// How long a look waits after trouble: twice as long each time, with a part drawn by chance, never more than half a minute.

const FIRST_MS = 2_000;
const SLOWEST_MS = 30_000;

/** @param failures 1 or more @param chance 0 to 1 */
export function backOffMs(failures: number, chance: number): number {
  const whole = Math.min(FIRST_MS * 2 ** (Math.min(failures, 8) - 1), SLOWEST_MS);
  return Math.round(whole / 2 + (whole / 2) * chance);
}
