// A clock that stands until it is moved: hours of waiting pass in a moment, and in their order.
import type { Clock } from "#till/ports.ts";

export type HandClock = Clock & {
  /** Goes on to the next moment at which somebody waits, and wakes them. @returns false where nobody does */
  next(): boolean;
  /** Goes on by so long, waking nobody. */
  skip(ms: number): void;
};

export function createHandClock(startMs: number): HandClock {
  let nowMs = startMs;
  const waiting = new Set<{ readonly atMs: number; readonly run: () => void }>();
  return {
    nowMs: () => nowMs,
    wallMs: () => nowMs,
    slept: () => () => undefined,
    zone: () => "Asia/Bangkok",
    after(ms, run) {
      const timer = { atMs: nowMs + Math.max(0, ms), run };
      waiting.add(timer);
      return () => void waiting.delete(timer);
    },
    dayAt() {
      throw new Error("nothing here asks for the shop's day");
    },
    next() {
      const [first] = [...waiting].toSorted((one, other) => one.atMs - other.atMs);
      if (!first) return false;
      waiting.delete(first);
      nowMs = Math.max(nowMs, first.atMs);
      first.run();
      return true;
    },
    skip(ms) {
      nowMs += ms;
    },
  };
}
