// How long a look waits after trouble, without chance and with all of it.
import { expect, test } from "vitest";
import { backOffMs } from "#till/back-off.ts";

test("twice as long each time, up to half a minute, at least half of it", () => {
  const failures = [1, 2, 3, 4, 5, 8, 9, 10_000];
  expect(failures.map((count) => backOffMs(count, 0))).toEqual([
    1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 15_000,
  ]);
  expect(failures.map((count) => backOffMs(count, 1))).toEqual([
    2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000,
  ]);
});

test("chance decides the other half, to whole milliseconds", () => {
  expect([0.25, 0.5, 0.75].map((chance) => backOffMs(2, chance))).toEqual([2_500, 3_000, 3_500]);
  expect(backOffMs(1, 0.0005)).toBe(1_001);
});
