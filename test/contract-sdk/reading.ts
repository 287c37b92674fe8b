// What an answer says, read in this test's own words and not by the client under test: the second opinion of the comparison.
import { z } from "zod";
import type { ChargeFacts } from "#till/attempt/events.ts";
import type { RefundFacts } from "#till/refund/events.ts";
import type { Json } from "./open-official.ts";

const metadata = z.record(z.string(), z.string()).catch({});
const nullable = z.string().nullable().default(null);

const chargeShape = z.object({
  object: z.literal("charge"),
  id: z.string(),
  status: z.string(),
  paid: z.boolean(),
  amount: z.number(),
  currency: z.string(),
  livemode: z.boolean(),
  metadata,
  created_at: nullable,
  expires_at: nullable,
  paid_at: nullable,
  failure_code: nullable,
  failure_message: nullable,
  refundable: z.boolean().nullable().default(null),
  partially_refundable: z.boolean().nullable().default(null),
  can_perform_void: z.boolean().nullable().default(null),
  voided: z.boolean().nullable().default(null),
  refunded_amount: z.number(),
  source: z.object({ type: z.string(), scannable_code: z.object({ image: z.object({ download_uri: z.string() }) }) }),
});

export function chargeIn(json: Json): ChargeFacts {
  const charge = chargeShape.parse(json);
  return {
    chargeId: charge.id,
    status: charge.status,
    paid: charge.paid,
    amountMinor: charge.amount,
    currency: charge.currency,
    livemode: charge.livemode,
    attemptId: charge.metadata["cf_attempt"] ?? null,
    createdAtMs: msOf(charge.created_at),
    expiresAtMs: msOf(charge.expires_at),
    paidAtMs: msOf(charge.paid_at),
    failureCode: charge.failure_code,
    failureMessage: charge.failure_message,
    // A WeChat answer's picture is not for showing.
    hasPicture: charge.source.type !== "wechat_pay_upm",
  };
}

export function flagsIn(json: Json) {
  const charge = chargeShape.parse(json);
  return {
    refundable: charge.refundable,
    partiallyRefundable: charge.partially_refundable,
    canPerformVoid: charge.can_perform_void,
    voided: charge.voided,
    refundedMinor: charge.refunded_amount,
  };
}

const refundShape = z.object({
  object: z.literal("refund"),
  id: z.string(),
  charge: z.string(),
  amount: z.number(),
  currency: z.string(),
  status: z.string(),
  voided: z.boolean(),
  metadata,
  created_at: nullable,
});

export function refundIn(json: unknown): RefundFacts {
  const refund = refundShape.parse(json);
  return {
    omiseRefundId: refund.id,
    chargeId: refund.charge,
    amountMinor: refund.amount,
    currency: refund.currency,
    status: refund.status,
    voided: refund.voided,
    refundId: refund.metadata["cf_refund"] ?? null,
    createdAtMs: msOf(refund.created_at),
  };
}

export function rowsIn(json: Json): readonly Json[] {
  return z.object({ object: z.literal("list"), data: z.array(z.record(z.string(), z.unknown())) }).parse(json).data;
}

const accountShape = z.object({ id: z.string(), currency: z.string(), livemode: z.boolean() });
const capabilityShape = z.object({
  country: z.string(),
  payment_methods: z.array(z.object({ name: z.string(), currencies: z.array(z.string()) })),
  limits: z.object({ charge_amount: z.object({ min: z.number(), max: z.number() }) }),
});

export function accountIn(account: Json, capability: Json) {
  const { id, currency, livemode } = accountShape.parse(account);
  const { country, payment_methods: methods, limits } = capabilityShape.parse(capability);
  return {
    kind: "account",
    accountId: id,
    currency,
    livemode,
    capability: {
      country,
      methods: methods.map((method) => ({ id: method.name, currencies: method.currencies })),
      chargeLimits: { minMinor: limits.charge_amount.min, maxMinor: limits.charge_amount.max },
    },
  };
}

/** Code and words of an error; the official client does not tell the status. */
export function errorIn(json: Json) {
  const { code, message } = z.object({ object: z.literal("error"), code: z.string(), message: z.string() }).parse(json);
  return { code, message };
}

function msOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}
