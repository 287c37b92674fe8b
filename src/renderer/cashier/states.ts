// Which states the page draws as over: a sale in one of them gives way to the digits of the next.
import type { SaleStateName } from "#contract/words.ts";

const OVER: ReadonlySet<SaleStateName> = new Set([
  "successful",
  "failed",
  "expired",
  "cancelled",
  "not-sent",
  "not-found",
  "paid-late",
]);

export function isOver(state: SaleStateName): boolean {
  return OVER.has(state);
}
