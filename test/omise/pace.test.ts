// The pause inside a listing: bounded, spread by chance, called off by closing.
import { expect, test } from "vitest";
import { pause, pauseMs } from "#omise/pace.ts";

test("chance moves a pause within its upper half", () => {
  expect([0, 0.5, 1].map((chance) => pauseMs(500, chance))).toEqual([250, 375, 500]);
});

test("closing ends the wait, also one that begins afterwards", async () => {
  const closing = new AbortController();
  const waiting = pause(3_600_000, closing.signal);
  closing.abort();
  await expect(waiting).resolves.toBeUndefined();
  await expect(pause(3_600_000, closing.signal)).resolves.toBeUndefined();
});
