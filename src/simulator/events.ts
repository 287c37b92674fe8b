// What the merchant is told: each event is noted and sent, and shows its object as it was then, drawn when asked for.
import { newId } from "./ids.ts";
import { refundObject } from "./objects.ts";
import type { ChargeMoment, ChargeRecord, EventKey, EventRecord, JsonObject, RefundRecord } from "./records.ts";
import { isoSeconds, wholeSecond } from "./time.ts";
import { showCharge, showing, type Vault } from "./vault.ts";

export const MOST_EVENTS = 5000;

/** Notes an event about the charge as it is now (kept already), and sends it to the merchant's endpoints. */
export function tellCharge(vault: Vault, key: EventKey, charge: ChargeRecord): void {
  tell(vault, key, { charge, about: { moment: momentOf(charge) } });
}

export function tellRefund(vault: Vault, charge: ChargeRecord, refund: RefundRecord): void {
  tell(vault, "refund.create", { charge, about: { refundId: refund.id } });
}

export function eventObject(vault: Vault, event: EventRecord): JsonObject {
  return { ...eventBody(vault, event), webhook_deliveries: vault.webhooks.deliveries(event.id) };
}

type Told = { readonly charge: ChargeRecord; readonly about: EventRecord["about"] };

function tell(vault: Vault, key: EventKey, { charge, about }: Told): void {
  const nowMs = vault.nowMs();
  const event: EventRecord = {
    id: newId("evnt", vault.livemode),
    key,
    chargeId: charge.id,
    createdAtMs: wholeSecond(nowMs),
    shownAtMs: nowMs,
    about,
  };
  vault.events.push(event);
  if (vault.events.length > MOST_EVENTS) vault.events.shift();
  vault.changed();
  vault.webhooks.send({ id: event.id, key, body: eventBody(vault, event) }, charge.webhookEndpoints);
}

function momentOf(charge: ChargeRecord): ChargeMoment {
  const { status, failureCode, paidAtMs, expiresAtMs, expiredAtMs, transactionId, disputed, funding } = charge;
  const refundCount = charge.refunds.length;
  return { status, failureCode, paidAtMs, expiresAtMs, expiredAtMs, transactionId, disputed, funding, refundCount };
}

function eventData(vault: Vault, { chargeId, about, shownAtMs }: EventRecord): JsonObject {
  const charge = vault.charges.get(chargeId);
  if (charge === undefined) throw new Error(`an event has no charge ${chargeId}`);
  if ("moment" in about) {
    const { refundCount, ...then } = about.moment;
    return showCharge(vault, { ...charge, ...then, refunds: charge.refunds.slice(0, refundCount) }, shownAtMs);
  }
  const refund = charge.refunds.find((one) => one.id === about.refundId);
  if (refund === undefined) throw new Error(`an event has no refund ${about.refundId}`);
  return refundObject(refund, showing(vault, shownAtMs));
}

function eventBody(vault: Vault, event: EventRecord): JsonObject {
  return {
    object: "event",
    id: event.id,
    livemode: vault.livemode,
    location: `/events/${event.id}`,
    webhook_deliveries: [],
    data: eventData(vault, event),
    key: event.key,
    created_at: isoSeconds(event.createdAtMs),
  };
}
