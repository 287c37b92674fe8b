// A charge with all that our metadata says of it, for writing a lost ledger again. What other systems wrote there is not ours.
import { z } from "#contract/schema.ts";
import { METHOD_IDS } from "#contract/words.ts";
import type { ChargeFacts } from "#till/attempt/events.ts";
import type { PastCharge } from "#till/ports.ts";
import { readMoneyBack } from "./refund-wire.ts";

/** @param charge the facts already read from the same row
 *  @returns `isWhole` false: refunds of the charge are missing here */
export function readPast(row: unknown, charge: ChargeFacts): { readonly past: PastCharge; readonly isWhole: boolean } {
  const { source, metadata } = pastSchema.parse(row);
  const money = readMoneyBack(row);
  const past: PastCharge = {
    charge,
    method: METHOD_IDS.find((id) => id === source?.type) ?? null,
    saleId: metadata?.cf_sale ?? null,
    tillId: metadata?.cf_till ?? null,
    staff: metadata?.cf_staff ?? null,
    reference: metadata?.cf_ref ?? null,
    refunds: money?.refunds ?? [],
  };
  // An older shape without the list has nothing to show; it is whole as long as nothing went back.
  const hasNone = money !== null && money.refunds.length === 0 && money.refundedMinor === 0;
  return { past, isWhole: money !== null && (money.isWhole || hasNone) };
}

const word = z.string().min(1).max(255).nullish().catch(null);

// Every field gives way by itself: a row that is a charge is always a row of the past.
const pastSchema = z.object({
  source: z
    .object({ type: z.string().max(60).nullish().catch(null) })
    .nullish()
    .catch(null),
  metadata: z
    .object({
      cf_sale: z.uuid().nullish().catch(null),
      cf_till: word,
      cf_staff: z
        .string()
        .regex(/^\d{1,9}$/)
        .transform(Number)
        .nullish()
        .catch(null),
      cf_ref: word,
    })
    .nullish()
    .catch(null),
});
