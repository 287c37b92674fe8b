// The window and the pace of the looks for an attempt of unknown fate, to the millisecond.
import { describe, expect, test } from "vitest";
import { nextTraceAtMs, traceWindow } from "#till/attempt/trace.ts";
import { TIMINGS } from "#till/timings.ts";

const SENT = 1_800_000_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WEEK = 7 * 24 * HOUR;
const NOW = SENT + HOUR;

describe("the window", () => {
  const at = { sentAtMs: SENT, sentBankMs: SENT, nowMs: NOW, bankOffsetMs: 0 };
  const AHEAD = NOW + 5 * MINUTE;
  test.each<[string, Partial<Parameters<typeof traceWindow>[0]>, number, number, boolean]>([
    ["begins with the send", {}, SENT, NOW, true],
    [
      "is in the bank's time",
      { bankOffsetMs: MINUTE, sentBankMs: SENT + 2 * MINUTE },
      SENT + MINUTE,
      NOW + MINUTE,
      true,
    ],
    ["is in the till's where the bank's is not known", { bankOffsetMs: null }, SENT, NOW, false],
    ["takes the earlier hour of the send, the bank's", { sentBankMs: SENT - 1 }, SENT - 1, NOW, true],
    ["takes the earlier hour of the send, the till's", { sentBankMs: SENT + 1 }, SENT, NOW, true],
    ["goes 50 hours back where the bank's was not known", { sentBankMs: null }, SENT - 50 * HOUR, NOW, true],
    ["a send a moment ahead is one of now", { sentAtMs: AHEAD, sentBankMs: AHEAD }, NOW, NOW, true],
    ["one further ahead is anywhere", { sentAtMs: AHEAD + 1, sentBankMs: AHEAD + 1 }, NOW - WEEK, NOW, true],
  ])("%s", (_name, change, fromMs, toMs, certain) => {
    const window = { fromMs: fromMs - 5 * MINUTE, toMs: toMs + 5 * MINUTE, certain };
    expect(traceWindow({ ...at, ...change })).toEqual(window);
  });
});

describe("the next look", () => {
  const after = (lastSeconds: number | null) => {
    const lastLookMs = lastSeconds === null ? null : SENT + lastSeconds * 1000;
    return (nextTraceAtMs(SENT, lastLookMs, TIMINGS) - SENT) / 1000;
  };
  test("comes at the moments counted from the send, then every minute", () => {
    const looks = [null, 0, 1.999, 2, 4.999, 5, 60, 90, 179.999, 180, 200, 3_600];
    expect(looks.map(after)).toEqual([2, 2, 2, 5, 5, 10, 90, 120, 180, 240, 260, 3_660]);
  });

  test("comes within a minute, however long before the send the last one seems to have been", () => {
    expect([-58, -59, -86_400].map(after)).toEqual([2, 1, -86_340]);
  });

  test("comes at once, then every minute, where no moments are set", () => {
    const timings = { ...TIMINGS, traceLooksMs: [] };
    expect(nextTraceAtMs(SENT, null, timings)).toBe(SENT);
    expect(nextTraceAtMs(SENT, SENT, timings)).toBe(SENT + MINUTE);
  });
});
