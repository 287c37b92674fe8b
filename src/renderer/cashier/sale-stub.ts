// What stands on the shop's half of a sheet about a sale: what it is found by.
import type { SaleView } from "#contract/views.ts";
import type { Say } from "#renderer/shared/language.tsx";

export function saleStub({ attemptId, reference }: Pick<SaleView, "attemptId" | "reference">, say: Say): string[] {
  const number = attemptId === null ? [] : [`${say("sale.number")} ${attemptId.slice(0, 8).toLowerCase()}`];
  return reference === null ? number : [...number, reference];
}
