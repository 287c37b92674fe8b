// A paid charge as it is read before money goes back, silent in everything that it may be silent about.
import type { ChargeFacts } from "#till/attempt/events.ts";
import type { ChargeFlags } from "#till/ports.ts";
import type { RefundFacts } from "#till/refund/events.ts";
import type { MoneyRead } from "#till/refund/gone.ts";
import { facts as pending, paid } from "./cases.ts";
import { facts } from "./refund-cases.ts";

/** Noon in Bangkok, when it was made and paid. */
export const NOON = Date.UTC(2026, 10, 20, 5);
const SILENT: ChargeFlags = {
  refundable: null,
  partiallyRefundable: null,
  canPerformVoid: null,
  voided: null,
  refundedMinor: 0,
};
/** A refund that another made. */
export const elsewhere: RefundFacts = { ...facts, refundId: null, omiseRefundId: "rfnd_test_9", amountMinor: 700 };

export type Given = {
  readonly charge?: Partial<ChargeFacts>;
  readonly flags?: Partial<ChargeFlags>;
  readonly refunds?: readonly RefundFacts[];
};

export function read({ charge, flags, refunds = [] }: Given): MoneyRead {
  const whole = { ...pending, ...paid, createdAtMs: NOON, paidAtMs: NOON, ...charge };
  return { kind: "money", charge: whole, flags: { ...SILENT, ...flags }, refunds, complete: true, bankMs: NOON };
}
