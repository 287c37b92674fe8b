// Charges, sources and refunds as Omise writes them in version 2019-05-29: every key of the method's seed sample, in its order.
import { FAILURE_MESSAGES, METHODS } from "./methods.ts";
import type { ChargeRecord, JsonObject, RefundRecord, SourceRecord } from "./records.ts";
import { canVoid, isPartlyRefundable, isRefundable, isVoided, refundedAmount } from "./refunds.ts";
import { isoSeconds, isoSecondsOrNull } from "./time.ts";

const VAT_PERCENT = 7;
const EMBEDDED_REFUNDS = 20;

/** What an object needs to know of the bank that shows it. */
export type Showing = { readonly origin: string; readonly livemode: boolean; readonly nowMs: number };

export function chargeObject(charge: ChargeRecord, source: SourceRecord, showing: Showing): JsonObject {
  const whole: JsonObject = {
    object: "charge",
    id: charge.id,
    location: `/charges/${charge.id}`,
    ...moneyFields(charge),
    ip: charge.ip,
    refunds: refundList(charge, showing),
    link: null,
    description: charge.description,
    metadata: charge.metadata,
    card: null,
    source: sourceObject(source, charge, showing),
    schedule: null,
    linked_account: null,
    customer: null,
    dispute: charge.disputed ? `dspt_test_${charge.id.slice(-19)}` : null,
    transaction: charge.transactionId,
    failure_code: charge.failureCode,
    failure_message: charge.failureCode === null ? null : failureMessage(charge.failureCode),
    status: charge.status,
    authorize_uri: authorizeUri(charge, showing),
    return_uri: charge.returnUri,
    ...timeFields(charge),
    zero_interest_installments: METHODS[charge.method].zeroInterestInstallments,
    branch: null,
    terminal: null,
    device: null,
    ...flags(charge, showing),
    approval_code: null,
  };
  return without(whole, METHODS[charge.method].chargeLacks);
}

/** @param charge the charge made of the source; null shows the bare source */
export function sourceObject(source: SourceRecord, charge: ChargeRecord | null, showing: Showing): JsonObject {
  const whole: JsonObject = {
    object: "source",
    id: source.id,
    livemode: showing.livemode,
    location: `/sources/${source.id}`,
    amount: source.amount,
    barcode: source.barcode,
    bank: null,
    created_at: isoSeconds(source.createdAtMs),
    currency: source.currency,
    email: source.customer.email,
    flow: "offline",
    installment_term: null,
    ip: source.method === "truemoney_qr" ? "127.0.0.1" : null,
    absorption_type: null,
    name: source.customer.name,
    mobile_number: null,
    phone_number: source.customer.phoneNumber,
    platform_type: null,
    scannable_code: charge === null ? null : scannableCode(charge, showing),
    billing: source.customer.billing,
    shipping: source.customer.shipping,
    items: source.customer.items,
    references: null,
    provider_references: providerReferences(charge),
    store_id: null,
    store_name: null,
    terminal_id: null,
    type: source.method,
    zero_interest_installments: null,
    charge_status: charge?.status ?? "unknown",
    receipt_amount: null,
    discounts: [],
    promotion_code: null,
  };
  return without(whole, METHODS[source.method].sourceLacks);
}

export function refundObject(refund: RefundRecord, showing: Showing): JsonObject {
  return {
    object: "refund",
    id: refund.id,
    location: `/charges/${refund.chargeId}/refunds/${refund.id}`,
    livemode: showing.livemode,
    acquirer_reference_number: null,
    amount: refund.amount,
    approval_code: null,
    capture: true,
    charge: refund.chargeId,
    created_at: isoSeconds(refund.createdAtMs),
    currency: refund.currency,
    funding_amount: refund.amount,
    funding_currency: refund.currency,
    metadata: refund.metadata,
    status: showing.nowMs >= refund.closesAtMs ? "closed" : "pending",
    terminal: null,
    transaction: refund.transactionId,
    voided: refund.voided,
  };
}

function moneyFields(charge: ChargeRecord): JsonObject {
  const basisPoints = METHODS[charge.method].feeBasisPoints;
  const fee = basisPoints === null ? 0 : Math.round((charge.amount * basisPoints) / 10_000);
  const vat = Math.round((fee * VAT_PERCENT) / 100);
  return {
    amount: charge.amount,
    acquirer_reference_number: null,
    net: basisPoints === null ? 0 : charge.amount - fee - vat,
    fee,
    fee_vat: vat,
    interest: 0,
    interest_vat: 0,
    funding_amount: charge.amount,
    refunded_amount: refundedAmount(charge),
    transaction_fees: {
      fee_flat: basisPoints === null ? null : "0.0",
      fee_rate: basisPoints === null ? null : (basisPoints / 100).toFixed(2),
      vat_rate: VAT_PERCENT.toFixed(1),
    },
    platform_fee: { fixed: null, amount: null, percentage: null },
    currency: charge.currency,
    funding_currency: charge.currency,
  };
}

function timeFields(charge: ChargeRecord): JsonObject {
  return {
    created_at: isoSeconds(charge.createdAtMs),
    paid_at: isoSecondsOrNull(charge.paidAtMs),
    authorized_at: isoSecondsOrNull(charge.paidAtMs),
    expires_at: isoSeconds(charge.expiresAtMs),
    expired_at: isoSecondsOrNull(charge.expiredAtMs),
    reversed_at: null,
  };
}

function flags(charge: ChargeRecord, showing: Showing): JsonObject {
  const paid = charge.status === "successful";
  return {
    authorized: paid,
    capturable: false,
    capture: true,
    disputable: false,
    livemode: showing.livemode,
    refundable: isRefundable(charge, showing.nowMs),
    partially_refundable: isPartlyRefundable(charge, showing.nowMs),
    reversed: false,
    reversible: false,
    voided: isVoided(charge),
    paid,
    expired: charge.status === "expired",
    can_perform_void: canVoid(charge, showing.nowMs),
  };
}

function refundList(charge: ChargeRecord, showing: Showing): JsonObject {
  return {
    object: "list",
    data: charge.refunds.slice(0, EMBEDDED_REFUNDS).map((refund) => refundObject(refund, showing)),
    limit: EMBEDDED_REFUNDS,
    offset: 0,
    total: charge.refunds.length,
    location: `/charges/${charge.id}/refunds`,
    order: "chronological",
    from: isoSeconds(0),
    to: isoSeconds(showing.nowMs),
  };
}

function scannableCode(charge: ChargeRecord, showing: Showing): JsonObject {
  const location = `/charges/${charge.id}/documents/${charge.documentId}`;
  return {
    object: "barcode",
    type: "qr",
    image: {
      object: "document",
      livemode: showing.livemode,
      id: charge.documentId,
      deleted: false,
      filename: charge.filename,
      location,
      kind: "qr",
      download_uri: `${showing.origin}${location}/downloads/${charge.downloadToken}`,
      created_at: isoSeconds(charge.createdAtMs),
    },
  };
}

function providerReferences(charge: ChargeRecord | null): JsonObject | null {
  if (charge?.method !== "truemoney_qr") return null;
  return { reference_number_1: charge.paymentId, reference_number_2: null };
}

function authorizeUri(charge: ChargeRecord, showing: Showing): string | null {
  if (charge.method !== "truemoney_qr") return null;
  return `${showing.origin}/payments/${charge.paymentId}/authorize?acs=false`;
}

function failureMessage(code: string): string {
  return FAILURE_MESSAGES[code] ?? "The payment was not completed.";
}

function without(whole: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(whole).filter(([key]) => !keys.includes(key)));
}
