// What the prover and a till that it will kill say to each other: one order on the command line, lines of JSON back.
import { z } from "#contract/schema.ts";

export const PLANTS = ["acts before it saves", "forgets that it was sending"] as const;
export type Plant = (typeof PLANTS)[number];

const orderSchema = z.strictObject({
  folder: z.string(),
  /** Where the bank answers. */
  origin: z.string(),
  /** What the cashier does; null: the till only recovers. */
  flow: z.string().nullable(),
  /** The point of the ledger at which the till kills itself; a point of the network is the prover's. */
  killAt: z.string().nullable(),
  /** A bug on purpose. */
  plant: z.enum(PLANTS).nullable(),
});
export type Order = z.infer<typeof orderSchema>;

/** `late`: money arrives for a charge that has ended unpaid. */
export const answerSchema = z.enum(["pay", "decline", "late"]);
export type Answer = z.infer<typeof answerSchema>;

const lineSchema = z.union([
  z.strictObject({ point: z.string() }),
  z.strictObject({ saved: z.array(z.strictObject({ attemptId: z.string(), step: z.int(), state: z.string() })) }),
  z.strictObject({ shown: z.strictObject({ attemptId: z.string(), state: z.string(), face: z.string() }) }),
  z.strictObject({ customer: answerSchema }),
  z.strictObject({ came: z.enum(["open", "done"]) }),
]);
export type Line = z.infer<typeof lineSchema>;

export function readOrder(text: string): Order {
  return orderSchema.parse(JSON.parse(text));
}

export function readLine(text: string): Line {
  return lineSchema.parse(JSON.parse(text));
}
