// What the prover and a till that it will kill say to each other: one order on the command line, lines of JSON back.
import { z } from "#contract/schema.ts";

/** Bugs on purpose. The last two are those of a till that was started again. */
export const PLANTS = [
  "acts before it saves",
  "forgets that it was sending",
  "sends again what may not have been sent",
  "refunds again what is not known",
] as const;
export type Plant = (typeof PLANTS)[number];

const orderSchema = z.strictObject({
  folder: z.string(),
  /** Where the bank answers. */
  origin: z.string(),
  /** What the cashier does; null: the till only recovers. */
  flow: z.string().nullable(),
  /** The point of the ledger at which the till kills itself; a point of the network is the prover's. */
  killAt: z.string().nullable(),
  plant: z.enum(PLANTS).nullable(),
  /** Waits of the till that are other ones in this flow, ms. */
  timings: z.record(z.string(), z.union([z.number(), z.array(z.number())])),
});
export type Order = z.infer<typeof orderSchema>;

/** `late`: money arrives for a charge that has ended unpaid. `pay the newest`: only what is on a screen can be paid. `found`: the
 *  bank's listings lag no more. */
const answerSchema = z.enum(["pay", "pay the newest", "decline", "late", "found"]);
export type Answer = z.infer<typeof answerSchema>;

/** What the cashier's screen shows now, and the customer's face beside it. */
const seenSchema = z.strictObject({
  counter: z.strictObject({ attemptId: z.string(), state: z.string(), face: z.string() }).nullable(),
  refunds: z.array(z.strictObject({ refundId: z.string(), state: z.string() })),
  recent: z.array(z.strictObject({ saleId: z.string(), state: z.string() })),
  noSale: z.string().nullable(),
});
export type Seen = z.infer<typeof seenSchema>;

const lineSchema = z.union([
  z.strictObject({ point: z.string() }),
  /** `attempt/ID/STEP/STATE`, `refund/ID/STEP/STATE`, `sale/ID`, `approval/ID`, `alarm/ID`: the ledger has said that it is safe. */
  z.strictObject({ saved: z.array(z.string()) }),
  z.strictObject({ seen: seenSchema }),
  z.strictObject({ customer: answerSchema }),
  /** The points from here on are of this part of the flow; the till goes on when it is told that this was heard. */
  z.strictObject({ chapter: z.string() }),
  z.strictObject({ came: z.enum(["open", "done"]) }),
]);
export type Line = z.infer<typeof lineSchema>;

export function readOrder(text: string): Order {
  return orderSchema.parse(JSON.parse(text));
}

export function readLine(text: string): Line {
  return lineSchema.parse(JSON.parse(text));
}
