// When an unpaid end is asked for again.
import { expect, test } from "vitest";
import type { AttemptState } from "#till/attempt/state.ts";
import { TIMINGS } from "#till/timings.ts";
import { nextWatchAtMs } from "#till/watch.ts";
import { attempt, NOW, states } from "./cases.ts";

const HOUR = 3_600_000;

/** All looks of a watch that never misses one, in seconds after the end. */
function looks(state: AttemptState): readonly number[] {
  const found: number[] = [];
  for (;;) {
    const next = nextWatchAtMs(
      { attempt, state, step: 9 },
      found.at(-1) === undefined ? null : NOW + (found.at(-1) ?? 0) * 1000,
      { timings: TIMINGS, fromMs: null, bankOffsetMs: 0 },
    );
    if (next === null) return found;
    found.push((next - NOW) / 1000);
  }
}

test("every unpaid end with a charge is asked for after 10 s, 1, 5, 15, 60 minutes, and an hour past its expiry", () => {
  const ends = { chargeId: "chrg_test_1", expiresAtMs: NOW + 24 * HOUR, endedAtMs: NOW };
  const wanted = [10, 60, 300, 900, 3_600, 25 * 3_600];
  expect(looks({ name: "expired", ...ends })).toEqual(wanted);
  expect(looks({ name: "cancelled", ...ends })).toEqual(wanted);
  expect(looks({ name: "failed", code: "payment_rejected", message: "", ...ends })).toEqual(wanted);
});

test("what was not found stays watched for a day", () => {
  expect(looks(states["not-found"])).toEqual([10, 60, 300, 900, 3_600, 24 * 3_600]);
});

test("nothing is asked for where nothing can have been created, or where it is paid or still open", () => {
  const refused: AttemptState = {
    name: "failed",
    chargeId: null,
    code: "bad_request",
    message: "",
    expiresAtMs: null,
    endedAtMs: NOW,
  };
  for (const state of [refused, states["not-sent"], states.successful, states["paid-late"], states.pending]) {
    expect(looks(state)).toEqual([]);
  }
});
