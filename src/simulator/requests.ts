// What a caller may ask, as schemas: both forms and JSON arrive here, so numbers and booleans may be text.
// Unknown parameters are refused: the real API may be milder, but a misspelt name should be found in training.
import { z } from "zod";
import { badRequest, type Refusal } from "./errors.ts";

const wholeNumber = z.union([
  z.int().nonnegative(),
  z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number),
]);
const yesOrNo = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);
const text = z.string().max(1000);
const shortText = z.string().min(1).max(255);
const instant = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).transform((value) => Date.parse(value));
const webAddress = z.url({ protocol: /^https?$/ }).max(2000);
const currency = z
  .string()
  .regex(/^[a-zA-Z]{3}$/)
  .transform((code) => code.toUpperCase());
const metadata = z
  .record(z.string().min(1).max(100), z.union([text, z.number(), z.boolean(), z.null()]))
  .refine((pairs) => Object.keys(pairs).length <= 50, "has more than 50 keys");

const address = z
  .strictObject({
    street1: shortText.nullish(),
    street2: shortText.nullish(),
    city: shortText.nullish(),
    state: shortText.nullish(),
    postal_code: z.string().max(20).nullish(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .nullish(),
  })
  .transform((given) => ({
    street1: given.street1 ?? null,
    street2: given.street2 ?? null,
    city: given.city ?? null,
    state: given.state ?? null,
    postal_code: given.postal_code ?? null,
    country: given.country ?? null,
  }));

const item = z
  .strictObject({
    sku: shortText.nullish(),
    name: shortText,
    amount: wholeNumber,
    quantity: wholeNumber.refine((count) => count > 0, "must be at least 1"),
    category: shortText.nullish(),
    brand: shortText.nullish(),
    item_uri: webAddress.nullish(),
    image_uri: webAddress.nullish(),
  })
  .transform((given) => ({
    sku: given.sku ?? null,
    name: given.name,
    amount: given.amount,
    quantity: given.quantity,
    category: given.category ?? null,
    brand: given.brand ?? null,
    item_uri: given.item_uri ?? null,
    image_uri: given.image_uri ?? null,
  }));

const sourceFields = {
  type: z.string().max(50),
  barcode: z.string().max(64).optional(),
  phone_number: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, "needs a country code, as in +66876543210")
    .optional(),
  name: shortText.optional(),
  email: z.email().max(254).optional(),
  items: z.array(item).max(100).optional(),
  billing: address.optional(),
  shipping: address.optional(),
};

const inlineSource = z.strictObject(sourceFields);
export type InlineSource = z.infer<typeof inlineSource>;

/** POST /sources */
export const sourceRequest = z.strictObject({ amount: wholeNumber, currency, ...sourceFields });
export type SourceRequest = z.infer<typeof sourceRequest>;

/** POST /charges with a source id or an inline source. */
export const chargeRequest = z.strictObject({
  amount: wholeNumber,
  currency,
  source: z.union([z.string().regex(/^src_[a-z0-9_]{1,40}$/), inlineSource]),
  description: text.nullish(),
  metadata: metadata.optional(),
  return_uri: webAddress.nullish(),
  expires_at: z.iso
    .datetime({ offset: true })
    .transform((value) => Date.parse(value))
    .optional(),
  capture: yesOrNo.optional(),
  ip: z.union([z.ipv4(), z.ipv6()]).nullish(),
  webhook_endpoints: z.array(webAddress).min(1).max(2).optional(),
});
export type ChargeRequest = z.infer<typeof chargeRequest>;

/** POST /charges/:id/refunds */
export const refundRequest = z.strictObject({
  amount: wholeNumber.refine((amount) => amount > 0, "must be at least 1"),
  metadata: metadata.optional(),
  void: yesOrNo.optional(),
});

/** Calls that take no parameter. */
export const emptyRequest = z.strictObject({});

/** The query of every list. `fromMs` and `toMs` include their ends. */
export const listRequest = z.object({
  limit: wholeNumber.refine((limit) => limit >= 1 && limit <= 100, "must be between 1 and 100").default(20),
  offset: wholeNumber.default(0),
  from: instant.default(0),
  to: instant.optional(),
  order: z.enum(["chronological", "reverse_chronological"]).default("chronological"),
});
export type ListRequest = z.infer<typeof listRequest>;

/** Parses by a schema; the first problem becomes a 400 in words that never repeat the value. */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> | Refusal {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? "request" : issue.path.join(".");
  if (issue?.code === "unrecognized_keys") return badRequest(`${where}: unknown parameter ${issue.keys.join(", ")}`);
  return badRequest(`${where}: ${issue?.message ?? "is invalid"}`);
}
