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

/** Writes subunits as a plain decimal string, `150000` THB -> `"1500.00"`. Exact at any size. */
function decimalText(amountMinor: number, currency: Currency): string {
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError("an amount is a safe integer of subunits");
  const digits = exponentOf(currency);
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, "0");
  const sign = amountMinor < 0 ? "-" : "";
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Writes money for people: `THB 1,500.00`, with the currency's code, never abbreviated. */
export function moneyText(money: { readonly amountMinor: number; readonly currency: Currency }): string {
  const decimals = decimalText(money.amountMinor, money.currency);
  const [whole = "0", fraction = ""] = decimals.split(".");
  return `${money.currency} ${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${fraction}`;
}
