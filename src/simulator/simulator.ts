// The pretend bank: a small Omise on loopback, with a pretend customer's phone, for training and for tests.
// Promises the seeds' shapes and refusals, its own clock on every answer, and that no byte of it leaves this machine.
import { createAdaptorServer } from "@hono/node-server";
import { createApp } from "./app.ts";
import { createBank, type Bank } from "./bank.ts";
import { createFaults } from "./faults.ts";
import { booksText, restoreBooks } from "./kept-books.ts";
import { openKeeper, type Keep, type Keeper } from "./keeping.ts";
import type { Country } from "./methods.ts";
import { createPretend } from "./pretend.ts";
import { createRequestLog } from "./request-log.ts";
import { settle } from "./settling.ts";
import { createPauses } from "./strike.ts";
import { createVault, type Rules, type Vault } from "./vault.ts";
import { createWebhooks, isLoopback, type Webhooks } from "./webhooks.ts";

export type { Bank, Books } from "./bank.ts";
export type { FaultRequest } from "./faults.ts";
export { BooksRefusal } from "./kept-books.ts";
export type { Country } from "./methods.ts";

const SETTLE_EVERY_MS = 250;

export type SimulatorOptions = {
  readonly country: Country;
  /** pkey_test_…; without `_test_` in the secret key the bank plays live mode: `livemode` true, nothing can be marked. */
  readonly publicKey: string;
  readonly secretKey: string;
  /** The bank's own clock, epoch ms; default: this machine's. */
  readonly nowMs?: () => number;
  /** 0 or absent: a free one. Always 127.0.0.1. */
  readonly port?: number;
  /** Loopback addresses only; others are refused. */
  readonly webhookEndpoints?: readonly string[];
  /** Base64, as the dashboard shows it; absent: webhooks are not signed. */
  readonly webhookSecret?: string;
  /** Default false: the Expire API is not documented for TrueMoney. */
  readonly trueMoneyMayExpire?: boolean;
  /** Default true. */
  readonly malaysiaHasAlipay?: boolean;
  /** Absent: the books end with the bank. */
  readonly keep?: Keep;
};

export type Simulator = {
  /** http://127.0.0.1:PORT */
  readonly origin: string;
  readonly bank: Bank;
  /** Later charges and answers follow the new country; what was charged stays. */
  setCountry(country: Country): void;
  close(): Promise<void>;
};

/** Opens the bank. Rejects when the port is taken or a webhook endpoint is not on loopback, and with a `BooksRefusal`
 *  when the kept text is not books; no port is opened then. */
export async function openSimulator(options: SimulatorOptions): Promise<Simulator> {
  const stray = options.webhookEndpoints?.find((endpoint) => !isLoopback(endpoint));
  if (stray !== undefined) throw new Error("webhook endpoints of the pretend bank must be on loopback");
  let origin = "";
  const { vault, webhooks, keeper } = openBooks(options, () => origin);
  const log = createRequestLog();
  const faults = createFaults((count) => webhooks.duplicateNext(count));
  const pauses = createPauses();
  const bank = createBank(vault, { faults, log });
  const setCountry = (country: Country): void => {
    vault.rules.country = country;
  };
  const pretend = createPretend({ bank, origin: () => origin, setCountry });
  const app = createApp({ vault, keys: options, faults, log, pauses }, pretend);
  const door = await listen((request, env) => app.fetch(request, env), options.port ?? 0);
  origin = `http://127.0.0.1:${door.port}`;
  const ticking = setInterval(() => settle(vault), SETTLE_EVERY_MS);
  ticking.unref();
  return {
    origin,
    bank,
    setCountry,
    async close() {
      clearInterval(ticking);
      pauses.close();
      await door.close();
      await webhooks.close();
      keeper.close();
    },
  };
}

type OpenBooks = { readonly vault: Vault; readonly webhooks: Webhooks; readonly keeper: Keeper };

function openBooks(options: SimulatorOptions, origin: () => string): OpenBooks {
  const nowMs = options.nowMs ?? Date.now;
  const livemode = !options.secretKey.includes("_test_");
  const { webhookEndpoints: endpoints = [], webhookSecret: secretBase64 = null, keep } = options;
  const webhooks = createWebhooks({ endpoints, secretBase64, livemode, nowMs });
  const keeper = openKeeper(keep, () => booksText(vault));
  const rules = firstRules(options);
  const vault = createVault({ livemode, nowMs, origin, webhooks, rules, changed: keeper.changed });
  if (keep !== undefined && keep.text !== null) restoreBooks(vault, keep.text);
  return { vault, webhooks, keeper };
}

function firstRules(options: SimulatorOptions): Rules {
  return {
    country: options.country,
    malaysiaHasAlipay: options.malaysiaHasAlipay ?? true,
    withheld: new Set(),
    trueMoneyMayExpire: options.trueMoneyMayExpire ?? false,
    timeOutAs: "expired",
    weChat: "ask",
    refundDelayMs: 0,
  };
}

type Fetch = Parameters<typeof createAdaptorServer>[0]["fetch"];

async function listen(fetchIt: Fetch, port: number): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createAdaptorServer({ fetch: fetchIt });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the pretend bank has no port");
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}
