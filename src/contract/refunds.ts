// Money going back, as screens see it: what is possible for a paid attempt, and how far each refund has come.
import { moneySchema } from "./money.ts";
import { z } from "./schema.ts";

export const refundKindSchema = z.enum(["void", "refund"]);
export type RefundKind = z.infer<typeof refundKindSchema>;

export const REFUND_STATES = ["asked", "sending", "unknown", "accepted", "closed", "failed", "not-found"] as const;

/** Why a refund ended without money going back. */
export const REFUND_ENDS = ["refused", "changed", "void-over", "lapsed", "withdrawn"] as const;

export const refundViewSchema = z.strictObject({
  refundId: z.uuid(),
  kind: refundKindSchema,
  money: moneySchema,
  state: z.enum(REFUND_STATES),
  end: z.enum(REFUND_ENDS).nullable(),
  /** The API's own words for `refused`. */
  message: z.string().max(500),
  /** Omise's word: a void instead of a refund. null while it has not said. */
  voided: z.boolean().nullable(),
  approver: z.int(),
  atMs: z.int(),
  mayWithdraw: z.boolean(),
});
export type RefundView = Readonly<z.infer<typeof refundViewSchema>>;

/** Why nothing may go back, or not in this way. */
export const REFUND_OBJECTIONS = [
  "no-answer",
  "not-paid",
  "open-refund",
  "fully-refunded",
  "too-many",
  "not-refundable",
  "window-over",
] as const;

const minor = z.int().min(0);

/** Read fresh. Amounts in subunits of the charge's currency. */
export const refundTermsSchema = z.strictObject({
  money: moneySchema,
  /** Went back already, whoever did it. */
  refundedMinor: minor,
  /** Part of it that this shop's tills did not ask for. */
  elsewhereMinor: minor,
  leftMinor: minor,
  objection: z.enum(REFUND_OBJECTIONS).nullable(),
  /** `uncertain`: Omise has not said, and the earliest cut-off is taken. */
  mayVoid: z.enum(["yes", "uncertain", "no"]),
  voidRemainingMs: minor.nullable(),
  mayRefund: z.boolean(),
  mayRefundPart: z.boolean(),
  /** Omise may turn a whole refund into a void before settlement. */
  mayBecomeVoid: z.boolean(),
  daysLeft: z.int().min(0).nullable(),
});
export type RefundTerms = Readonly<z.infer<typeof refundTermsSchema>>;
