// Requests and answers as Omise writes them (version 2019-05-29). Answers: require few, carry what the till needs, drop the
// rest: payment codes, picture addresses, personal fields end here. An absent flag is null, never false.
import { CURRENCIES, type Currency } from "#contract/money.ts";
import { z } from "#contract/schema.ts";
import { METHOD_IDS, type MethodId } from "#contract/words.ts";
import type { ApiError, ChargeFacts } from "#till/attempt/events.ts";
import type { Capability, ChargeOrder } from "#till/ports.ts";

export const API_VERSION = "2019-05-29";

/** What a method's document says about its requests and answers. */
export type MethodWire = {
  /** `source[barcode]`: the customer's scanned code. */
  readonly sendsBarcode: boolean;
  readonly sendsExpiresAt: boolean;
  readonly sendsReturnUri: boolean;
  /** The answer's picture is for the customer's screen. False: it is never fetched, whatever the answer carries. */
  readonly showsPicture: boolean;
};
export type MethodWires = Readonly<Record<MethodId, MethodWire>>;

/** Where a charge comes from, for its description and metadata. */
export type Shop = { readonly shopName: string; readonly shopId: string; readonly tillId: string };

/** A charge as read from an answer. The address of its picture stays inside this room. */
export type SeenCharge = { readonly facts: ChargeFacts; readonly pictureAddress: string | null };

/** Path of a charge. Throws on an id that Omise cannot have given. */
export function chargePath(chargeId: string): string {
  if (!CHARGE_ID.test(chargeId)) throw new RangeError("not the id of a charge");
  return `/charges/${chargeId}`;
}

/** ISO 8601 in UTC and whole seconds, as Omise writes times; a part of a second is cut off. */
export function isoSeconds(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

/**
 * The body of the one call that creates source and charge. This is the one place where a scanned code is opened.
 * Throws when the order does not fit its method. Source: Charges API, and the methods' own documents.
 */
export function chargeForm(
  order: ChargeOrder,
  terms: { readonly shop: Shop; readonly method: MethodWire; readonly returnUri: string },
): string {
  const { shop, method } = terms;
  if (method.sendsBarcode !== (order.code !== null))
    throw new Error(`${order.method}: a code is sent just where one is scanned`);
  if (order.expiresAtMs !== null && !method.sendsExpiresAt) throw new Error(`${order.method} documents no expires_at`);
  const described = [shop.shopName, order.reference, order.attemptId.slice(0, 8)].filter((part) => part !== null);
  const form = new URLSearchParams({
    amount: String(order.money.amountMinor),
    currency: order.money.currency,
    description: described.join(" / ").slice(0, 255),
    "source[type]": order.method,
    "metadata[cf_attempt]": order.attemptId,
    "metadata[cf_sale]": order.saleId,
    "metadata[cf_shop]": shop.shopId,
    "metadata[cf_till]": shop.tillId,
    "metadata[cf_staff]": String(order.staff),
  });
  if (order.reference !== null) form.set("metadata[cf_ref]", order.reference);
  if (order.code !== null) form.set("source[barcode]", order.code.open());
  if (order.expiresAtMs !== null) form.set("expires_at", isoSeconds(order.expiresAtMs));
  if (method.sendsReturnUri) form.set("return_uri", terms.returnUri);
  return form.toString();
}

/** @returns null where the answer is not a charge */
export function readCharge(answer: unknown, methods: MethodWires): SeenCharge | null {
  const parsed = chargeSchema.safeParse(answer);
  if (!parsed.success) return null;
  const charge = parsed.data;
  const type = METHOD_IDS.find((id) => id === charge.source?.type);
  const isShown = type !== undefined && methods[type].showsPicture;
  const pictureAddress = isShown ? (charge.source?.scannable_code?.image?.download_uri ?? null) : null;
  const facts: ChargeFacts = {
    chargeId: charge.id,
    status: charge.status,
    paid: charge.paid ?? null,
    amountMinor: charge.amount,
    currency: charge.currency,
    livemode: charge.livemode ?? null,
    attemptId: charge.metadata?.cf_attempt ?? null,
    createdAtMs: instantOf(charge.created_at),
    expiresAtMs: instantOf(charge.expires_at),
    paidAtMs: instantOf(charge.paid_at),
    failureCode: charge.failure_code ?? null,
    failureMessage: charge.failure_message == null ? null : plainWords(charge.failure_message),
    hasPicture: pictureAddress !== null,
  };
  return { facts, pictureAddress };
}

/** @returns the API's own error object, or null where the answer is none */
export function readError(status: number, answer: unknown): ApiError | null {
  const parsed = errorSchema.safeParse(answer);
  return parsed.success ? { status, code: parsed.data.code, message: plainWords(parsed.data.message) } : null;
}

export type SeenAccount = Readonly<z.infer<typeof accountSchema>>;
export function readAccount(answer: unknown): SeenAccount | null {
  return accountSchema.safeParse(answer).data ?? null;
}

/** `country` is as the API says it, null where an older answer lacks it. */
export type SeenCapability = Omit<Capability, "country"> & { readonly country: string | null };
export function readCapability(answer: unknown): SeenCapability | null {
  const parsed = capabilitySchema.safeParse(answer);
  if (!parsed.success) return null;
  const limits = parsed.data.limits?.charge_amount;
  return {
    country: parsed.data.country ?? null,
    methods: parsed.data.payment_methods.flatMap((method) => {
      const id = METHOD_IDS.find((known) => known === method.name);
      return id === undefined ? [] : [{ id, currencies: ourCurrencies(method.currencies) }];
    }),
    chargeLimits: limits ? { minMinor: limits.min, maxMinor: limits.max } : null,
  };
}

export function ourCurrencies(written: readonly string[]): readonly Currency[] {
  return CURRENCIES.filter((currency) => written.some((one) => one.toUpperCase() === currency));
}

// Words of the API are shown and stored, so what a message may repeat of a request is masked: long digits, keys, addresses.
function plainWords(text: string): string {
  return text
    .replace(/[a-z][a-z0-9+.-]*:\/\/\S+/gi, "(address)")
    .replace(/\b[ps]key_\w+/g, "(key)")
    .replace(/\d(?:[ -]?\d){9,}/g, (digits) => `****${digits.slice(-4)}`)
    .slice(0, 500);
}

/** Epoch ms of an ISO text; null where there is none. */
export function instantOf(text: string | null | undefined): number | null {
  const atMs = Date.parse(text ?? "");
  return Number.isNaN(atMs) ? null : atMs;
}

/** As Omise gives them. */
export const CHARGE_ID = /^chrg_[a-z0-9_]{1,80}$/;
const text = z.string().max(10_000);
const flag = z.boolean().nullish();

const chargeSchema = z.object({
  object: z.literal("charge"),
  id: z.string().regex(CHARGE_ID),
  status: z.string().min(1).max(40),
  amount: z.int().min(0),
  currency: z.string().length(3).toUpperCase(),
  paid: flag,
  livemode: flag,
  // Other systems write what they like into metadata: a `cf_attempt` that is no text is none of ours.
  metadata: z
    .object({ cf_attempt: z.string().max(80).nullish().catch(null) })
    .nullish()
    .catch(null),
  created_at: text.nullish(),
  expires_at: text.nullish(),
  paid_at: text.nullish(),
  failure_code: z.string().max(80).nullish(),
  failure_message: text.nullish(),
  // A card charge has no source; a picture in a shape that we do not know is no reason to lose a payment.
  source: z
    .object({
      type: z.string().max(60).nullish(),
      scannable_code: z
        .object({ image: z.object({ download_uri: z.string().max(2000).nullish() }).nullish() })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
});

const errorSchema = z.object({
  object: z.literal("error"),
  code: z.string().regex(/^[a-z0-9_]{1,80}$/),
  message: text,
});

const accountSchema = z.object({
  object: z.literal("account"),
  id: z.string().min(1).max(80),
  livemode: flag,
  country: z.string().max(2).nullish(),
  currency: z.string().max(3).nullish(),
});

const capabilitySchema = z.object({
  object: z.literal("capability"),
  country: z.string().max(2).nullish(),
  payment_methods: z
    .array(z.object({ name: z.string().max(80), currencies: z.array(z.string().max(10)).max(300) }))
    .max(300),
  limits: z.object({ charge_amount: z.object({ min: z.int(), max: z.int() }).nullish() }).nullish(),
});
