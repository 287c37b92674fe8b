// What happens on the line: the next request of a kind is struck, or nothing connects for a while.
import fc from "fast-check";
import { strokeOn, type Route, type Stroke } from "#test/faults/strokes.ts";
import type { World } from "#test/faults/world.ts";

export type NetworkDeed =
  | ({ readonly by: "network" } & Stroke)
  | { readonly by: "network"; readonly refusesMs: number }
  | { readonly by: "network"; readonly resets: "all" };

const by = fc.constant("network" as const);

/** @param on absent: the routes that matter most */
export function strike(on?: fc.Arbitrary<Route>): fc.Arbitrary<NetworkDeed> {
  return strokeOn(on).map((stroke) => ({ by: "network" as const, ...stroke }));
}

export const networkDeed: fc.Arbitrary<NetworkDeed> = fc.oneof(
  { weight: 10, arbitrary: strike() },
  { weight: 2, arbitrary: fc.record({ by, refusesMs: fc.integer({ min: 200, max: 90_000 }) }) },
  { weight: 1, arbitrary: fc.record({ by, resets: fc.constant("all" as const) }) },
);

export async function doOnTheLine(world: World, deed: NetworkDeed): Promise<void> {
  if ("refusesMs" in deed) await world.wire.refuse(deed.refusesMs);
  else if ("resets" in deed) {
    world.notes.fault("reset-connections");
    world.wire.resetAll();
  } else world.wire.add({ stroke: deed.stroke, on: deed.on, ms: deed.ms });
  await world.quiet();
}
