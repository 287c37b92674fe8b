// What else is written to the ledger and is no step of an attempt or a refund: sales, approvals, alarms, the account, and what
// became of the file itself.
import { amountMinorSchema, currencySchema, moneySchema } from "#contract/money.ts";
import { z } from "#contract/schema.ts";
import { ALARMS } from "#contract/views.ts";
import { objectOf } from "./compact.ts";
import { id, instant, referenceOrNull, rowId, staff, text, textOrNull } from "./values.ts";

const schema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("sale/began"), ...moneySchema.shape, reference: referenceOrNull, staff }),
  z.strictObject({
    kind: z.literal("approval/given"),
    approvalId: z.string().min(1).max(80),
    action: z.string().min(1).max(80),
    approver: staff,
    asker: staff,
    subject: id,
    amountMinor: amountMinorSchema.nullable().default(null),
    currency: currencySchema.nullable().default(null),
  }),
  z.strictObject({
    kind: z.literal("alarm/raised"),
    alarmId: z.string().min(1).max(80),
    alarm: z.enum(ALARMS),
    sale: rowId,
    attempt: rowId,
  }),
  z.strictObject({ kind: z.literal("alarm/settled"), how: z.enum(["seen", "attached", "returned"]), staff }),
  z.strictObject({ kind: z.literal("account/bound"), accountId: id }),
  /** The file was put in place of a damaged one; names of files, without their folders. */
  z.strictObject({
    kind: z.literal("ledger/restored"),
    missingSinceMs: instant,
    damaged: textOrNull,
    backup: textOrNull,
  }),
  /** What was missing since then was written again from the API. */
  z.strictObject({ kind: z.literal("ledger/rebuilt"), note: text.optional() }),
]);
export type Note = Readonly<z.infer<typeof schema>>;

/** Throws on anything that is no note. */
export function readNote(kind: string, body: string): Note {
  return schema.parse({ kind, ...objectOf(body) });
}
