// "Same customer?": before a new sale of an amount that is open, or ended unpaid a moment ago, somebody has to say that it is
// another customer. The likeliest double charge is the one that a person begins.
import type { OutputOf } from "#contract/commands.ts";
import type { Money } from "#contract/money.ts";
import { isFinal } from "./attempt/state.ts";
import type { Clock, Ledger } from "./ports.ts";
import type { Timings } from "./timings.ts";

type Question = Extract<OutputOf<"sale/begin">, { step: "same-customer" }>;

/** @returns the question to ask, or null where no sale of that amount could be meant */
export function sameCustomer(
  money: Money,
  parts: { readonly ledger: Ledger; readonly clock: Clock; readonly timings: Timings },
): Question | null {
  const nowMs = parts.clock.nowMs();
  const [sale] = parts.ledger.unpaidSalesOf(money, nowMs - parts.timings.sameCustomerWithinMs);
  if (!sale) return null;
  const attempts = parts.ledger.attemptsOfSale(sale.saleId);
  const record = attempts.find(({ state }) => !isFinal(state)) ?? attempts.at(-1);
  if (!record) return null;
  const { attempt, state } = record;
  const sinceMs = "endedAtMs" in state ? state.endedAtMs : attempt.createdAtMs;
  const agoMs = Math.max(0, Math.round(nowMs - sinceMs));
  return { step: "same-customer", saleId: sale.saleId, money: sale.money, state: state.name, agoMs };
}
