// Everything a screen may ask of the till: name -> who may say it, what goes in, what comes out.
// Ids of things that a command creates are drawn by the page with the button, so a double press is one command.
import { amountMinorSchema } from "./money.ts";
import { z } from "./schema.ts";
import { dayRowSchema } from "./day-view.ts";
import { countrySchema, languageSchema, methodIdSchema, type Role } from "./words.ts";

const none = z.null();
const idSchema = z.uuid();
const referenceSchema = z.string().trim().min(1).max(40).nullable();

function command<Input extends z.ZodType, Output extends z.ZodType>(
  roles: readonly Role[],
  input: Input,
  output: Output,
) {
  return { roles, input, output } as const;
}

const cashier = ["cashier"] as const;
const anyone = ["cashier", "customer"] as const;

export const commands = {
  /** Puts a new sale on the counter. Above the shop's limit it must come twice: first `confirm-amount`, then with `confirmed`. */
  "sale/begin": command(
    cashier,
    z.strictObject({
      saleId: idSchema,
      amountMinor: amountMinorSchema,
      reference: referenceSchema,
      confirmed: z.boolean(),
    }),
    z.strictObject({ step: z.enum(["begun", "confirm-amount"]) }),
  ),
  /** Charges the sale on the counter by a method that shows a QR. */
  "sale/charge": command(
    cashier,
    z.strictObject({ saleId: idSchema, attemptId: idSchema, method: methodIdSchema }),
    none,
  ),
  /** Cancels what is on the counter: a draft at once, an attempt as a request to the API. */
  "sale/cancel": command(cashier, z.strictObject({ saleId: idSchema }), none),
  /** "Wait or cancel?" answered with wait. */
  "sale/wait": command(cashier, z.strictObject({ saleId: idSchema }), none),
  /** Look at the API now instead of at the next planned time. */
  "sale/ask-now": command(cashier, z.strictObject({ saleId: idSchema }), none),
  /** After an end without payment: the same sale back to "choose how to pay". */
  "sale/again": command(cashier, z.strictObject({ saleId: idSchema }), none),
  /** Takes a finished sale off the counter, or parks one that is not final (it stays watched). */
  "sale/clear": command(cashier, z.strictObject({ saleId: idSchema }), none),
  /** Puts a parked or finished sale of the recent list on the counter. */
  "sale/open": command(cashier, z.strictObject({ saleId: idSchema }), none),
  /** A keyboard-mode scan, recognised in the page. `text` is what the scanner typed, AIM identifier removed. */
  "scan/typed": command(anyone, z.strictObject({ text: z.string().min(1).max(512) }), none),
  /** The provider's QR picture by the hash that a snapshot names. */
  "picture/bytes": command(
    anyone,
    z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/) }),
    z.strictObject({
      mediaType: z.enum(["image/svg+xml", "image/png", "image/jpeg"]),
      base64: z.string().max(1_400_000),
    }),
  ),
  "alarm/seen": command(cashier, z.strictObject({ alarmId: z.string().min(1).max(80) }), none),
  /** The day's sales, newest first, a page at a time. `before` is the `cursor` of the last row seen. */
  "day/rows": command(
    cashier,
    z.strictObject({ before: z.int().min(1).nullable(), limit: z.int().min(1).max(100) }),
    z.strictObject({ rows: z.array(dayRowSchema).max(100) }),
  ),
  "set-up/language": command(cashier, z.strictObject({ language: languageSchema }), none),
  /** The customer's language, or null for both together. */
  "customer/language": command(cashier, z.strictObject({ language: languageSchema.nullable() }), none),
  /** Training only: which country's pretend account is used. Refused while any attempt is open. */
  "set-up/country": command(cashier, z.strictObject({ country: countrySchema }), none),
  /** Training only: the pretend scanner reads a code of this kind. */
  "rehearse/scan": command(cashier, z.strictObject({ code: z.enum(["wechat", "alipay", "product", "poster"]) }), none),
  /** Training and test keys only: the customer's answer (pretend phone, or mark as paid / failed). */
  "rehearse/answer": command(cashier, z.strictObject({ saleId: idSchema, answer: z.enum(["pay", "decline"]) }), none),
  /** Closes the till in an orderly way. */
  "till/leave": command(cashier, z.strictObject({}), none),
} as const;

export type CommandName = keyof typeof commands;
export type InputOf<Name extends CommandName> = z.infer<(typeof commands)[Name]["input"]>;
export type OutputOf<Name extends CommandName> = z.infer<(typeof commands)[Name]["output"]>;

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}
