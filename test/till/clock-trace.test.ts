// Where an attempt of unknown fate is looked for when the PC's clock was wrong at its send: rather too long than too short.
import { expect, test } from "vitest";
import { nextTraceAtMs, traceWindow } from "#till/attempt/trace.ts";
import { TIMINGS } from "#till/timings.ts";

const SENT = 1_800_000_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** True times; the till's clock is `aheadMs` off at the send and `nowAheadMs` at the look. */
function windowOf(at: {
  readonly aheadMs: number;
  readonly nowAheadMs: number;
  readonly laterMs: number;
  readonly sentBankMs: number | null;
}) {
  const { aheadMs, nowAheadMs, laterMs, sentBankMs } = at;
  const nowMs = SENT + laterMs + nowAheadMs;
  return traceWindow({ sentAtMs: SENT + aheadMs, sentBankMs, nowMs, bankOffsetMs: -nowAheadMs });
}

test("from five minutes before the send to five minutes after now, in bank time, whatever the PC's clock says", () => {
  for (const aheadMs of [0, DAY, -DAY]) {
    const window = windowOf({ aheadMs, nowAheadMs: aheadMs, laterMs: MINUTE, sentBankMs: SENT });
    expect(window).toEqual({ fromMs: SENT - 5 * MINUTE, toMs: SENT + 6 * MINUTE, certain: true });
  }
});

const SHIFTS = [0, DAY, -DAY];
const cases = SHIFTS.flatMap((aheadMs) =>
  SHIFTS.flatMap((nowAheadMs) => [MINUTE, 10 * HOUR, 3 * DAY].map((laterMs) => ({ aheadMs, nowAheadMs, laterMs }))),
);

test.each(cases)("the send lies in the window, bank time known or not: %o", (at) => {
  for (const sentBankMs of [SENT, null]) {
    const window = windowOf({ ...at, sentBankMs });
    expect(window.fromMs).toBeLessThanOrEqual(SENT - 5 * MINUTE);
    expect(window.toMs).toBe(SENT + at.laterMs + 5 * MINUTE);
  }
});

test("a send in the future was written down by a wrong clock, and is looked for a week back", () => {
  const window = windowOf({ aheadMs: 40 * DAY, nowAheadMs: 0, laterMs: HOUR, sentBankMs: SENT + 40 * DAY });
  expect(window.fromMs).toBe(SENT + HOUR - 7 * DAY - 5 * MINUTE);
});

test("a bank time that a wild answer put too late does not shorten the window", () => {
  const window = windowOf({ aheadMs: 0, nowAheadMs: 0, laterMs: MINUTE, sentBankMs: SENT + DAY });
  expect(window.fromMs).toBe(SENT - 5 * MINUTE);
});

test("without the bank's time absence is not certain", () => {
  const at = { sentAtMs: SENT, sentBankMs: SENT, nowMs: SENT + MINUTE, bankOffsetMs: null };
  expect(traceWindow(at).certain).toBe(false);
});

test("after a look the next one is never further than a minute, although the send lies a day off", () => {
  for (const offMs of [0, DAY, -DAY]) {
    const lastLookMs = SENT + offMs;
    const next = nextTraceAtMs(SENT, lastLookMs, TIMINGS);
    expect(next).toBeGreaterThan(lastLookMs);
    expect(next).toBeLessThanOrEqual(lastLookMs + MINUTE);
  }
});
