// What the bank knows of its four methods, as data: limits, lives, fees, refund rules, failure codes, and which keys a
// method's objects lack. Written from the four seed documents alone; the till has a table of its own, on purpose.
import { DAY_MS, HOUR_MS } from "./time.ts";

export type Country = "TH" | "SG" | "MY";
export type Currency = "THB" | "SGD" | "MYR";
export type MethodName = "wechat_pay_upm" | "alipayplus_mpm" | "atome_qr" | "truemoney_qr";

type Limits = { readonly min: number; readonly max: number };

/** How a charge of one method behaves. Amounts in subunits; `feeBasisPoints` null: test data without fees. */
export type Method = {
  readonly name: MethodName;
  readonly title: string;
  readonly shortName: string;
  readonly limits: Partial<Record<Currency, Limits>>;
  readonly lifeMs: number;
  readonly expiresAtRange: { readonly minMs: number; readonly maxMs: number } | null;
  readonly expireDocumented: boolean;
  readonly picture: "svg" | "jpg" | "png";
  readonly feeBasisPoints: number | null;
  readonly zeroInterestInstallments: boolean;
  readonly failureCodes: readonly string[];
  readonly voidDocumented: boolean;
  /** Until when a whole refund is still a void. */
  readonly settles: "16:15 UTC" | "local midnight";
  readonly refundWindowMs: number;
  readonly refundWindowFrom: "payment" | "creation";
  /** False: no partial refund on the day of the sale, and later only from some funding sources. */
  readonly partialAlways: boolean;
  readonly chargeLacks: readonly string[];
  readonly sourceLacks: readonly string[];
};

const BAHT_WIDE: Limits = { min: 2000, max: 15_000_000 };

const WECHAT: Method = {
  name: "wechat_pay_upm",
  title: "WeChat Pay",
  shortName: "WECHAT",
  limits: { THB: BAHT_WIDE },
  lifeMs: 24 * HOUR_MS,
  expiresAtRange: null,
  expireDocumented: true,
  picture: "svg",
  feeBasisPoints: 165,
  zeroInterestInstallments: false,
  failureCodes: ["payment_rejected", "payment_expired", "invalid_account", "insufficient_fund", "failed_processing"],
  voidDocumented: false,
  settles: "local midnight",
  refundWindowMs: 90 * DAY_MS,
  refundWindowFrom: "payment",
  partialAlways: true,
  chargeLacks: ["linked_account", "authorized_at", "can_perform_void", "approval_code"],
  sourceLacks: ["promotion_code"],
};

const ALIPAY_PLUS: Method = {
  name: "alipayplus_mpm",
  title: "Alipay+",
  shortName: "ALIPAY",
  limits: { THB: BAHT_WIDE, SGD: { min: 100, max: 2_000_000 }, MYR: { min: 100, max: 3_000_000 } },
  lifeMs: 24 * HOUR_MS,
  expiresAtRange: null,
  expireDocumented: true,
  picture: "svg",
  feeBasisPoints: 165,
  zeroInterestInstallments: false,
  failureCodes: ["payment_rejected", "payment_expired", "insufficient_fund", "failed_processing"],
  voidDocumented: true,
  settles: "16:15 UTC",
  refundWindowMs: 365 * DAY_MS,
  refundWindowFrom: "payment",
  partialAlways: true,
  chargeLacks: [...WECHAT.chargeLacks, "acquirer_reference_number", "partially_refundable"],
  sourceLacks: ["promotion_code"],
};

const ATOME: Method = {
  name: "atome_qr",
  title: "Atome",
  shortName: "ATOME",
  limits: { THB: { min: 2000, max: 5_000_000 }, SGD: { min: 150, max: 300_000 }, MYR: { min: 1000, max: 500_000 } },
  lifeMs: 12 * HOUR_MS,
  expiresAtRange: { minMs: 30_000, maxMs: 12 * HOUR_MS },
  expireDocumented: true,
  picture: "jpg",
  feeBasisPoints: 365,
  zeroInterestInstallments: true,
  failureCodes: ["payment_rejected", "payment_expired", "failed_processing"],
  voidDocumented: false,
  settles: "local midnight",
  refundWindowMs: 60 * DAY_MS,
  refundWindowFrom: "payment",
  partialAlways: true,
  chargeLacks: ALIPAY_PLUS.chargeLacks,
  sourceLacks: ["promotion_code", "ip", "provider_references"],
};

const TRUEMONEY: Method = {
  name: "truemoney_qr",
  title: "TrueMoney",
  shortName: "TRUEMONEY",
  limits: { THB: { min: 10_000, max: 5_000_000 } },
  lifeMs: 24 * HOUR_MS,
  expiresAtRange: null,
  expireDocumented: false,
  picture: "png",
  feeBasisPoints: null,
  zeroInterestInstallments: false,
  failureCodes: ["failed_processing"],
  voidDocumented: true,
  settles: "local midnight",
  refundWindowMs: 30 * DAY_MS,
  refundWindowFrom: "creation",
  partialAlways: false,
  chargeLacks: [],
  sourceLacks: [],
};

export const METHODS: Readonly<Record<MethodName, Method>> = {
  wechat_pay_upm: WECHAT,
  alipayplus_mpm: ALIPAY_PLUS,
  atome_qr: ATOME,
  truemoney_qr: TRUEMONEY,
};

/** One account's country: its currency, its distance from UTC, its account-wide limits, its methods. */
export const COUNTRIES: Readonly<
  Record<Country, { currency: Currency; offsetHours: number; limits: Limits; methods: readonly MethodName[] }>
> = {
  TH: {
    currency: "THB",
    offsetHours: 7,
    limits: BAHT_WIDE,
    methods: ["alipayplus_mpm", "atome_qr", "truemoney_qr", "wechat_pay_upm"],
  },
  SG: {
    currency: "SGD",
    offsetHours: 8,
    limits: { min: 100, max: 2_000_000 },
    methods: ["alipayplus_mpm", "atome_qr"],
  },
  MY: {
    currency: "MYR",
    offsetHours: 8,
    limits: { min: 100, max: 10_000_000 },
    methods: ["alipayplus_mpm", "atome_qr"],
  },
};

/** Failure messages by code, in the words of the seed documents. */
export const FAILURE_MESSAGES: Readonly<Record<string, string>> = {
  payment_expired: "Payment expired.",
  payment_rejected: "Payment rejected by issuer.",
  insufficient_fund: "Insufficient funds in the account or the payment method has reached its limit.",
  invalid_account: "Valid account for payment method not found.",
  failed_processing: "General payment processing failure.",
};
