// The till's real clock with time put in: seconds of waiting pass in a moment, and timers keep their pace.
import { createClock, machineSources } from "#main/clock.ts";
import type { Clock } from "#till/ports.ts";

export type MovedClock = { readonly clock: () => Clock; skip(ms: number): void };

export function createMovedClock(): MovedClock {
  const sources = machineSources();
  let aheadMs = 0;
  const moved = { ...sources, monotonicMs: () => sources.monotonicMs() + aheadMs, uptimeMs: () => null };
  return {
    // Nobody slept: what a till does after a sleep is not what is looked at.
    clock: () => ({ ...createClock(() => "TH", moved), slept: () => () => undefined }),
    skip(ms) {
      aheadMs += ms;
    },
  };
}
