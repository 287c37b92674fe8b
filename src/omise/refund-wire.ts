// Refunds, and what a charge says of money that went back, as Omise writes them (version 2019-05-29). Whether a refund is
// ours is told by `cf_refund` alone; an absent flag is null, never false.
import { z } from "#contract/schema.ts";
import type { ChargeFlags, RefundOrder } from "#till/ports.ts";
import type { RefundFacts } from "#till/refund/events.ts";
import { CHARGE_ID, instantOf } from "./wire.ts";

/** The body of a refund; `void` is sent only where nothing but a void will do. Source: Refunds API. */
export function refundForm(order: RefundOrder): string {
  const form = new URLSearchParams({
    amount: String(order.money.amountMinor),
    "metadata[cf_refund]": order.refundId,
    "metadata[cf_approver]": String(order.approver),
  });
  if (order.asVoid) form.set("void", "true");
  return form.toString();
}

/** @returns null where the answer is not a refund */
export function readRefund(answer: unknown): RefundFacts | null {
  const parsed = refundSchema.safeParse(answer);
  if (!parsed.success) return null;
  const refund = parsed.data;
  return {
    omiseRefundId: refund.id,
    chargeId: refund.charge,
    amountMinor: refund.amount,
    currency: refund.currency,
    status: refund.status ?? null,
    voided: refund.voided ?? null,
    refundId: refund.metadata?.cf_refund ?? null,
    createdAtMs: instantOf(refund.created_at),
  };
}

/** The refunds that came inside a charge: `isWhole` when every one of them is there and could be read. */
export type EmbeddedRefunds = { readonly refunds: readonly RefundFacts[]; readonly isWhole: boolean };

export type SeenMoney = EmbeddedRefunds & {
  readonly flags: Omit<ChargeFlags, "refundedMinor">;
  /** `refunded_amount`; null where the field is absent. */
  readonly refundedMinor: number | null;
};

/** What a charge says of money that went back; null where a field has a shape that we do not know. */
export function readMoneyBack(charge: unknown): SeenMoney | null {
  const parsed = moneySchema.safeParse(charge);
  if (!parsed.success) return null;
  const seen = parsed.data;
  return {
    flags: {
      refundable: seen.refundable ?? null,
      partiallyRefundable: seen.partially_refundable ?? null,
      canPerformVoid: seen.can_perform_void ?? null,
      voided: seen.voided ?? null,
    },
    refundedMinor: seen.refunded_amount ?? null,
    ...embedded(seen.refunds ?? null),
  };
}

function embedded(list: { readonly data: readonly unknown[]; readonly total: number } | null): EmbeddedRefunds {
  const rows = list?.data.flatMap((row) => readRefund(row) ?? []) ?? [];
  const byId = new Map(rows.map((refund) => [refund.omiseRefundId, refund]));
  return { refunds: [...byId.values()], isWhole: list !== null && byId.size === list.total };
}

export function sumOf(refunds: readonly RefundFacts[]): number {
  return refunds.reduce((sum, refund) => sum + refund.amountMinor, 0);
}

const flag = z.boolean().nullish();

const refundSchema = z.object({
  object: z.literal("refund"),
  id: z.string().regex(/^rfnd_[a-z0-9_]{1,80}$/),
  charge: z.string().regex(CHARGE_ID),
  amount: z.int().min(0),
  currency: z.string().length(3).toUpperCase(),
  status: z.string().min(1).max(40).nullish(),
  voided: flag,
  // Other systems write what they like into metadata: a `cf_refund` that is no UUID is none of ours.
  metadata: z
    .object({ cf_refund: z.uuid().nullish().catch(null) })
    .nullish()
    .catch(null),
  created_at: z.string().max(100).nullish(),
});

const moneySchema = z.object({
  refundable: flag,
  partially_refundable: flag,
  can_perform_void: flag,
  voided: flag,
  refunded_amount: z.int().min(0).nullish(),
  refunds: z
    .object({ object: z.literal("list"), data: z.array(z.unknown()).max(100), total: z.int().min(0) })
    .nullish()
    .catch(null),
});
