// Everything the bank remembers, in one place, and the few moves that every part needs: read, replace, tell an event.
import { newId } from "./ids.ts";
import { COUNTRIES, type Country, type MethodName } from "./methods.ts";
import { chargeObject, refundObject, type Showing } from "./objects.ts";
import type { ChargeRecord, EventKey, EventRecord, JsonObject, RefundRecord, SourceRecord } from "./records.ts";
import { isoSeconds, wholeSecond } from "./time.ts";
import type { Webhooks } from "./webhooks.ts";

const MOST_EVENTS = 5000;

/** What a WeChat customer does with a charge: waits for a person at the phone page, confirms or declines alone, or never acts. */
export type WeChatMood = "ask" | "confirm" | "decline" | "dawdle";

/** The switches that people and tests may turn while the bank is open. */
export type Rules = {
  country: Country;
  malaysiaHasAlipay: boolean;
  readonly withheld: Set<MethodName>;
  trueMoneyMayExpire: boolean;
  /** How a charge that nobody paid ends: by Omise (`expired`) or by the wallet (`failed`, payment_expired). */
  timeOutAs: "expired" | "failed";
  weChat: WeChatMood;
  /** How long a refund stays `pending`; 0: closed at once. */
  refundDelayMs: number;
};

export type Vault = {
  readonly livemode: boolean;
  readonly nowMs: () => number;
  readonly origin: () => string;
  readonly webhooks: Webhooks;
  readonly rules: Rules;
  readonly sources: Map<string, SourceRecord>;
  /** Oldest first. */
  readonly charges: Map<string, ChargeRecord>;
  readonly pending: Set<string>;
  /** Hashes of WeChat codes that were charged once. */
  readonly usedCodes: Set<string>;
  readonly events: EventRecord[];
};

export function createVault(parts: Pick<Vault, "livemode" | "nowMs" | "origin" | "webhooks" | "rules">): Vault {
  return {
    ...parts,
    sources: new Map(),
    charges: new Map(),
    pending: new Set(),
    usedCodes: new Set(),
    events: [],
  };
}

export function showing(vault: Vault): Showing {
  return { origin: vault.origin(), livemode: vault.livemode, nowMs: vault.nowMs() };
}

/** The methods that the account may take now. */
export function openMethods(rules: Rules): readonly MethodName[] {
  const listed = COUNTRIES[rules.country].methods;
  const lacksAlipay = rules.country === "MY" && !rules.malaysiaHasAlipay;
  return listed.filter((name) => !rules.withheld.has(name) && !(lacksAlipay && name === "alipayplus_mpm"));
}

/** Writes a charge down, as new or in place of what was known of it. */
export function keepCharge(vault: Vault, charge: ChargeRecord): void {
  vault.charges.set(charge.id, charge);
  if (charge.status === "pending") vault.pending.add(charge.id);
  else vault.pending.delete(charge.id);
}

/** A charge that reads and listings may see by now. */
export function visibleCharge(vault: Vault, id: string): ChargeRecord | null {
  const charge = vault.charges.get(id);
  return charge === undefined || charge.visibleFromMs > vault.nowMs() ? null : charge;
}

export function showCharge(vault: Vault, charge: ChargeRecord): JsonObject {
  const source = vault.sources.get(charge.sourceId);
  if (source === undefined) throw new Error(`charge ${charge.id} has no source`);
  return chargeObject(charge, source, showing(vault));
}

/** Notes an event with the object as it is now, and sends it to the merchant's endpoints. */
export function tellCharge(vault: Vault, key: EventKey, charge: ChargeRecord): void {
  tell(vault, key, { charge, data: showCharge(vault, charge) });
}

export function tellRefund(vault: Vault, charge: ChargeRecord, refund: RefundRecord): void {
  tell(vault, "refund.create", { charge, data: refundObject(refund, showing(vault)) });
}

export function eventObject(vault: Vault, event: EventRecord): JsonObject {
  return { ...eventBody(vault, event), webhook_deliveries: vault.webhooks.deliveries(event.id) };
}

function tell(vault: Vault, key: EventKey, what: { readonly charge: ChargeRecord; readonly data: JsonObject }): void {
  const event: EventRecord = {
    id: newId("evnt", vault.livemode),
    key,
    chargeId: what.charge.id,
    createdAtMs: wholeSecond(vault.nowMs()),
    data: what.data,
  };
  vault.events.push(event);
  if (vault.events.length > MOST_EVENTS) vault.events.shift();
  vault.webhooks.send({ id: event.id, key, body: eventBody(vault, event) }, what.charge.webhookEndpoints);
}

function eventBody(vault: Vault, event: EventRecord): JsonObject {
  return {
    object: "event",
    id: event.id,
    livemode: vault.livemode,
    location: `/events/${event.id}`,
    webhook_deliveries: [],
    data: event.data,
    key: event.key,
    created_at: isoSeconds(event.createdAtMs),
  };
}
