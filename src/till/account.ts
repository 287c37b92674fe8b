// Which account the keys belong to and what it takes: asked at the start, asked again until it answers, refreshed later.
// Without an answer the last known one serves; a refused key means that no sale is taken.
import type { Currency } from "#contract/money.ts";
import type { Country } from "#contract/words.ts";
import type { BankTime } from "./bank-time.ts";
import type { Link } from "./link.ts";
import type { AccountOutcome, Capability, Clock, Ledger, Log, Payments, Settings } from "./ports.ts";
import type { Timings } from "./timings.ts";

export type AccountState =
  | { readonly kind: "untried" }
  | { readonly kind: "known"; readonly accountId: string; readonly capability: Capability; readonly currency: Currency }
  | { readonly kind: "key-refused" }
  /** The ledger file belongs to another account. */
  | { readonly kind: "another-account" };

export type Account = {
  now(): AccountState;
  /** Asks at once; resolves when answered or given up. */
  refresh(): Promise<void>;
  close(): void;
};

const CURRENCY_OF: Readonly<Record<Country, Currency>> = { TH: "THB", SG: "SGD", MY: "MYR" };

export type AccountParts = {
  readonly payments: Payments;
  readonly ledger: Ledger;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly bank: BankTime;
  readonly link: Link;
  readonly log: Log;
  readonly timings: Timings;
  readonly changed: () => void;
};

export function openAccount(parts: AccountParts): Account {
  let state: AccountState = lastKnown(parts.settings);
  let open = true;
  let callOff = (): void => undefined;

  async function refresh(): Promise<void> {
    callOff();
    const outcome = await parts.payments.account();
    if (!open) return;
    parts.bank.learn(outcome.bankMs);
    parts.link.heard(outcome.kind !== "no-answer" || outcome.bankMs !== null);
    state = next(parts, state, outcome);
    parts.changed();
    const again = outcome.kind === "account" ? parts.timings.accountRefreshMs : parts.timings.accountAgainMs;
    callOff = parts.clock.after(again, () => void refresh().catch(report));
  }

  function report(thrown: unknown): void {
    parts.log.error("account/defect", { error: thrown });
  }

  return {
    now: () => state,
    refresh: async () => {
      try {
        await refresh();
      } catch (thrown) {
        report(thrown);
      }
    },
    close() {
      open = false;
      callOff();
    },
  };
}

function lastKnown(settings: Settings): AccountState {
  const last = settings.read().lastAccount;
  if (!last) return { kind: "untried" };
  const { accountId, capability } = last;
  return { kind: "known", accountId, capability, currency: CURRENCY_OF[capability.country] };
}

function next(parts: AccountParts, before: AccountState, outcome: AccountOutcome): AccountState {
  switch (outcome.kind) {
    case "no-answer":
      return before;
    case "key-refused":
      parts.log.warn("account/key-refused", { code: outcome.error.code, status: outcome.error.status });
      return { kind: "key-refused" };
    case "account": {
      const { accountId, capability } = outcome;
      if (!parts.ledger.bindAccount(accountId)) return { kind: "another-account" };
      parts.settings.write({ lastAccount: { accountId, capability, atMs: parts.clock.nowMs() } });
      return { kind: "known", accountId, capability, currency: outcome.currency ?? CURRENCY_OF[capability.country] };
    }
  }
}
