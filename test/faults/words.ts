// What the prover and its workers say to each other: one order on the command line, lines of JSON back.
import { z } from "#contract/schema.ts";
import type { LaneEnd } from "./lane.ts";

const orderSchema = z.strictObject({ seeds: z.array(z.int()), runs: z.int().min(1) });
export type Order = z.infer<typeof orderSchema>;

const count = z.int().min(0);
const tallySchema = z.strictObject({
  runs: count,
  commands: count,
  refused: count,
  attempts: count,
  charges: count,
  paid: count,
  refunds: count,
  snapshots: count,
  restarts: count,
  drops: count,
  doubled: count,
  lost: count,
  unresolved: count,
  faults: z.record(z.string(), z.int()),
});
const failureSchema = z.strictObject({ seed: z.int(), path: z.string(), report: z.string() });
const lineSchema = z.union([
  z.strictObject({ ran: z.literal(1) }),
  z.strictObject({ end: z.strictObject({ tally: tallySchema, failure: failureSchema.nullable() }) }),
]);
export type Line = { readonly ran: 1 } | { readonly end: LaneEnd };

export function readOrder(text: string): Order {
  return orderSchema.parse(JSON.parse(text));
}

export function readLine(text: string): Line {
  return lineSchema.parse(JSON.parse(text));
}
