// What is still to be done, as the cashier sees it: every payment and refund whose end is not known yet.
import { moneySchema } from "./money.ts";
import { z } from "./schema.ts";
import { methodIdSchema } from "./words.ts";

export const QUEUE_DOINGS = ["send", "look", "read", "expire"] as const;

export const queueItemSchema = z.strictObject({
  /** Attempt id or refund id. */
  id: z.uuid(),
  saleId: z.uuid(),
  kind: z.enum(["charge", "void", "refund"]),
  method: methodIdSchema,
  money: moneySchema,
  /** `send`: waits to be sent. `look`: its fate is looked for. `read`: waits for the customer. `expire`: is being cancelled. */
  doing: z.enum(QUEUE_DOINGS),
  /** Since it was asked for. */
  ageMs: z.int().min(0),
  /** Tries that brought nothing. */
  tries: z.int().min(0),
  nextInMs: z.int().min(0).nullable(),
  deadlineInMs: z.int().min(0).nullable(),
  lastError: z.string().max(200).nullable(),
  may: z.strictObject({ askNow: z.boolean(), sendNow: z.boolean() }),
});
export type QueueItem = Readonly<z.infer<typeof queueItemSchema>>;

export const LINK_PLACES = ["network", "dns", "tls", "api", "provider"] as const;

/** Which part between here and the wallet fails, and since when. */
export const linkViewSchema = z.strictObject({
  state: z.enum(["untried", "up", "slow", "down"]),
  where: z.enum(LINK_PLACES).nullable(),
  sinceMs: z.int().nullable(),
});
