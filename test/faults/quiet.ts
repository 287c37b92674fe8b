// When nothing of a world moves any more.
import { setImmediate as turn, setTimeout as pause } from "node:timers/promises";

const STUCK_MS = 20_000;
/** By then a question that could leave has left. */
const BEHIND_MS = 40;

export type Stir = { now(): void; next(): Promise<void> };

export function createStir(): Stir {
  let waiting = Promise.withResolvers<void>();
  return {
    now() {
      waiting.resolve();
      waiting = Promise.withResolvers();
    },
    next: () => waiting.promise,
  };
}

type Moving = {
  readonly isBusy: () => boolean;
  /** More questions are open than rest on the wire. */
  readonly waits: () => boolean;
  readonly rests: () => boolean;
};

/** Quiet is what stays quiet for two turns of the loop. A question may also wait for another one that rests. */
export async function untilQuiet(stir: Stir, { isBusy, waits, rests }: Moving): Promise<void> {
  const endMs = performance.now() + STUCK_MS;
  for (let turns = 0; turns < 2;) {
    await turn();
    if (!isBusy() && !waits()) {
      turns += 1;
      continue;
    }
    turns = 0;
    const stirred = await Promise.race([stir.next().then(() => true), pause(BEHIND_MS, false)]);
    if (!stirred && !isBusy() && rests()) return;
    if (performance.now() > endMs) throw new Error("the world does not come to rest");
  }
}
