// What the end-of-day screen draws: the day in sums, and its sales a page at a time.
import { currencySchema, moneySchema } from "./money.ts";
import { z } from "./schema.ts";
import { attemptStateNameSchema, methodIdSchema, modeSchema, toneSchema } from "./words.ts";

export const dayRowSchema = z.strictObject({
  /** Position in the ledger; the next page asks `before` the last one. */
  cursor: z.int(),
  saleId: z.uuid(),
  attemptId: z.uuid(),
  money: moneySchema,
  method: methodIdSchema,
  state: attemptStateNameSchema,
  tone: toneSchema,
  atMs: z.int(),
  chargeId: z.string().nullable(),
});
export type DayRow = Readonly<z.infer<typeof dayRowSchema>>;

export const dayViewSchema = z.strictObject({
  version: z.int().min(0),
  mode: modeSchema,
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  totals: z.array(
    z.strictObject({ method: methodIdSchema, currency: currencySchema, paidCount: z.int(), paidMinor: z.int() }),
  ),
  open: z.int(),
});
export type DayView = Readonly<z.infer<typeof dayViewSchema>>;
