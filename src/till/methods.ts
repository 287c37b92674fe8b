// The table of payment methods: one record each. A fifth method is a record here and its texts.
// Source: the methods' own documents at Omise (limits, life, void and refund rules).
import type { Currency, Money } from "#contract/money.ts";
import { METHOD_IDS, type MethodId } from "#contract/words.ts";
import type { Capability } from "./ports.ts";

type Limits = { readonly minMinor: number; readonly maxMinor: number };

export type MethodRule = {
  readonly id: MethodId;
  /** `scan`: the cashier scans the customer's code. `qr`: the customer's screen shows one. */
  readonly flow: "scan" | "qr";
  /** The cashier's key, as `KeyboardEvent.code`. */
  readonly key: string | null;
  /** In subunits, both ends included. A currency that is missing is not taken. */
  readonly limits: Readonly<Partial<Record<Currency, Limits>>>;
  /** How far ahead `expires_at` may be set at creation; null where the method documents no such thing. */
  readonly settableLife: { readonly minMs: number; readonly maxMs: number } | null;
  /** Its document's example sends `return_uri` although the flow is offline. */
  readonly sendsReturnUri: boolean;
  readonly voidRule: "none-documented" | "until-1615-utc" | "same-bangkok-day-whole-only";
  readonly refundDays: number;
  readonly refundDaysFrom: "transaction" | "creation";
  /** When a part of the amount may go back. `next-bangkok-day`: and then not from every funding source. */
  readonly partRule: "any-time" | "next-bangkok-day";
};

const HOUR = 3_600_000;

export const METHODS: Readonly<Record<MethodId, MethodRule>> = {
  wechat_pay_upm: {
    id: "wechat_pay_upm",
    flow: "scan",
    key: null,
    limits: { THB: { minMinor: 2_000, maxMinor: 15_000_000 } },
    settableLife: null,
    sendsReturnUri: false,
    voidRule: "none-documented",
    refundDays: 90,
    refundDaysFrom: "transaction",
    partRule: "any-time",
  },
  alipayplus_mpm: {
    id: "alipayplus_mpm",
    flow: "qr",
    key: "KeyA",
    limits: {
      THB: { minMinor: 2_000, maxMinor: 15_000_000 },
      SGD: { minMinor: 100, maxMinor: 2_000_000 },
      MYR: { minMinor: 100, maxMinor: 3_000_000 },
    },
    settableLife: null,
    sendsReturnUri: false,
    voidRule: "until-1615-utc",
    refundDays: 365,
    refundDaysFrom: "transaction",
    partRule: "any-time",
  },
  atome_qr: {
    id: "atome_qr",
    flow: "qr",
    key: "KeyO",
    limits: {
      THB: { minMinor: 2_000, maxMinor: 5_000_000 },
      SGD: { minMinor: 150, maxMinor: 300_000 },
      MYR: { minMinor: 1_000, maxMinor: 500_000 },
    },
    settableLife: { minMs: 60_000, maxMs: 12 * HOUR - 300_000 },
    sendsReturnUri: false,
    voidRule: "none-documented",
    refundDays: 60,
    refundDaysFrom: "transaction",
    partRule: "any-time",
  },
  truemoney_qr: {
    id: "truemoney_qr",
    flow: "qr",
    key: "KeyT",
    limits: { THB: { minMinor: 10_000, maxMinor: 5_000_000 } },
    settableLife: null,
    sendsReturnUri: true,
    voidRule: "same-bangkok-day-whole-only",
    refundDays: 30,
    refundDaysFrom: "creation",
    partRule: "next-bangkok-day",
  },
};

export type Fitness =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: "too-small" | "too-large" | "wrong-currency" | "not-enabled" };

/** Our limits for a method, made narrower by what the account says, never wider. */
export function limitsOf(id: MethodId, currency: Currency, capability: Capability | null): Limits | null {
  const own = METHODS[id].limits[currency];
  if (!own) return null;
  const account = capability?.chargeLimits;
  if (!account) return own;
  return { minMinor: Math.max(own.minMinor, account.minMinor), maxMinor: Math.min(own.maxMinor, account.maxMinor) };
}

/** Whether a method can take this amount on this account. `money` null asks about the method and currency alone. */
export function fitnessOf(
  id: MethodId,
  asked: { readonly currency: Currency; readonly money: Money | null; readonly capability: Capability | null },
): Fitness {
  const limits = limitsOf(id, asked.currency, asked.capability);
  if (!limits) return { ok: false, reason: "wrong-currency" };
  const enabled = asked.capability?.methods.find((method) => method.id === id);
  if (!enabled?.currencies.includes(asked.currency)) return { ok: false, reason: "not-enabled" };
  if (asked.money && asked.money.amountMinor < limits.minMinor) return { ok: false, reason: "too-small" };
  if (asked.money && asked.money.amountMinor > limits.maxMinor) return { ok: false, reason: "too-large" };
  return { ok: true };
}

export function enabledMethods(currency: Currency, capability: Capability | null): readonly MethodId[] {
  return METHOD_IDS.filter((id) => fitnessOf(id, { currency, money: null, capability }).ok);
}
