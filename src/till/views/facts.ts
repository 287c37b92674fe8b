// Everything that the views are made of, gathered once for a set of snapshots: gather, then compute.
import type { Currency } from "#contract/money.ts";
import type { Country, Mode } from "#contract/words.ts";
import type { AccountState } from "#till/account.ts";
import type { Notice, OnCounter } from "#till/place.ts";
import type { LinkState } from "#till/link.ts";
import type { LiveFacts } from "#till/run.ts";
import type { AlarmRecord, Capability, SaleRecord, TillSettings } from "#till/ports.ts";
import type { Timings } from "#till/timings.ts";
import type { RecentSale, ScannerView } from "#contract/views.ts";

export type Facts = {
  readonly version: number;
  readonly nowMs: number;
  readonly mode: Mode;
  readonly settings: TillSettings;
  readonly account: AccountState;
  readonly counter: OnCounter | null;
  readonly live: LiveFacts;
  readonly link: LinkState;
  readonly notice: Notice | null;
  readonly alarms: readonly { readonly alarm: AlarmRecord; readonly sale: SaleRecord }[];
  readonly recent: readonly RecentSale[];
  readonly scanners: readonly ScannerView[];
  readonly ledgerFailed: boolean;
  readonly rehearses: boolean;
  readonly timings: Timings;
};

export function capabilityOf(facts: Facts): Capability | null {
  return facts.account.kind === "known" ? facts.account.capability : null;
}

export function countryOf(facts: Facts): Country {
  return capabilityOf(facts)?.country ?? "TH";
}

export function currencyOf(facts: Facts): Currency {
  return facts.account.kind === "known" ? facts.account.currency : "THB";
}
