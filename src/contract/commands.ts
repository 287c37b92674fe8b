// Everything a screen may ask of the till: name -> who may say it, what goes in, what comes out.
// Ids of things that a command creates are drawn by the page with the button, so a double press is one command.
import { dayRowSchema } from "./day-view.ts";
import { amountMinorSchema, currencySchema, moneySchema } from "./money.ts";
import {
  APPROVAL_ACTIONS,
  approvalIdSchema,
  approvalSeenSchema,
  pinSchema,
  staffMemberSchema,
  staffNumberSchema,
} from "./people.ts";
import { refundKindSchema, refundTermsSchema } from "./refunds.ts";
import { REHEARSED_CODES } from "./scan.ts";
import { KEY_GAP_MS, serialChoiceSchema, serialPortSchema } from "./scanners.ts";
import { z } from "./schema.ts";
import { countrySchema, languageSchema, methodIdSchema, saleStateSchema, type Role } from "./words.ts";

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
      /** "Same customer?" answered with no. With yes the page opens that sale instead. */
      otherCustomer: z.boolean(),
    }),
    z.discriminatedUnion("step", [
      z.strictObject({ step: z.enum(["begun", "confirm-amount"]) }),
      /** A sale of the same amount is open, or ended unpaid a moment ago. */
      z.strictObject({
        step: z.literal("same-customer"),
        saleId: idSchema,
        money: moneySchema,
        state: saleStateSchema,
        agoMs: z.int().min(0),
      }),
    ]),
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
  /** A manager lets another attempt begin although one that could still be paid is open; the approval is for the sale and its amount. */
  "sale/override": command(cashier, z.strictObject({ saleId: idSchema, approvalId: approvalIdSchema }), none),
  /** Puts a parked or finished sale of the recent list on the counter. */
  "sale/open": command(cashier, z.strictObject({ saleId: idSchema }), none),
  /** A keyboard-mode scan, recognised in the page. `text` is what the scanner typed, AIM identifier removed. */
  "scan/typed": command(anyone, z.strictObject({ text: z.string().min(1).max(512) }), none),
  /** The doubted code is used for this sale all the same; `id` is the doubt that the cashier saw. */
  "scan/use": command(cashier, z.strictObject({ saleId: idSchema, id: z.int() }), none),
  /** The doubted code is thrown away. */
  "scan/drop": command(cashier, z.strictObject({ saleId: idSchema, id: z.int() }), none),
  /** The provider's QR picture by the hash that a snapshot names. */
  "picture/bytes": command(
    anyone,
    z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/) }),
    z.strictObject({
      mediaType: z.enum(["image/svg+xml", "image/png", "image/jpeg"]),
      base64: z.string().max(1_400_000),
    }),
  ),
  /** Read, where nothing else is to be done; money that waits for a decision refuses it. */
  "alarm/seen": command(cashier, z.strictObject({ alarmId: z.string().min(1).max(80) }), none),
  /** Money that came late is kept as the payment of its sale; only while no other attempt of the sale is paid. */
  "alarm/attach": command(cashier, z.strictObject({ alarmId: z.string().min(1).max(80) }), none),
  /** A manager's PIN for one act: this action, on this subject, of this amount, on this picture. Used once, within a minute. */
  "approval/give": command(
    cashier,
    z.strictObject({
      approvalId: approvalIdSchema,
      action: z.enum(APPROVAL_ACTIONS),
      /** Attempt id of a refund or void, sale id of an override, `staff` for the staff list. */
      subject: z.string().min(1).max(80),
      amountMinor: amountMinorSchema.nullable(),
      currency: currencySchema.nullable(),
      /** Of a refund or void, as `refund/ask` repeats it; null for anything else. */
      seen: approvalSeenSchema.nullable(),
      staff: staffNumberSchema,
      pin: pinSchema,
    }),
    z.discriminatedUnion("result", [
      z.strictObject({ result: z.literal("given"), expiresInMs: z.int().min(0) }),
      z.strictObject({ result: z.literal("wrong"), triesLeft: z.int().min(0) }),
      z.strictObject({ result: z.literal("locked"), forMs: z.int().min(0) }),
      /**
       * Nothing was checked. `pins-lost`: what the PINs were hashed with is gone, see the set-up. `not-recorded`: the disk did
       * not take the try. `unusable`: nobody is on the list.
       */
      z.strictObject({ result: z.enum(["not-a-manager", "busy", "pins-lost", "not-recorded", "unusable"]) }),
    ]),
  ),
  /** What may go back of a paid attempt, read fresh from Omise. */
  "refund/terms": command(cashier, z.strictObject({ attemptId: idSchema }), refundTermsSchema),
  /** Asks for a refund or void that a manager approved. The same `refundId` again is the same refund. */
  "refund/ask": command(
    cashier,
    z.strictObject({
      refundId: idSchema,
      attemptId: idSchema,
      kind: refundKindSchema,
      amountMinor: amountMinorSchema,
      /** What had gone back already, as the approver saw it. */
      refundedBeforeMinor: z.int().min(0),
      /** Refunds were made elsewhere, and the manager knows. */
      acceptElsewhere: z.boolean(),
      approvalId: approvalIdSchema,
    }),
    none,
  ),
  /** Takes back a refund that has not been sent yet. */
  "refund/withdraw": command(cashier, z.strictObject({ refundId: idSchema }), none),
  /** The queue: look at the API now, whatever was planned. `id` is an attempt's or a refund's. */
  "queue/ask-now": command(cashier, z.strictObject({ id: idSchema }), none),
  /** The queue: send now what waits to be sent. */
  "queue/send-now": command(cashier, z.strictObject({ id: idSchema }), none),
  /** Adds or changes a member of staff; `pin` null keeps the old one. Without an approval only the first manager. */
  "staff/put": command(
    cashier,
    z.strictObject({ member: staffMemberSchema, pin: pinSchema.nullable(), approvalId: approvalIdSchema.nullable() }),
    z.strictObject({
      result: z.enum(["saved", "pin-needed", "pin-guessable", "manager-needed", "last-manager", "too-many"]),
    }),
  ),
  "staff/remove": command(
    cashier,
    z.strictObject({ number: staffNumberSchema, approvalId: approvalIdSchema }),
    z.strictObject({ result: z.enum(["removed", "last-manager", "unknown"]) }),
  ),
  /** The day's sales, newest first, a page at a time. `before` is the `cursor` of the last row seen. */
  "day/rows": command(
    cashier,
    z.strictObject({ before: z.int().min(1).nullable(), limit: z.int().min(1).max(100) }),
    z.strictObject({ rows: z.array(dayRowSchema).max(100) }),
  ),
  /** What of the scanners is on or off; what is left out stays. Applied at once. */
  "scanners/set": command(
    cashier,
    z.strictObject({
      hid: z.boolean().optional(),
      honeywellRedirect: z.boolean().optional(),
      keyGapMs: z.int().min(KEY_GAP_MS.least).max(KEY_GAP_MS.most).optional(),
    }),
    none,
  ),
  /** Adds a scanner on a serial port, or changes the one at `before`. */
  "scanners/put-serial": command(
    cashier,
    z.strictObject({ before: z.string().min(1).max(300).nullable(), place: serialChoiceSchema }),
    z.strictObject({ result: z.enum(["saved", "taken", "too-many", "unknown"]) }),
  ),
  "scanners/remove-serial": command(cashier, z.strictObject({ path: z.string().min(1).max(300) }), none),
  /** The serial ports that the system lists; `listed` is false where it cannot. */
  "scanners/ports": command(
    cashier,
    z.strictObject({}),
    z.strictObject({ listed: z.boolean(), ports: z.array(serialPortSchema).max(40) }),
  ),
  /** While a test is on, scans are looked at and nothing else. It ends by itself after two minutes and with the next sale. */
  "scanners/test": command(cashier, z.strictObject({ on: z.boolean() }), none),
  /** Writes what the test has heard, payment codes replaced, to a file; `file` is null when it has heard nothing. */
  "scanners/record": command(cashier, z.strictObject({}), z.strictObject({ file: z.string().max(1000).nullable() })),
  "set-up/language": command(cashier, z.strictObject({ language: languageSchema }), none),
  /** The customer's language, or null for both together. */
  "customer/language": command(cashier, z.strictObject({ language: languageSchema.nullable() }), none),
  /** Training only: which country's pretend account is used. Refused while any attempt is open. */
  "set-up/country": command(cashier, z.strictObject({ country: countrySchema }), none),
  /** Training only: the pretend scanner reads a code of this kind. */
  "rehearse/scan": command(cashier, z.strictObject({ code: z.enum(REHEARSED_CODES) }), none),
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
