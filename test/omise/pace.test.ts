// Pauses between reads: growing, bounded, spread by chance, called off by closing. And the words about the link.
import { expect, test } from "vitest";
import { askPatiently, createLink, pauseMs, READ_PACE } from "#omise/pace.ts";
import type { Heard } from "#omise/outcome.ts";

const busy: Heard = { kind: "answer", status: 503, json: null, bankMs: null };
const fine: Heard = { kind: "answer", status: 200, json: {}, bankMs: null };
const lost: Heard = { kind: "lost", code: "ECONNRESET" };

test("a pause doubles up to the longest; chance moves it within its upper half", () => {
  const pace = { tries: 9, firstPauseMs: 500, longestPauseMs: 4000 };
  expect([1, 2, 3, 4, 5, 60].map((failures) => pauseMs(pace, failures, 1))).toEqual([
    500, 1000, 2000, 4000, 4000, 4000,
  ]);
  expect([1, 2, 3, 4, 5].map((failures) => pauseMs(pace, failures, 0))).toEqual([250, 500, 1000, 2000, 2000]);
});

test("closing ends the wait, and the last thing heard is the answer", async () => {
  const closing = new AbortController();
  const asked = Promise.withResolvers<void>();
  let asks = 0;
  const answer = askPatiently(
    () => {
      asks += 1;
      asked.resolve();
      return Promise.resolve(busy);
    },
    { ...READ_PACE, firstPauseMs: 3_600_000, longestPauseMs: 3_600_000 },
    closing.signal,
  );
  await asked.promise;
  setImmediate(() => closing.abort());
  expect([await answer, asks <= 2]).toEqual([busy, true]);
});

test("the link speaks of changes only; any answer means that it stands", () => {
  const told: string[] = [];
  const heard = createLink((state, why) => told.push(`${state} ${why}`.trim()));
  for (const one of [fine, busy, lost, lost, { kind: "not-connected", code: "ENOTFOUND" } as const, fine]) heard(one);
  expect(told).toEqual(["up", "down lost ECONNRESET", "up"]);
});
