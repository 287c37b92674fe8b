// What the bank writes down about a source, a charge, a refund and an event. Plain data; nothing here is an API shape.
import type { Country, Currency, MethodName } from "./methods.ts";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Where TrueMoney takes the money from; decides about partial refunds and is not visible in any answer. */
export const FUNDING_SOURCES = ["wallet", "bank", "card", "pay_next", "pay_next_extra"] as const;
export type Funding = (typeof FUNDING_SOURCES)[number];

/** Atome's six optional fields as they are echoed; null where the method has none. */
export type CustomerFields = {
  readonly name: string | null;
  readonly email: string | null;
  readonly phoneNumber: string | null;
  readonly billing: JsonObject | null;
  readonly shipping: JsonObject | null;
  readonly items: readonly JsonObject[];
};

export type SourceRecord = {
  readonly id: string;
  readonly method: MethodName;
  readonly amount: number;
  readonly currency: Currency;
  readonly createdAtMs: number;
  readonly barcode: string | null;
  readonly customer: CustomerFields;
  /** The one charge made of it; null while unused. */
  readonly chargeId: string | null;
};

export type RefundRecord = {
  readonly id: string;
  readonly chargeId: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly voided: boolean;
  readonly metadata: JsonObject;
  readonly createdAtMs: number;
  readonly transactionId: string;
  /** Asynchronous refunds are `pending` until this instant, then `closed`. */
  readonly closesAtMs: number;
  /** Reads and listings know the refund from this instant on (a fault can put it into the future). */
  readonly visibleFromMs: number;
};

export type ChargeStatus = "pending" | "successful" | "failed" | "expired";

export type ChargeRecord = {
  readonly id: string;
  readonly sourceId: string;
  readonly method: MethodName;
  readonly country: Country;
  readonly amount: number;
  readonly currency: Currency;
  readonly description: string | null;
  readonly metadata: JsonObject;
  readonly returnUri: string | null;
  readonly ip: string | null;
  readonly webhookEndpoints: readonly string[];
  readonly createdAtMs: number;
  /** Listings and reads know the charge from this instant on (a fault can put it into the future). */
  readonly visibleFromMs: number;
  readonly status: ChargeStatus;
  readonly failureCode: string | null;
  readonly paidAtMs: number | null;
  readonly expiresAtMs: number;
  readonly expiredAtMs: number | null;
  readonly transactionId: string | null;
  readonly disputed: boolean;
  readonly funding: Funding;
  readonly refunds: readonly RefundRecord[];
  /** What the customer will do by themselves, and when. */
  readonly plan: { readonly atMs: number; readonly outcome: "pay" | "reject" } | null;
  /** The customer never looks at the phone: not offered on its page. */
  readonly dawdles: boolean;
  readonly paymentId: string;
  readonly payload: string;
  readonly documentId: string;
  readonly downloadToken: string;
  readonly filename: string;
};

export type EventKey = "charge.create" | "charge.complete" | "charge.expire" | "refund.create";

/** What changes in a charge's life, as it was at one moment; with the charge itself it gives the whole of then. */
export type ChargeMoment = Pick<
  ChargeRecord,
  "status" | "failureCode" | "paidAtMs" | "expiresAtMs" | "expiredAtMs" | "transactionId" | "disputed" | "funding"
> & { readonly refundCount: number };

/** An event shows the object as it was then. It is drawn when asked for, so no address and no code is kept in it. */
export type EventRecord = {
  readonly id: string;
  readonly key: EventKey;
  readonly chargeId: string;
  readonly createdAtMs: number;
  /** The bank's clock to the millisecond: flags of the object depend on it. */
  readonly shownAtMs: number;
  readonly about: { readonly moment: ChargeMoment } | { readonly refundId: string };
};
