// What the loop does next for an attempt, in each state: to the millisecond at which one thing becomes another.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planFor, type Memory } from "#till/attempt/plan.ts";
import { isFinal, type Attempt, type AttemptState } from "#till/attempt/state.ts";
import { TIMINGS } from "#till/timings.ts";
import { attempt, NOW, scanned, states } from "./cases.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const busy = Promise.resolve();
const fresh: Memory = {
  lastLookMs: null,
  looks: 0,
  holdUntilMs: 0,
  lookNow: false,
  pictureAtMs: null,
  looking: null,
  posting: null,
};

function plan(state: AttemptState, atMs: number, memory: Partial<Memory> = {}, of: Attempt = attempt) {
  const time = { nowMs: NOW + atMs, bankOffsetMs: null, timings: TIMINGS };
  return planFor({ attempt: of, state, step: 3 }, { ...fresh, ...memory }, time);
}

/** A rest until so long after NOW. */
function rest(atMs: number) {
  return { do: "rest", untilMs: NOW + atMs };
}

describe("queued, to be sent within 100 ms", () => {
  const { queued } = states;
  test.each<[string, number, Partial<Memory>, object]>([
    ["at once", 0, {}, { do: "send" }],
    ["to the last moment", 99, {}, { do: "send" }],
    ["its time is over", 100, {}, { do: "give-up" }],
    ["its time is over, and there is a pause", 100, { holdUntilMs: NOW + 200 }, { do: "give-up" }],
    ["a pause", 0, { holdUntilMs: NOW + 10 }, rest(10)],
    ["a pause that is over", 10, { holdUntilMs: NOW + 10 }, { do: "send" }],
    ["a pause beyond its time", 0, { holdUntilMs: NOW + 200 }, rest(100)],
    ["a send is under way", 0, { posting: busy }, rest(MINUTE)],
    ["a send is under way, its time is over", 100, { posting: busy }, rest(MINUTE + 100)],
  ])("%s", (_name, atMs, memory, wanted) => {
    expect(plan(queued, atMs, memory)).toEqual(wanted);
  });
});

describe("sending", () => {
  const { sending } = states;
  test.each<[string, number, Partial<Memory>, object]>([
    ["nobody awaits the answer", 0, {}, { do: "lost" }],
    ["nobody awaits it, and it could not be recorded", 0, { holdUntilMs: NOW + 5 }, rest(5)],
    ["the pause is over", 5, { holdUntilMs: NOW + 5 }, { do: "lost" }],
    ["awaited", 0, { posting: busy }, rest(10 * SECOND)],
    ["awaited for ten seconds", 10 * SECOND, { posting: busy }, { do: "trace" }],
    ["looked for once", 10 * SECOND, { posting: busy, lastLookMs: NOW + 10 * SECOND }, rest(20 * SECOND)],
    ["looked for at once, early", 3, { posting: busy, lastLookMs: NOW + 2 }, rest(10 * SECOND)],
    ["a person asks", 0, { posting: busy, lookNow: true }, { do: "trace" }],
    ["a look is under way", 10 * SECOND, { posting: busy, looking: busy }, rest(70 * SECOND)],
  ])("%s", (_name, atMs, memory, wanted) => {
    expect(plan(sending, atMs, memory)).toEqual(wanted);
  });
});

describe("unknown", () => {
  const { unknown } = states;
  test.each<[string, number, Partial<Memory>, object]>([
    ["looked for two seconds after the send", 0, {}, rest(2 * SECOND)],
    ["and then", 2 * SECOND, {}, { do: "trace" }],
    ["one look later", 2 * SECOND, { lastLookMs: NOW + 2 * SECOND }, rest(5 * SECOND)],
    ["the last answer said: not now", 6 * SECOND, { holdUntilMs: NOW + 9 * SECOND }, rest(9 * SECOND)],
    ["a person asks before it is due", 0, { lookNow: true }, { do: "trace" }],
    ["a person asks during a pause", 0, { lookNow: true, holdUntilMs: NOW + 1 }, rest(1)],
    ["a look is under way", 2 * SECOND, { looking: busy, lookNow: true }, rest(62 * SECOND)],
  ])("%s", (_name, atMs, memory, wanted) => {
    expect(plan(unknown, atMs, memory)).toEqual(wanted);
  });
});

/** Waits for the customer until so long after NOW. */
function waiting(endMs: number): AttemptState {
  const charge = { chargeId: "chrg_test_1", expiresAtMs: null, endAtMs: NOW + endMs };
  return { name: "pending", charge, sentAtMs: NOW, askAtMs: null };
}

describe("pending with a QR, for ten minutes", () => {
  const state = waiting(10 * MINUTE);
  const looked = { lastLookMs: NOW, looks: 1 };
  test.each<[string, number, Partial<Memory>, object]>([
    ["read at once", 0, {}, { do: "read" }],
    ["then a quarter of a second later each time", 0, looked, rest(3_250)],
    ["and later", 3_250, looked, { do: "read" }],
    ["with the third look", 0, { ...looked, looks: 3 }, rest(3_750)],
    ["up to ten seconds", 0, { ...looked, looks: 99 }, rest(10 * SECOND)],
    ["the picture comes first", 0, { pictureAtMs: NOW }, { do: "picture" }],
    ["a picture to be tried again", 0, { ...looked, pictureAtMs: NOW + 1 }, rest(1)],
    ["a picture later than the look", 0, { ...looked, pictureAtMs: NOW + MINUTE }, rest(3_250)],
    ["a look is under way", 0, { looking: busy }, rest(MINUTE)],
    ["a look is under way, the picture waits for it", 0, { looking: busy, pictureAtMs: NOW }, rest(MINUTE)],
    ["nine and a half minutes later", 9.99 * MINUTE, { lastLookMs: NOW + 9.99 * MINUTE, looks: 99 }, rest(10 * MINUTE)],
    ["its time is over", 10 * MINUTE, { pictureAtMs: NOW, looking: busy }, { do: "cancel" }],
    ["its time is not yet over", 10 * MINUTE - 1, {}, { do: "read" }],
  ])("%s", (_name, atMs, memory, wanted) => {
    expect(plan(state, atMs, memory)).toEqual(wanted);
  });
});

describe("pending with a scanned code, for ninety seconds", () => {
  const state = waiting(90 * SECOND);
  test.each<[string, number, Partial<Memory>, object]>([
    ["read two seconds after the send", 0, {}, rest(2 * SECOND)],
    ["and then", 2 * SECOND, {}, { do: "read" }],
    ["then every three seconds, however often", 0, { lastLookMs: NOW, looks: 9 }, rest(3 * SECOND)],
    ["there is no picture to fetch", 0, { pictureAtMs: NOW }, rest(2 * SECOND)],
    ["nor one to wait for", 0, { pictureAtMs: NOW + 1 }, rest(2 * SECOND)],
    ["its time is over", 90 * SECOND, {}, { do: "cancel" }],
  ])("%s", (_name, atMs, memory, wanted) => {
    expect(plan(state, atMs, memory, scanned)).toEqual(wanted);
  });
});

describe("cancelling", () => {
  const base = { name: "cancelling", charge: { chargeId: "chrg_test_1", expiresAtMs: null, endAtMs: NOW } } as const;
  const common = { ...base, sentAtMs: NOW, by: "cashier", gaveWay: false } as const;
  const early: AttemptState = { ...common, notBeforeMs: NOW + 15 * SECOND, refused: false, askedAtMs: null };
  const asked: AttemptState = { ...early, askedAtMs: NOW + 15 * SECOND };
  const refused: AttemptState = { ...asked, refused: true };
  const seen = (atMs: number, more: Partial<Memory> = {}) => ({ ...more, lastLookMs: NOW + atMs });

  test.each<[string, AttemptState, number, Partial<Memory>, object]>([
    ["too early to ask, so it is read", early, 0, {}, { do: "read" }],
    ["read every three seconds", early, 0, seen(0), rest(3 * SECOND)],
    ["asked in time", early, 14 * SECOND, seen(14 * SECOND), rest(15 * SECOND)],
    ["asked", early, 15 * SECOND, seen(15 * SECOND), { do: "expire" }],
    ["the first request waits for no look", early, 15 * SECOND, { looking: busy }, { do: "expire" }],
    ["nor for a pause", early, 15 * SECOND, { holdUntilMs: NOW + MINUTE }, { do: "expire" }],
    ["asked, then read", asked, 15 * SECOND, seen(15 * SECOND), rest(18 * SECOND)],
    ["asked again after five seconds", asked, 20 * SECOND, seen(18 * SECOND), { do: "expire" }],
    ["not sooner", asked, 19_999, seen(19_999), rest(20 * SECOND)],
    ["asked again only after the look", asked, 20 * SECOND, { looking: busy }, rest(80 * SECOND)],
    ["and after a pause", asked, 20 * SECOND, seen(18 * SECOND, { holdUntilMs: NOW + MINUTE }), rest(MINUTE)],
    ["refused: read four times a minute", refused, 20 * SECOND, seen(18 * SECOND), rest(33 * SECOND)],
    ["refused, not read since the start", refused, 20 * SECOND, {}, { do: "read" }],
  ])("%s", (_name, state, atMs, memory, wanted) => {
    expect(plan(state, atMs, memory)).toEqual(wanted);
  });
});

test("what has ended needs nothing more", () => {
  const ends = Object.values(states).filter(isFinal);
  expect(ends.map((state) => plan(state, DAY, { lookNow: true }))).toEqual(Array(7).fill({ do: "stop" }));
});

test("a PC whose clock begins in 1970 reads at once, too", () => {
  const planned = planFor({ attempt, state: waiting(MINUTE), step: 3 }, fresh, {
    nowMs: 0,
    bankOffsetMs: null,
    timings: TIMINGS,
  });
  expect(planned).toEqual({ do: "read" });
});

const moment = fc.integer({ min: -3 * MINUTE, max: 3 * MINUTE }).map((atMs) => NOW + atMs);
const anyMemory: fc.Arbitrary<Memory> = fc.record({
  lastLookMs: fc.option(moment),
  looks: fc.nat(50),
  holdUntilMs: moment,
  lookNow: fc.boolean(),
  pictureAtMs: fc.option(moment),
  looking: fc.constantFrom(null, busy),
  posting: fc.constantFrom(null, busy),
});
const anyState = fc.constantFrom(...Object.values(states), waiting(MINUTE), { ...states.cancelling, refused: true });

test("whatever a loop remembers: a rest has an end, nothing is sent twice, and no look doubles another", () => {
  const when = fc.integer({ min: -MINUTE, max: 3 * MINUTE });
  fc.assert(
    fc.property(anyState, anyMemory, when, fc.constantFrom(attempt, scanned), (state, memory, atMs, of) => {
      const next = plan(state, atMs, memory, of);
      if (next.do === "rest") expect(next.untilMs).toBeGreaterThan(NOW + atMs);
      if (next.do === "send") expect([state.name, memory.posting]).toEqual(["queued", null]);
      if (["trace", "read", "picture"].includes(next.do)) expect(memory.looking).toBeNull();
      if (next.do === "expire") expect(state.name).toBe("cancelling");
      expect(next.do === "stop").toBe(isFinal(state));
    }),
    { numRuns: 2_000 },
  );
});
