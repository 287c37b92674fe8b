// Waits for a condition, never for a time.
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";

/** Only for what never comes: a machine that is busy with other things may take its time. */
const LIMIT_MS = 60_000;

/** @returns what `look` found as soon as it finds something; throws with its name when nothing comes */
export async function waitFor<T>(
  name: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const untilMs = performance.now() + LIMIT_MS;
  await nextTurn();
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > untilMs) throw new Error(`${name}: not within ${LIMIT_MS} ms`);
    await pause(25);
  }
}
