// The single values that stored states and events are made of, with their limits.
import { z } from "#contract/schema.ts";

export const instant = z.int().min(0);
/** Left out where it is null. */
export const instantOrNull = instant.nullable().default(null);
/** A flag that is left out where it is false. */
export const whenTrue = z.boolean().default(false);
export const flagOrNull = z.boolean().nullable().default(null);
export const text = z.string().max(20_000);
export const textOrNull = text.nullable().default(null);
/** These also stand in columns of their own, where half a character would become another one. */
export const id = z.string().min(1).max(200).refine(isWhole, "half a character");
export const referenceOrNull = text.refine(isWhole, "half a character").nullable().default(null);
/** A row of this ledger, by the seq of its first event. */
export const rowId = z.int().min(1);
export const staff = z.int().min(0);

function isWhole(value: string): boolean {
  return value.isWellFormed();
}
