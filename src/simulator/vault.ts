// Everything the bank remembers, in one place, and the few moves that every part needs: read, show, replace.
import { COUNTRIES, type Country, type MethodName } from "./methods.ts";
import { chargeObject, type Showing } from "./objects.ts";
import type { ChargeRecord, EventRecord, JsonObject, RefundRecord, SourceRecord } from "./records.ts";
import type { Webhooks } from "./webhooks.ts";

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
  /** Called after every change of sources, charges, refunds and events. */
  readonly changed: () => void;
};

type VaultParts = Pick<Vault, "livemode" | "nowMs" | "origin" | "webhooks" | "rules" | "changed">;

export function createVault(parts: VaultParts): Vault {
  return {
    ...parts,
    sources: new Map(),
    charges: new Map(),
    pending: new Set(),
    usedCodes: new Set(),
    events: [],
  };
}

export function showing(vault: Vault, nowMs = vault.nowMs()): Showing {
  return { origin: vault.origin(), livemode: vault.livemode, nowMs };
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
  vault.changed();
}

/** Writes a source down, as new or in place of what was known of it. */
export function keepSource(vault: Vault, source: SourceRecord): void {
  vault.sources.set(source.id, source);
  vault.changed();
}

/** A charge that reads and listings may see by now. */
export function visibleCharge(vault: Vault, id: string): ChargeRecord | null {
  const charge = vault.charges.get(id);
  return charge === undefined || charge.visibleFromMs > vault.nowMs() ? null : charge;
}

/** @param nowMs the moment for which its flags are right; default: the bank's present */
export function showCharge(vault: Vault, charge: ChargeRecord, nowMs = vault.nowMs()): JsonObject {
  const source = vault.sources.get(charge.sourceId);
  if (source === undefined) throw new Error(`charge ${charge.id} has no source`);
  const shown = { ...charge, refunds: visibleRefunds(charge, nowMs) };
  return chargeObject(shown, source, showing(vault, nowMs));
}

/** The refunds that reads and listings may see at a moment. The bank itself decides by all of them. */
export function visibleRefunds(charge: ChargeRecord, nowMs: number): readonly RefundRecord[] {
  return charge.refunds.filter((refund) => refund.visibleFromMs <= nowMs);
}
