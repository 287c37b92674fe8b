// What customers do on their phones: pay, decline, and pay what has ended. A QR that was never on a screen is not paid.
import fc from "fast-check";
import { isPayable } from "#test/faults/eyes.ts";
import type { World } from "#test/faults/world.ts";

export type CustomerDeed = {
  readonly by: "customer";
  readonly does: "pay" | "decline" | "pay-late";
  readonly which: number;
};

export const customerDeed: fc.Arbitrary<CustomerDeed> = fc.record({
  by: fc.constant("customer" as const),
  does: fc.oneof(
    { weight: 4, arbitrary: fc.constant("pay" as const) },
    { weight: 2, arbitrary: fc.constant("decline" as const) },
    { weight: 2, arbitrary: fc.constant("pay-late" as const) },
  ),
  which: fc.nat({ max: 3 }),
});

export async function doAsCustomer(world: World, { does, which }: CustomerDeed): Promise<void> {
  const { bank } = world.simulator;
  const known = bank.books().charges.filter((charge) => isPayable(charge, world.shown));
  const wanted = does === "pay-late" ? isUnpaidEnd : isPending;
  const charges = known.filter(({ status }) => wanted(status)).toReversed();
  const charge = charges[which % Math.max(1, charges.length)];
  if (charge === undefined) return;
  if (does === "pay") bank.approve(charge.id);
  else if (does === "decline") bank.decline(charge.id);
  else bank.approveLate(charge.id);
  world.notes.fault(`customer ${does}`);
  await world.quiet();
}

function isPending(status: string): boolean {
  return status === "pending";
}

function isUnpaidEnd(status: string): boolean {
  return status === "expired" || status === "failed";
}
