// Time of one world: it stands still while anything is under way and then goes to the next thing that is due, so that an
// hour passes in a moment and the same seed meets the same order.
import { createClock } from "#main/clock.ts";
import type { Clock } from "#till/ports.ts";

type Due = { readonly atMs: number; readonly number: number; readonly run: () => void };

export type WorldTime = {
  /** The bank's own clock, epoch ms. */
  nowMs(): number;
  after(ms: number, run: () => void): () => void;
  /** Goes on by so much; after each moment at which something was due, `quiet` waits until it is done. */
  pass(ms: number, quiet: () => Promise<void>): Promise<void>;
  /** The machine sleeps: what fell due meanwhile is due when it wakes up. */
  sleep(ms: number, quiet: () => Promise<void>): Promise<void>;
  onSleep(listener: (ms: number) => void): () => void;
};

/** 20 November 2026, 10:00 in Bangkok. */
const BEGINNING_MS = Date.UTC(2026, 10, 20, 3);

/** What is due now needs no time to pass, only the next turn of the loop. */
function atOnce(run: () => void): () => void {
  const turn = setImmediate(run);
  return () => clearImmediate(turn);
}

export function createTime(): WorldTime {
  let now = BEGINNING_MS;
  let number = 0;
  const waiting = new Set<Due>();
  const sleepers = new Set<(ms: number) => void>();

  function next(byMs: number): Due | null {
    let first: Due | null = null;
    for (const due of waiting) {
      if (due.atMs > byMs || (first && (due.atMs - first.atMs || due.number - first.number) > 0)) continue;
      first = due;
    }
    return first;
  }

  async function runDue(untilMs: number, quiet: () => Promise<void>): Promise<void> {
    for (let due = next(untilMs); due; due = next(untilMs)) {
      waiting.delete(due);
      now = Math.max(now, due.atMs);
      due.run();
      await quiet();
    }
  }

  return {
    nowMs: () => now,
    after(ms, run) {
      if (ms <= 0) return atOnce(run);
      number += 1;
      const due = { atMs: now + ms, number, run };
      waiting.add(due);
      return () => void waiting.delete(due);
    },
    async pass(ms, quiet) {
      const untilMs = now + ms;
      await runDue(untilMs, quiet);
      now = Math.max(now, untilMs);
    },
    async sleep(ms, quiet) {
      now += ms;
      for (const listener of sleepers) listener(ms);
      await runDue(now, quiet);
    },
    onSleep(listener) {
      sleepers.add(listener);
      return () => void sleepers.delete(listener);
    },
  };
}

/** The clock of a PC that is wrong by `skewMs`; it rings only while `isAlive`. */
export function clockOf(time: WorldTime, skewMs: number, isAlive: () => boolean): Clock {
  const nowMs = (): number => time.nowMs() + skewMs;
  const { zone, dayAt } = createClock(() => "TH");
  return {
    zone,
    dayAt,
    nowMs,
    wallMs: nowMs,
    after: (ms, run) =>
      time.after(ms, () => {
        if (isAlive()) run();
      }),
    slept: (listener) =>
      time.onSleep((ms) => {
        if (isAlive()) listener(ms);
      }),
  };
}
