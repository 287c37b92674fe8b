// The clock of the machine, as far as drivers need one.
import type { Clock } from "#till/ports.ts";

export const realClock: Pick<Clock, "nowMs" | "after"> = {
  nowMs: () => Math.round(performance.timeOrigin + performance.now()),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
