// The bank's time as its answers tell it: exact to less than their whole seconds, and never certain while they disagree.
import { expect, test } from "vitest";
import { createBankTime } from "#till/bank-time.ts";
import { clockOffMs } from "#till/clock-watch.ts";
import type { Clock } from "#till/ports.ts";

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** @param trueOffsetMs what the bank's clock really is ahead of the till's */
function stage(trueOffsetMs: number) {
  let nowMs = NOW;
  const bank = createBankTime({ nowMs: () => nowMs } as Clock);
  /** One request and its answer, the bank's `Date` written `thereMs` after the send. */
  function ask({ thereMs = 20, backMs = 20, wildMs = 0, timed = false } = {}): void {
    const sentAtMs = nowMs;
    const dateMs = Math.floor((nowMs + thereMs + trueOffsetMs + wildMs) / 1000) * 1000;
    nowMs += thereMs + backMs;
    if (timed) bank.learn(dateMs, sentAtMs);
    else bank.learn(dateMs);
  }
  return { bank, ask, passes: (ms: number) => void (nowMs += ms), now: () => nowMs };
}

test("nothing is known before the first answer with a Date", () => {
  const { bank, ask } = stage(-3 * DAY);
  bank.learn(null);
  expect([bank.offsetMs(), bank.nowMs()]).toEqual([null, null]);
  ask();
  expect(bank.offsetMs()).not.toBeNull();
});

test.each([DAY, -DAY, 1_234, -777])(
  "with the PC's clock %i ms off the bank's time is soon known to a tenth of a second",
  (off) => {
    for (const timed of [false, true]) {
      const { bank, ask, passes, now } = stage(-off);
      // 40 answers, each at another part of the second, some of them slow.
      for (let turn = 0; turn < 40; turn += 1) {
        ask({ timed, thereMs: 20 + (turn % 7) * 40, backMs: turn % 5 === 0 ? 9_000 : 20 });
        passes(2_137);
      }
      expect(Math.abs((bank.offsetMs() ?? Infinity) + off)).toBeLessThan(100);
      expect(bank.nowMs()).toBe(now() + (bank.offsetMs() ?? 0));
    }
  },
);

test("one answer is already right to its second, and a slow one spoils nothing", () => {
  const { bank, ask, passes } = stage(DAY);
  ask();
  expect(Math.abs((bank.offsetMs() ?? 0) - DAY)).toBeLessThan(1_100);
  passes(300);
  const before = bank.offsetMs();
  ask({ backMs: 35_000 });
  expect(bank.offsetMs()).toBe(before);
});

test("one wild Date makes the time unknown until the next answer, and is then forgotten", () => {
  const { bank, ask } = stage(0);
  ask();
  const before = bank.offsetMs();
  ask({ wildMs: DAY });
  expect([bank.offsetMs(), bank.nowMs()]).toEqual([null, null]);
  ask();
  expect(Math.abs((bank.offsetMs() ?? DAY) - (before ?? 0))).toBeLessThan(1_000);
});

test("when the first Date was the wild one, two answers that agree put it right", () => {
  const { bank, ask } = stage(0);
  ask({ wildMs: -40 * DAY });
  ask();
  expect(bank.offsetMs()).toBeNull();
  ask();
  expect(Math.abs(bank.offsetMs() ?? DAY)).toBeLessThan(1_100);
});

test("answers that all contradict each other tell nothing", () => {
  const { bank, ask } = stage(0);
  ask();
  for (const wildMs of [DAY, 2 * DAY, -DAY, 5 * MINUTE]) {
    ask({ wildMs });
    expect(bank.offsetMs()).toBeNull();
  }
});

test("a smaller step of either clock is followed, whichever way it goes", () => {
  for (const stepMs of [90_000, -90_000]) {
    const { bank, ask, passes } = stage(0);
    for (let turn = 0; turn < 10; turn += 1) {
      ask({ timed: true });
      passes(3_100);
    }
    ask({ timed: true, wildMs: stepMs });
    expect(Math.abs((bank.offsetMs() ?? 0) - stepMs)).toBeLessThan(1_100);
  }
});

test("even without the times of requests an old answer counts for ten minutes at most", () => {
  const { bank, ask, passes } = stage(0);
  ask({ wildMs: 90_000 });
  passes(11 * MINUTE);
  ask();
  expect(Math.abs(bank.offsetMs() ?? DAY)).toBeLessThan(1_100);
});

test("after a sleep the time is unknown until the next answer", () => {
  const { bank, ask } = stage(-DAY);
  ask();
  bank.doubt();
  bank.learn(null);
  expect([bank.offsetMs(), bank.nowMs()]).toEqual([null, null]);
  ask();
  expect(Math.abs((bank.offsetMs() ?? 0) + DAY)).toBeLessThan(1_100);
});

test("a PC's clock that is more than 30 s off is worth a word, when the bank's time is known", () => {
  const off = (offMs: number) => clockOffMs({ wallMs: NOW + offMs, bankNowMs: NOW });
  expect([off(0), off(30_000), off(-30_000)]).toEqual([null, null, null]);
  expect([off(30_001), off(-DAY), off(DAY)]).toEqual([30_001, -DAY, DAY]);
  expect(clockOffMs({ wallMs: NOW, bankNowMs: null })).toBeNull();
});
