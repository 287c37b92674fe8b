// The pace at which a charge is looked at that Omise refuses to expire: quick, slower, slowest, and quick again at its end, by
// the bank's time. Asked through the plan, as the loop does.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planFor, type Memory } from "#till/attempt/plan.ts";
import type { AttemptState } from "#till/attempt/state.ts";
import { TIMINGS } from "#till/timings.ts";
import { attempt, NOW } from "./cases.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Its expiry was asked for at NOW and refused. @param endMs of the charge, in the bank's time, so long after NOW */
function refusedUntil(endMs: number | null): Extract<AttemptState, { name: "cancelling" }> {
  const expiresAtMs = endMs === null ? null : NOW + endMs;
  const charge = { chargeId: "chrg_test_1", expiresAtMs, endAtMs: NOW };
  const asked = { notBeforeMs: NOW, refused: true, gaveWay: false, askedAtMs: NOW } as const;
  return { name: "cancelling", charge, sentAtMs: NOW - HOUR, by: "cashier", ...asked };
}

type Look = { readonly lastMs: number | null; readonly atMs: number; readonly bankAheadMs?: number | null };

function plan(state: AttemptState, { lastMs, atMs, bankAheadMs = 0 }: Look) {
  const memory: Memory = {
    lastLookMs: lastMs === null ? null : NOW + lastMs,
    looks: 9,
    holdUntilMs: 0,
    lookNow: false,
    pictureAtMs: null,
    looking: null,
    posting: null,
  };
  const time = { nowMs: NOW + atMs, bankOffsetMs: bankAheadMs, timings: TIMINGS };
  return planFor({ attempt, state, step: 3 }, memory, time);
}

/** When the next look is made, so long after NOW, by one who sleeps as long as the plan says. */
function nextLook(state: AttemptState, lastMs: number, bankAheadMs: number | null = 0): number {
  const rested = plan(state, { lastMs, atMs: lastMs, bankAheadMs });
  if (rested.do !== "rest") throw new Error(`${rested.do} at once after a look`);
  const atMs = rested.untilMs - NOW;
  expect(plan(state, { lastMs, atMs: atMs - 1, bankAheadMs })).toEqual(rested);
  expect(plan(state, { lastMs, atMs, bankAheadMs })).toEqual({ do: "read" });
  return atMs;
}

describe("refused, and payable for a day", () => {
  const state = refusedUntil(DAY);
  test.each([
    ["at the refusal", 0, 15 * SECOND],
    ["to the end of ten minutes", 10 * MINUTE - 1, 15 * SECOND],
    ["after ten minutes", 10 * MINUTE, MINUTE],
    ["to the end of an hour", HOUR - 1, MINUTE],
    ["after an hour", HOUR, 5 * MINUTE],
    ["hours later", 20 * HOUR, 5 * MINUTE],
    ["the last look before its end", DAY - 2 * MINUTE, 2 * MINUTE],
    ["a moment before its end", DAY - 1, 1],
    ["at its end", DAY, 15 * SECOND],
    ["to the end of ten minutes after it", DAY + 10 * MINUTE - 1, 15 * SECOND],
    ["ten minutes after it", DAY + 10 * MINUTE, MINUTE],
    ["an hour after it", DAY + HOUR, 5 * MINUTE],
  ])("%s", (_name, lastMs, waitMs) => {
    expect(nextLook(state, lastMs) - lastMs).toBe(waitMs);
  });

  test("not looked at since the start: at once", () => {
    expect(plan(state, { lastMs: null, atMs: 5 * HOUR })).toEqual({ do: "read" });
  });

  test("a request of a clock that was ahead slows nothing down", () => {
    expect(nextLook(state, -DAY) + DAY).toBe(15 * SECOND);
  });
});

test("a refusal of a request that nobody noted is looked at at the quick pace", () => {
  expect(nextLook({ ...refusedUntil(DAY), askedAtMs: null }, 5 * HOUR) - 5 * HOUR).toBe(15 * SECOND);
});

test("a charge whose end nobody told is looked at every five minutes for ever", () => {
  const state = refusedUntil(null);
  expect(nextLook(state, HOUR) - HOUR).toBe(5 * MINUTE);
  expect(nextLook(state, 9 * DAY) - 9 * DAY).toBe(5 * MINUTE);
});

test("its end is the bank's: the PC's clock may be a day wrong", () => {
  const state = refusedUntil(12 * HOUR);
  expect(nextLook(state, 12 * HOUR - MINUTE)).toBe(12 * HOUR);
  expect(nextLook(state, 36 * HOUR - MINUTE, -DAY)).toBe(36 * HOUR);
  expect(nextLook(state, 12 * HOUR - MINUTE, -DAY)).toBe(12 * HOUR + 4 * MINUTE);
  // Nobody knows the bank's time: the PC's is as good as any, and the pace bounds what it costs.
  expect(nextLook(state, 12 * HOUR - MINUTE, null)).toBe(12 * HOUR);
});

test("a day costs some four hundred looks, not six thousand", () => {
  const state = refusedUntil(DAY);
  let looks = 0;
  for (let atMs = 0; atMs < DAY; atMs = nextLook(state, atMs)) looks += 1;
  // 40 in ten minutes, 50 to the hour, one each five minutes after.
  expect(looks).toBe(40 + 50 + 23 * 12);
});

test("whenever it ends and whatever the PC's clock says: a look at its very end, none later than five minutes, none idle", () => {
  const offset = fc.integer({ min: -DAY, max: DAY });
  const ends = fc.integer({ min: 1, max: 2 * DAY });
  const last = fc.integer({ min: -HOUR, max: 3 * DAY });
  fc.assert(
    fc.property(ends, last, offset, (endMs, lastMs, bankAheadMs) => {
      const state = refusedUntil(endMs + bankAheadMs);
      const atMs = nextLook(state, lastMs, bankAheadMs);
      expect(atMs - lastMs).toBeLessThanOrEqual(5 * MINUTE);
      if (lastMs < endMs) expect(atMs).toBeLessThanOrEqual(endMs);
      if (atMs !== endMs) expect(atMs - lastMs).toBeGreaterThanOrEqual(15 * SECOND);
    }),
    { numRuns: 1_000 },
  );
});
