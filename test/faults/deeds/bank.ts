// The bank's own bad days. A 429 that had been carried out is none: that status proves that nothing was created.
import fc from "fast-check";
import type { FaultRequest } from "#simulator/simulator.ts";
import type { World } from "#test/faults/world.ts";

export type BankDeed = { readonly by: "bank"; readonly fault: FaultRequest };

const ROUTES = [
  { method: "POST", path: "/charges" },
  { method: "POST", path: "/charges/:id/expire" },
  { method: "POST", path: "/charges/:id/refunds" },
  { method: "GET", path: "/charges/:id/refunds" },
  { method: "GET", path: "/charges/:id" },
  { method: "GET", path: "/charges" },
  { method: "GET", path: "/account" },
] as const;

const route = fc.oneof(
  { weight: 4, arbitrary: fc.constant(ROUTES[0]) },
  { weight: 3, arbitrary: fc.constantFrom(...ROUTES) },
);
const count = fc.integer({ min: 1, max: 6 });
const seconds = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 60 }) },
  { weight: 1, arbitrary: fc.integer({ min: 61, max: 400 }) },
);

type Where = (typeof ROUTES)[number];

const onRoute = (where: fc.Arbitrary<Where>): fc.Arbitrary<FaultRequest> =>
  fc
    .tuple(
      where,
      count,
      fc.oneof(
        fc.constant<FaultRequest>({ kind: "drop-answer" }),
        fc.constant<FaultRequest>({ kind: "drop-request" }),
        fc.constant<FaultRequest>({ kind: "status", status: 429 }),
        fc.record({ kind: fc.constant("status" as const), status: fc.constantFrom(500, 503), charged: fc.boolean() }),
        fc.record({ kind: fc.constant("garbage" as const), charged: fc.boolean() }),
        fc.record({ kind: fc.constant("backend-error" as const), charged: fc.boolean() }),
      ),
    )
    .map(([target, times, fault]) => ({ ...fault, ...target, count: times }) as FaultRequest);

const late: fc.Arbitrary<FaultRequest> = fc.oneof(
  fc.record({ kind: fc.constant("late-charge" as const), seconds }),
  fc.record({ kind: fc.constant("late-refund" as const), seconds }),
  fc.record({ kind: fc.constant("lagging-list" as const), seconds, count }),
);

export const bankDeed: fc.Arbitrary<BankDeed> = fc.record({
  by: fc.constant("bank" as const),
  fault: fc.oneof({ weight: 3, arbitrary: onRoute(route) }, { weight: 1, arbitrary: late }),
});

/** What may happen to money on its way back. */
export const refundTrouble: fc.Arbitrary<BankDeed> = fc.record({
  by: fc.constant("bank" as const),
  fault: fc.oneof(
    onRoute(fc.constantFrom(ROUTES[2], ROUTES[3])),
    fc.record({ kind: fc.constant("late-refund" as const), seconds }),
  ),
});

export async function doAtTheBank(world: World, { fault }: BankDeed): Promise<void> {
  world.simulator.bank.faults.add(fault);
  world.notes.fault(nameOf(fault), timesOf(fault));
  await world.quiet();
}

/** Ends the bad days; what has met no request is not counted. */
export function endBadDays({ simulator, notes }: World): void {
  const { faults } = simulator.bank;
  for (const fault of faults.waiting()) notes.fault(nameOf(fault), -fault.count);
  faults.clear();
}

function nameOf(fault: FaultRequest): string {
  return `bank ${fault.kind}${fault.kind === "status" ? ` ${fault.status}` : ""}`;
}

function timesOf(fault: FaultRequest): number {
  return fault.count ?? 1;
}
