// Amounts as the API counts them: whole subunits together with their currency, never a float.
import { z } from "./schema.ts";

export const CURRENCIES = ["THB", "SGD", "MYR"] as const;
export const currencySchema = z.enum(CURRENCIES);
export type Currency = z.infer<typeof currencySchema>;

/** Subunits of a currency: a safe integer from 1 to one hundred million million. */
export const amountMinorSchema = z.int().min(1).max(100_000_000_000_000);

export const moneySchema = z.strictObject({
  amountMinor: amountMinorSchema,
  currency: currencySchema,
});
export type Money = Readonly<z.infer<typeof moneySchema>>;

/** Decimal places of each currency (ISO 4217). All three of ours have two. */
const EXPONENTS: Readonly<Record<Currency, number>> = { THB: 2, SGD: 2, MYR: 2 };

export function exponentOf(currency: Currency): number {
  return EXPONENTS[currency];
}

/** Writes money for people, exact at any size: `THB 1,500.00`, with the currency's code, never abbreviated. */
export function moneyText(money: { readonly amountMinor: number; readonly currency: Currency }): string {
  const { amountMinor, currency } = money;
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError("an amount is a safe integer of subunits");
  const digits = exponentOf(currency);
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, "0");
  const whole = text.slice(0, -digits).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${currency} ${amountMinor < 0 ? "-" : ""}${whole}.${text.slice(-digits)}`;
}
