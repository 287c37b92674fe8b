// Both clients on one pretend bank whose clock stands, and the same order in the words of each.
import type { ChargeFacts } from "#till/attempt/events.ts";
import type { ChargeOrder, Payments, RefundOrder } from "#till/ports.ts";
import { sealCode } from "#till/secret.ts";
import { openBank, openClient, order, PUBLIC_KEY, SECRET_KEY } from "#test/omise/open-client.ts";
import { openOfficial, type Json, type Official } from "./open-official.ts";
import type { refundIn } from "./reading.ts";

/** 2026-11-20, noon in Bangkok. */
export const NOON_MS = Date.UTC(2026, 10, 20, 5);
const REFUND_ID = "3b1c0a52-7d1e-4b1e-9a43-2d9b6f1a2c33";

type Pair = {
  readonly bank: Awaited<ReturnType<typeof openBank>>["bank"];
  readonly official: Official;
  readonly ours: Payments;
};

export async function openPair(secretKey = SECRET_KEY): Promise<Pair> {
  const { origin, bank } = await openBank({ nowMs: () => NOON_MS });
  const official = openOfficial({ origin, publicKey: PUBLIC_KEY, secretKey });
  return { bank, official, ours: openClient(origin, { secretKey }).client };
}

export const ORDERS: readonly ChargeOrder[] = [
  order({ method: "wechat_pay_upm", code: sealCode("130991292552725093") }),
  order(),
  order({ method: "atome_qr", expiresAtMs: NOON_MS + 600_000 }),
  order({ method: "truemoney_qr", money: { amountMinor: 12_000, currency: "THB" } }),
];

/** The same order for the official client; WeChat takes each code once, so it has one of its own with the same end. */
export function asJson(asked: ChargeOrder, source: string | null = null): Json {
  const barcode = asked.code === null ? {} : { barcode: "139991292552725093" };
  return {
    amount: asked.money.amountMinor,
    currency: asked.money.currency,
    description: `Rim Nam / ${asked.reference} / ${asked.attemptId.slice(0, 8)}`,
    source: source ?? { type: asked.method, ...barcode },
    metadata: {
      cf_attempt: asked.attemptId,
      cf_sale: asked.saleId,
      cf_shop: "shop-7",
      cf_till: "till-2",
      cf_staff: String(asked.staff),
      cf_ref: asked.reference,
    },
    ...(asked.expiresAtMs === null ? {} : { expires_at: `${new Date(asked.expiresAtMs).toISOString().slice(0, 19)}Z` }),
    ...(asked.method === "truemoney_qr" ? { return_uri: "https://example.com/counterfoil" } : {}),
  };
}

export async function charged(ours: Payments, asked: ChargeOrder): Promise<ChargeFacts> {
  const outcome = await ours.charge(asked);
  if (outcome.kind !== "answered") throw new Error(`the charge was ${JSON.stringify(outcome)}`);
  return outcome.charge;
}

export async function paid({ bank, ours }: Pair, asked: ChargeOrder = order()): Promise<string> {
  const { chargeId } = await charged(ours, asked);
  bank.approve(chargeId);
  return chargeId;
}

/** Two charges of equal orders differ in their id alone. */
export function unnamed(facts: ChargeFacts): Omit<ChargeFacts, "chargeId"> {
  const { chargeId: _, ...rest } = facts;
  return rest;
}

/** The same for two refunds of equal charges. */
export function unnamedRefund(facts: ReturnType<typeof refundIn>) {
  const { omiseRefundId: _, chargeId: _charge, ...rest } = facts;
  return rest;
}

/** Charges and refunds as the bank has them, without what it alone gives. */
export function booked({ bank }: Pair) {
  const { charges, refunds } = bank.books();
  return {
    charges: charges.map((charge) => ({ ...charge, id: "", payload: "" })),
    refunds: refunds.map((refund) => ({ ...refund, id: "", chargeId: "" })),
  };
}

export function back(chargeId: string, amountMinor: number, asVoid = false): RefundOrder {
  return { refundId: REFUND_ID, chargeId, money: { amountMinor, currency: "THB" }, asVoid, approver: 7 };
}

export function backAsJson({ money, asVoid, approver }: RefundOrder): Json {
  const metadata = { cf_refund: REFUND_ID, cf_approver: String(approver) };
  return { amount: money.amountMinor, metadata, ...(asVoid ? { void: true } : {}) };
}
