// What the prover and its workers say to each other: one order on the command line, lines of JSON back.
import { z } from "#contract/schema.ts";
import type { Failure } from "./lane.ts";
import type { Tally } from "./notes.ts";

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
  z.strictObject({ ran: tallySchema }),
  z.strictObject({ failure: failureSchema.nullable() }),
]);
/** A run is over; or a lane is. */
export type Line = { readonly ran: Tally } | { readonly failure: Failure | null };

export function readOrder(text: string): Order {
  return orderSchema.parse(JSON.parse(text));
}

export function readLine(text: string): Line {
  return lineSchema.parse(JSON.parse(text));
}
