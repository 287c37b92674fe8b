// Everything that the views are made of, gathered once for a set of snapshots: gather, then compute.
import type { Currency } from "#contract/money.ts";
import type { Country, Language, Mode } from "#contract/words.ts";
import type { AccountState } from "#till/account.ts";
import type { OnCounter } from "#till/place.ts";
import type { LiveFacts } from "#till/run.ts";
import type { Said } from "#till/said.ts";
import type { AlarmRecord, Capability, LinkState, SaleRecord, TillSettings } from "#till/ports.ts";
import type { RefundRecord } from "#till/refund/state.ts";
import type { Timings } from "#till/timings.ts";
import type { StaffMember } from "#contract/people.ts";
import type { AlarmView, QueueItem, RecentSale, ScannerView } from "#contract/views.ts";

export type Facts = {
  readonly version: number;
  readonly nowMs: number;
  /** Bank time minus the till's; null while no answer has told it. */
  readonly bankOffsetMs: number | null;
  readonly zone: string;
  readonly customerScreen: boolean;
  readonly mode: Mode;
  readonly settings: TillSettings;
  readonly account: AccountState;
  readonly counter: OnCounter | null;
  readonly live: LiveFacts;
  readonly link: LinkState;
  readonly said: Said | null;
  readonly alarms: readonly {
    readonly alarm: AlarmRecord;
    readonly sale: SaleRecord;
    readonly may: AlarmView["may"];
  }[];
  /** Of the attempt on the counter, oldest first. */
  readonly refunds: readonly RefundRecord[];
  readonly queue: readonly QueueItem[];
  readonly queueLength: number;
  readonly staff: readonly StaffMember[];
  readonly clockOffMs: number | null;
  readonly recent: readonly RecentSale[];
  readonly scanners: readonly ScannerView[];
  readonly ledgerFailed: boolean;
  readonly ledgerMissing: boolean;
  readonly rehearses: boolean;
  readonly timings: Timings;
};

const SPOKEN: Readonly<Record<Country, readonly Language[]>> = { TH: ["th", "en"], SG: ["en"], MY: ["en"] };

/** What the customer's screen speaks: the chosen language, else what the country's customers read of what we have. */
export function customerLanguagesOf(facts: Facts): Language[] {
  const chosen = facts.settings.customerLanguage;
  return chosen === null ? [...SPOKEN[countryOf(facts)]] : [chosen];
}

export function capabilityOf(facts: Facts): Capability | null {
  return facts.account.kind === "known" ? facts.account.capability : null;
}

export function countryOf(facts: Facts): Country {
  return capabilityOf(facts)?.country ?? "TH";
}

export function currencyOf(facts: Facts): Currency {
  return facts.account.kind === "known" ? facts.account.currency : "THB";
}
