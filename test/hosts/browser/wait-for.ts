// Waits for a condition, never for a time.
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";

const LIMIT_MS = 15_000;

/** @returns what `look` found as soon as it finds something; throws with its name when nothing comes */
export async function waitFor<T>(
  name: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  limitMs = LIMIT_MS,
): Promise<T> {
  const untilMs = performance.now() + limitMs;
  await nextTurn();
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > untilMs) throw new Error(`${name}: not within ${limitMs} ms`);
    await pause(25);
  }
}
