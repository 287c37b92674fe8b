// The till's own ends: closed and started again, or gone without a word.
import fc from "fast-check";
import type { World } from "#test/faults/world.ts";

export type PowerDeed = {
  readonly by: "power";
  readonly restart: "orderly" | "dropped";
  /** What somebody did to the PC's clock meanwhile. */
  readonly clockMovesMs: number;
};

const DAY_MS = 86_400_000;

export const powerDeed: fc.Arbitrary<PowerDeed> = fc.record({
  by: fc.constant("power" as const),
  restart: fc.constantFrom("orderly" as const, "dropped" as const),
  clockMovesMs: fc.oneof(
    { weight: 5, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.constantFrom(-90_000, 90_000, -DAY_MS, DAY_MS) },
  ),
});

export async function doWithPower(world: World, { restart, clockMovesMs }: PowerDeed): Promise<void> {
  await world.restart(restart, clockMovesMs);
}
