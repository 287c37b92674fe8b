// The first state, what is written down after an end, and what can never happen, in its own words.
import { describe, expect, test } from "vitest";
import type { AttemptEvent } from "#till/attempt/events.ts";
import { isFinal, isPaid, standsAside, type AttemptState } from "#till/attempt/state.ts";
import { firstState } from "#till/attempt/step.ts";
import { attempt, events, facts, NOW, paid, seen, states } from "./cases.ts";
import { but, holds, next, THEN, toBe } from "./step-rows.ts";

const { chargeId } = facts;

test("it begins as queued", () => {
  expect(firstState(NOW)).toEqual({ name: "queued", sendByMs: NOW });
});

describe("an unpaid end", () => {
  const late = (id: string) => ({ ...states["paid-late"], chargeId: id, paidAtMs: NOW + 4, endedAtMs: THEN });
  const other = seen("get", { ...paid, chargeId: "chrg_test_2" });
  const ends = ["failed", "expired", "cancelled", "not-sent", "not-found"] as const;
  holds(
    ends.map((name) => [`${name}: is paid late`, states[name], events["get: paid"], toBe(late(chargeId), "paid-late")]),
  );
  holds([
    [
      "is paid late without an hour",
      states.expired,
      seen("get", { ...paid, paidAtMs: null }),
      toBe({ ...late(chargeId), paidAtMs: THEN }, "paid-late"),
    ],
    ["with a charge is not paid by another", states.cancelled, other, toBe(states.cancelled, "answer-mismatch")],
    [
      "without one is paid by the charge that names it",
      states["not-found"],
      other,
      toBe(late("chrg_test_2"), "paid-late"),
    ],
    [
      "found after all: when its expiry is asked for",
      states["not-found"],
      events["expire-sent"],
      toBe(but("not-found", { expireAskedAtMs: THEN })),
    ],
  ]);
});

describe("what cannot happen", () => {
  test.each<[AttemptState["name"], AttemptEvent, string]>([
    ["queued", events.refused, "queued cannot meet refused"],
    ["sending", events.wait, "sending cannot meet wait-answered"],
    ["unknown", events.wait, "unknown cannot meet wait-answered"],
    ["pending", events.refused, "pending cannot meet refused"],
    ["cancelling", events.refused, "cancelling cannot meet refused"],
    ["successful", events["send-began"], "paid cannot meet send-began"],
    ["failed", events["send-began"], "failed cannot meet send-began"],
  ])("%s", (name, event, words) => {
    expect(() => next(states[name], event)).toThrow(`an attempt that is ${words}`);
  });

  test("nothing begins twice", () => {
    const created: AttemptEvent = { kind: "created", attempt, sendByMs: NOW };
    for (const state of Object.values(states)) expect(() => next(state, created)).toThrow("cannot meet created");
  });
});

test("over are the ends, paid are two of them, and aside stands what is over or gave way", () => {
  const named = (is: (state: AttemptState) => boolean) =>
    Object.values(states)
      .filter(is)
      .map(({ name }) => name);
  const over = ["successful", "failed", "expired", "cancelled", "not-sent", "not-found", "paid-late"];
  expect([named(isFinal), named(isPaid), named(standsAside)]).toEqual([over, ["successful", "paid-late"], over]);
  const gone = (["sending", "unknown", "cancelling"] as const).map((name) => but(name, { gaveWay: true }));
  expect(gone.map(standsAside)).toEqual([true, true, true]);
});
