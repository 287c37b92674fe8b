// Time passes; or the machine sleeps with its lid closed.
import fc from "fast-check";
import type { World } from "#test/faults/world.ts";

export type TimeDeed =
  | { readonly by: "time"; readonly passesMs: number }
  | { readonly by: "time"; readonly sleepsMs: number };

const by = fc.constant("time" as const);
const MINUTE_MS = 60_000;

export const timeDeed: fc.Arbitrary<TimeDeed> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ by, passesMs: fc.integer({ min: 50, max: 16_000 }) }) },
  { weight: 2, arbitrary: fc.record({ by, passesMs: fc.integer({ min: 16_001, max: 130_000 }) }) },
  { weight: 1, arbitrary: fc.record({ by, sleepsMs: fc.integer({ min: MINUTE_MS, max: 90 * MINUTE_MS }) }) },
);

export async function letTimePass(world: World, deed: TimeDeed): Promise<void> {
  if ("passesMs" in deed) await world.pass(deed.passesMs);
  else await world.sleep(deed.sleepsMs);
}
