// The bank's time, learned from its own answers. The PC's clock never decides when something expires. Time that the answers
// do not agree on is not known: then no absence is certain.
import type { Clock } from "./ports.ts";

export type BankTime = {
  /**
   * Takes the `Date` of an answer that has just arrived; null where there was none.
   * @param sentAtMs when its request left, till time: with it the bank's time is known from both sides
   */
  learn(bankMs: number | null, sentAtMs?: number): void;
  /** The machine slept: what was learned before says nothing until the next answer. */
  doubt(): void;
  /** Bank time minus the till's time; null while no answer has told it, or while answers contradict each other. */
  offsetMs(): number | null;
  nowMs(): number | null;
};

/** A `Date` has whole seconds. */
const DATE_STEP_MS = 1_000;
/** Within this of what is known an answer only makes it more exact. */
const SAME_MS = 120_000;
/** Two answers in a row as close as this are believed against what was known before. */
const AGREED_MS = 60_000;
const REMEMBERED = 32;
const REMEMBERED_FOR_MS = 600_000;

/** What one answer proves: the offset lies between the two, because the bank wrote its `Date` while the request was under way. */
type Bounds = { readonly atMs: number; readonly fromMs: number; readonly toMs: number };

/**
 * The first answer is believed. One that is more than two minutes off makes the time unknown until the next answer decides:
 * it either agrees with what was known (the odd one was wild, and is forgotten) or with the odd one (the time has really
 * changed, or the first was wild). So one wrong `Date`, of a proxy for instance, never makes an absence certain.
 */
export function createBankTime(clock: Clock): BankTime {
  let known: readonly Bounds[] = [];
  let odd: Bounds | null = null;
  let stale = false;

  function offsetMs(): number | null {
    return stale || odd !== null ? null : offsetOf(known);
  }

  return {
    learn(bankMs, sentAtMs) {
      if (bankMs === null) return;
      const atMs = clock.nowMs();
      const toMs = sentAtMs === undefined ? Infinity : bankMs + DATE_STEP_MS - sentAtMs;
      const heard: Bounds = { atMs, fromMs: bankMs - atMs, toMs };
      const before = offsetOf(known);
      if (before === null || isNear(heard, before, SAME_MS)) known = remembered(known, heard);
      else if (odd !== null && isNear(heard, odd.fromMs, AGREED_MS)) known = remembered([odd], heard);
      else {
        odd = heard;
        return;
      }
      odd = null;
      stale = false;
    },
    doubt() {
      stale = true;
    },
    offsetMs,
    nowMs() {
      const offset = offsetMs();
      return offset === null ? null : clock.nowMs() + offset;
    },
  };
}

/** The middle of what all answers allow; without a request's own time the least that they prove. */
function offsetOf(known: readonly Bounds[]): number | null {
  if (known.length === 0) return null;
  const { fromMs, toMs } = together(known);
  return Math.round(toMs === Infinity ? fromMs : (fromMs + toMs) / 2);
}

function together(known: readonly Bounds[]): { readonly fromMs: number; readonly toMs: number } {
  return {
    fromMs: Math.max(...known.map((each) => each.fromMs)),
    toMs: Math.min(...known.map((each) => each.toMs)),
  };
}

/** The answers of the last minutes. Where they leave no offset at all one of the clocks was moved: the newest alone counts. */
function remembered(known: readonly Bounds[], heard: Bounds): readonly Bounds[] {
  const young = known.filter((each) => heard.atMs - each.atMs < REMEMBERED_FOR_MS).slice(1 - REMEMBERED);
  const all = [...young, heard];
  const { fromMs, toMs } = together(all);
  return fromMs > toMs ? [heard] : all;
}

function isNear(heard: Bounds, offsetMs: number, withinMs: number): boolean {
  return Math.abs(heard.fromMs - offsetMs) <= withinMs;
}
