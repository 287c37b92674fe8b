// What the kept books look like, record by record; the types of records.ts are what a parsed document must be.
import { z } from "zod";
import { MOST_EVENTS } from "./events.ts";
import { COUNTRIES, METHODS, type Country, type Currency, type MethodName } from "./methods.ts";
import {
  FUNDING_SOURCES,
  type ChargeRecord,
  type EventRecord,
  type RefundRecord,
  type SourceRecord,
} from "./records.ts";
import { MOST_REFUNDS } from "./refunds.ts";

/** A file of this size is read and written in a moment. */
export const MOST_CHARGES = 2000;
export const MOST_UNUSED_SOURCES = 500;

const LAST_INSTANT_MS = 8_640_000_000_000_000;

export type Kept = {
  readonly format: 1;
  readonly sources: readonly SourceRecord[];
  /** Oldest first, as in the vault. */
  readonly charges: readonly ChargeRecord[];
  readonly events: readonly EventRecord[];
};

const method = z.enum(Object.keys(METHODS) as [MethodName, ...MethodName[]]);
const country = z.enum(Object.keys(COUNTRIES) as [Country, ...Country[]]);
const currency = z.enum(["THB", "SGD", "MYR"] satisfies [Currency, ...Currency[]]);
const funding = z.enum(FUNDING_SOURCES);
const amount = z.int().nonnegative();
const instant = z.number().min(0).max(LAST_INSTANT_MS);
const words = z.string().max(2000);
const pairs = z.record(z.string().max(100), z.union([words, z.number(), z.boolean(), z.null()]));
const idOf = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_(test_)?[0-9a-z]{19}$`));

const source = z.strictObject({
  id: idOf("src"),
  method,
  amount,
  currency,
  createdAtMs: instant,
  barcode: z.string().max(64).nullable(),
  customer: z.strictObject({
    name: words.nullable(),
    email: words.nullable(),
    phoneNumber: words.nullable(),
    billing: pairs.nullable(),
    shipping: pairs.nullable(),
    items: z.array(pairs).max(100),
  }),
  chargeId: idOf("chrg").nullable(),
}) satisfies z.ZodType<SourceRecord>;

const refund = z.strictObject({
  id: idOf("rfnd"),
  chargeId: idOf("chrg"),
  amount,
  currency,
  voided: z.boolean(),
  metadata: pairs,
  createdAtMs: instant,
  transactionId: idOf("trxn"),
  closesAtMs: instant,
  // Books kept before it was written down have no refund that is yet to appear.
  visibleFromMs: instant.default(0),
}) satisfies z.ZodType<RefundRecord>;

const changing = {
  status: z.enum(["pending", "successful", "failed", "expired"]),
  failureCode: words.nullable(),
  paidAtMs: instant.nullable(),
  expiresAtMs: instant,
  expiredAtMs: instant.nullable(),
  transactionId: idOf("trxn").nullable(),
  disputed: z.boolean(),
  funding,
};

const charge = z.strictObject({
  ...changing,
  id: idOf("chrg"),
  sourceId: idOf("src"),
  method,
  country,
  amount,
  currency,
  description: words.nullable(),
  metadata: pairs,
  returnUri: words.nullable(),
  ip: words.nullable(),
  webhookEndpoints: z.array(words).max(2),
  createdAtMs: instant,
  visibleFromMs: instant,
  refunds: z.array(refund).max(MOST_REFUNDS),
  plan: z.strictObject({ atMs: instant, outcome: z.enum(["pay", "reject"]) }).nullable(),
  dawdles: z.boolean(),
  paymentId: idOf("pay2"),
  payload: z.string().regex(/^[A-Z0-9-]{1,80}$/),
  documentId: idOf("docu"),
  downloadToken: z.string().regex(/^[0-9A-F]{16}$/),
  filename: z.string().regex(/^[a-z0-9.]{1,40}$/),
}) satisfies z.ZodType<ChargeRecord>;

const event = z.strictObject({
  id: idOf("evnt"),
  key: z.enum(["charge.create", "charge.complete", "charge.expire", "refund.create"]),
  chargeId: idOf("chrg"),
  createdAtMs: instant,
  shownAtMs: instant,
  about: z.union([
    z.strictObject({ moment: z.strictObject({ ...changing, refundCount: z.int().min(0).max(MOST_REFUNDS) }) }),
    z.strictObject({ refundId: idOf("rfnd") }),
  ]),
}) satisfies z.ZodType<EventRecord>;

export const keptSchema = z.strictObject({
  format: z.literal(1),
  sources: z.array(source).max(MOST_CHARGES + MOST_UNUSED_SOURCES),
  charges: z.array(charge).max(MOST_CHARGES),
  events: z.array(event).max(MOST_EVENTS),
}) satisfies z.ZodType<Kept>;
