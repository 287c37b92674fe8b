// Whether a source or charge may be made: method, country, currency, limits, and which field belongs to which method. Pure.
// Assumptions: a field that a method's seed does not list is refused; so is `expires_at` outside Atome.
import { badRequest, invalidCharge, isRefusal, type Refusal } from "./errors.ts";
import { COUNTRIES, METHODS, type Country, type Currency, type Method, type MethodName } from "./methods.ts";
import type { CustomerFields } from "./records.ts";
import type { InlineSource } from "./requests.ts";

const WECHAT_CODE = /^1[0-5]\d{16}$/;

/** The account as it stands now. */
type AccountRules = { readonly country: Country; readonly methods: readonly MethodName[] };

/** What may be charged: a method of the account in its currency, inside the method's limits. */
type Charging = { readonly method: Method; readonly currency: Currency };

export function judgeMoney(
  rules: AccountRules,
  asked: { readonly type: string; readonly amount: number; readonly currency: string },
): Charging | Refusal {
  const name = rules.methods.find((known) => known === asked.type);
  if (name === undefined) return invalidCharge("source type is not supported by this account");
  const currency = COUNTRIES[rules.country].currency;
  const limits = METHODS[name].limits[currency];
  if (asked.currency !== currency || limits === undefined) return invalidCharge("currency is not supported");
  if (asked.amount < limits.min) return invalidCharge(`amount must be at least ${limits.min}`);
  if (asked.amount > limits.max) return invalidCharge(`amount must be at most ${limits.max}`);
  return { method: METHODS[name], currency };
}

/** The fields of a source beside its money: WeChat's code, Atome's six. */
export function judgeFields(
  method: Method,
  given: InlineSource,
): { readonly barcode: string | null; readonly customer: CustomerFields } | Refusal {
  const barcode = judgeBarcode(method, given.barcode);
  if (isRefusal(barcode)) return barcode;
  const customer: CustomerFields = {
    name: given.name ?? null,
    email: given.email ?? null,
    phoneNumber: given.phone_number ?? null,
    billing: given.billing ?? null,
    shipping: given.shipping ?? null,
    items: given.items ?? [],
  };
  const isBare = Object.values(customer).every(
    (value) => value === null || (Array.isArray(value) && value.length === 0),
  );
  if (!isBare && method.name !== "atome_qr") return badRequest(`${method.name} takes no fields about the customer`);
  return { barcode: barcode.code, customer };
}

/** When the charge ends by itself: the method's life, or Atome's `expires_at` between 30 s and 12 h ahead. */
export function judgeLife(method: Method, askedMs: number | undefined, nowMs: number): number | Refusal {
  if (askedMs === undefined) return nowMs + method.lifeMs;
  const range = method.expiresAtRange;
  if (range === null) return invalidCharge(`expires_at can not be set for ${method.name}`);
  if (askedMs < nowMs + range.minMs || askedMs > nowMs + range.maxMs) {
    return invalidCharge("expires_at must be between 30 seconds and 12 hours from now");
  }
  return askedMs;
}

/** A code that looks like WeChat's: 18 digits that begin with 10 to 15. Others find no account. */
export function isWeChatCode(barcode: string): boolean {
  return WECHAT_CODE.test(barcode);
}

function judgeBarcode(method: Method, barcode: string | undefined): { readonly code: string | null } | Refusal {
  if (method.name !== "wechat_pay_upm") {
    return barcode === undefined ? { code: null } : badRequest(`${method.name} takes no barcode`);
  }
  if (barcode === undefined || barcode === "") return badRequest("source.barcode is required");
  return /^\d+$/.test(barcode) ? { code: barcode } : badRequest("source.barcode must be digits");
}
