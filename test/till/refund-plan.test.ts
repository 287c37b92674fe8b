// When a refund is sent, looked for and read: seconds after its send or its end.
import { expect, test } from "vitest";
import { planRefund, type RefundMemory } from "#till/refund/plan.ts";
import type { RefundState } from "#till/refund/state.ts";
import { TIMINGS } from "#till/timings.ts";
import { NOW, refund, states } from "./refund-cases.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const fresh: RefundMemory = {
  lastLookMs: null,
  looks: 0,
  holdUntilMs: 0,
  lookNow: false,
  looking: null,
  posting: null,
};
const busy = Promise.resolve();

function plan(state: RefundState, nowMs: number, memory: Partial<RefundMemory> = {}) {
  return planRefund({ refund, state, step: 3 }, { ...fresh, ...memory }, { nowMs, timings: TIMINGS });
}

/** The first looks of a loop that carries each out the moment it is due, in seconds after NOW. */
function looks(state: RefundState, count: number, startMs = NOW): readonly number[] {
  const found: number[] = [];
  let memory = fresh;
  let nowMs = startMs;
  while (found.length < count) {
    const next = plan(state, nowMs, memory);
    if (next.do === "stop") break;
    if (next.do === "rest") {
      nowMs = next.untilMs;
      continue;
    }
    expect(next.do).toBe("look");
    found.push((nowMs - NOW) / 1000);
    memory = { ...memory, lastLookMs: nowMs, looks: memory.looks + 1 };
  }
  return found;
}

test("what was asked is sent at once, after its pause, or lapses after its day", () => {
  const { asked } = states;
  expect(plan(asked, NOW)).toEqual({ do: "send" });
  expect(plan(asked, NOW, { posting: busy })).toEqual({ do: "rest", untilMs: NOW + MINUTE });
  expect(plan(asked, NOW, { holdUntilMs: NOW + 10 })).toEqual({ do: "rest", untilMs: NOW + 10 });
  expect(plan(asked, NOW, { holdUntilMs: NOW + DAY })).toEqual({ do: "rest", untilMs: asked.sendByMs });
  expect(plan(asked, asked.sendByMs, { holdUntilMs: NOW + DAY })).toEqual({ do: "lapse" });
});

test("a send whose answer is awaited is looked for after ten seconds; one that nobody awaits is lost", () => {
  const { sending } = states;
  expect(plan(sending, NOW, { posting: busy })).toEqual({ do: "rest", untilMs: NOW + 10_000 });
  expect(plan(sending, NOW + 10_000, { posting: busy })).toEqual({ do: "look" });
  expect(plan(sending, NOW)).toEqual({ do: "lost" });
  expect(plan(sending, NOW, { holdUntilMs: NOW + 5 })).toEqual({ do: "rest", untilMs: NOW + 5 });
});

test("an unknown one is looked for soon at first, then every minute", () => {
  expect(looks(states.unknown, 12)).toEqual([2, 5, 10, 20, 40, 60, 90, 120, 150, 180, 240, 300]);
});

test("with the PC's clock a day off since the send it is looked for all the same", () => {
  expect(looks(states.unknown, 3, NOW + DAY)).toEqual([86_400, 86_460, 86_520]);
  const back = looks(states.unknown, 3, NOW - DAY);
  expect(back).toEqual([-86_400, -86_340, -86_280]);
});

test("an accepted one is read after half a minute, twice as late each time, up to a quarter of an hour", () => {
  const first = { lastLookMs: NOW, looks: 0 };
  expect(plan(states.accepted, NOW, first)).toEqual({ do: "rest", untilMs: NOW + 30_000 });
  const waits = looks(states.accepted, 9).map((at, index, all) => at - (all[index - 1] ?? 0));
  expect(waits).toEqual([0, 60, 120, 240, 480, 900, 900, 900, 900]);
});

test("one that was not found is looked for again for a day, and then left", () => {
  const found = looks({ ...states["not-found"], endedAtMs: NOW }, 99);
  expect(found.slice(0, 6)).toEqual([10, 60, 300, 900, 3_600, 7_200]);
  expect(found.at(-1)).toBe(86_400);
  expect(found).toHaveLength(5 + 23);
  expect(looks({ ...states["not-found"], endedAtMs: NOW }, 99, NOW + 2 * DAY)).toEqual([172_800]);
});

test("a person's word comes before every pace, and a look that is under way is not doubled", () => {
  expect(plan(states.accepted, NOW, { lastLookMs: NOW, lookNow: true })).toEqual({ do: "look" });
  const looking = { lastLookMs: NOW, lookNow: true, looking: busy };
  expect(plan(states.accepted, NOW, looking)).toEqual({ do: "rest", untilMs: NOW + MINUTE });
});

test("what has ended needs nothing more", () => {
  expect([plan(states.closed, NOW), plan(states.failed, NOW)]).toEqual([{ do: "stop" }, { do: "stop" }]);
});

test("a pause ends at its moment", () => {
  expect(plan(states.asked, NOW, { holdUntilMs: NOW })).toEqual({ do: "send" });
  expect(plan(states.sending, NOW, { holdUntilMs: NOW })).toEqual({ do: "lost" });
  const paused = { lastLookMs: NOW, holdUntilMs: NOW + MINUTE };
  expect(plan(states.unknown, NOW + 2_000, paused)).toEqual({ do: "rest", untilMs: NOW + MINUTE });
  expect(plan(states.unknown, NOW + MINUTE, paused)).toEqual({ do: "look" });
  // A person's word does not break it.
  expect(plan(states.unknown, NOW, { ...paused, lookNow: true })).toEqual({ do: "rest", untilMs: NOW + MINUTE });
});

test("an answer that is awaited: after ten seconds the looks keep the pace of the send", () => {
  const posting = busy;
  const { sending } = states;
  expect(plan(sending, NOW + 10_000, { posting, lastLookMs: NOW + 10_000 })).toEqual({
    do: "rest",
    untilMs: NOW + 20_000,
  });
  expect(plan(sending, NOW + 3, { posting, lastLookMs: NOW + 2 })).toEqual({ do: "rest", untilMs: NOW + 10_000 });
  // The PC's clock was set back by a minute since the send.
  expect(plan(sending, NOW - MINUTE, { posting })).toEqual({ do: "rest", untilMs: NOW + 10_000 });
});

test("the PC's clock set back since the end: looked for at once, then every hour", () => {
  const state = { ...states["not-found"], endedAtMs: NOW };
  expect(looks(state, 3, NOW - DAY)).toEqual([-86_400, -82_800, -79_200]);
});

test("without set moments a refund that was not found is looked for once more, after its day", () => {
  const state = { ...states["not-found"], endedAtMs: NOW };
  const time = { nowMs: NOW, timings: { ...TIMINGS, watchLooksMs: [] } };
  const planned = planRefund({ refund, state, step: 3 }, fresh, time);
  expect(planned).toEqual({ do: "rest", untilMs: NOW + DAY });
});

test("a PC whose clock begins in 1970 looks at once, too", () => {
  const planned = [states.accepted, states["not-found"]].map((state) => plan(state, 0));
  expect(planned).toEqual([{ do: "look" }, { do: "look" }]);
});
