// Which account the keys belong to and what it takes: asked at the start, asked again until it answers, refreshed later.
// Without an answer the last known one serves; a refused key means that no sale is taken.
import type { Currency } from "#contract/money.ts";
import type { Country } from "#contract/words.ts";
import type { BankTime } from "./bank-time.ts";
import type { AccountOutcome, Capability, Clock, Ledger, Log, Payments, Settings } from "./ports.ts";
import { repeat } from "./repeat.ts";
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
  /** Something spoke against the key: the account is asked for again soon. */
  doubt(): void;
  close(): void;
};

const CURRENCY_OF: Readonly<Record<Country, Currency>> = { TH: "THB", SG: "SGD", MY: "MYR" };

export type AccountParts = {
  readonly payments: Payments;
  readonly ledger: Ledger;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly bank: BankTime;
  readonly log: Log;
  readonly timings: Timings;
  readonly changed: () => void;
};

export function openAccount(parts: AccountParts): Account {
  let state: AccountState = lastKnown(parts.settings);
  let open = true;
  let asks = 0;
  /** When an answer is old enough to be asked for anew; 0 while there is no good one. */
  let freshUntilMs = 0;

  async function ask(): Promise<void> {
    asks += 1;
    const mine = asks;
    const askedAtMs = parts.clock.nowMs();
    const outcome = await parts.payments.account();
    // A later question has the newer answer.
    if (!open || mine !== asks) return;
    freshUntilMs = 0;
    parts.bank.learn(outcome.bankMs, askedAtMs);
    state = next(parts, state, outcome);
    parts.changed();
    if (outcome.kind === "account") freshUntilMs = parts.clock.nowMs() + parts.timings.accountRefreshMs;
  }

  async function refresh(): Promise<void> {
    try {
      await ask();
    } catch (thrown) {
      parts.log.error("account/defect", { error: thrown });
    }
  }

  // A lost link is looked after too: with no sale to ask for, nobody else would notice that it is back.
  const asking = repeat(parts.clock, { everyMs: parts.timings.accountAgainMs }, async () => {
    const isFresh = parts.clock.nowMs() < freshUntilMs && parts.payments.link.now().state !== "down";
    if (!isFresh) await refresh();
  });

  return {
    now: () => state,
    refresh,
    doubt() {
      freshUntilMs = 0;
    },
    close() {
      open = false;
      void asking.close();
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
