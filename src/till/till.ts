// The door of the core: createTill(ports) gives a desk that handles commands and shows views. It knows no host, no network
// and no file; everything that it needs comes in by its ports.
import type { CommandName, InputOf, OutputOf } from "#contract/commands.ts";
import { failure, Refusal } from "#contract/failure.ts";
import type { SetUpView, ViewName, ViewOf } from "#contract/views.ts";
import type { Mode, Role } from "#contract/words.ts";
import { openAccount } from "./account.ts";
import { createBankTime } from "./bank-time.ts";
import { createBook } from "./book.ts";
import { createCounter } from "./counter.ts";
import { createHandlers, type Handlers } from "./handlers.ts";
import { createLink } from "./link.ts";
import { createLoops, type LoopParts } from "./loop.ts";
import type { Clock, Fingerprint, Ids, Ledger, Log, Payments, Rehearsal, Scanners, Settings } from "./ports.ts";
import { createPublisher } from "./publisher.ts";
import { recover } from "./recover.ts";
import type { Timings } from "./timings.ts";
import { cashierView } from "./views/cashier.ts";
import { customerView } from "./views/customer.ts";
import { dayView } from "./views/day.ts";
import type { Facts } from "./views/facts.ts";
import { noSaleReason } from "./views/no-sale.ts";
import { setUpView } from "./views/set-up.ts";
import { openWatch } from "./watch.ts";

export type TillPorts = {
  readonly mode: Mode;
  readonly hostName: string;
  readonly timings: Timings;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly fingerprint: Fingerprint;
  readonly ledger: Ledger;
  readonly payments: Payments;
  readonly scanners: Scanners;
  readonly settings: Settings;
  /** Absent with live keys: the live command set has no way to answer for the customer. */
  readonly rehearsal: Rehearsal | null;
  readonly log: Log;
  readonly leave: () => void;
};

export type Till = {
  handle<Name extends CommandName>(role: Role, command: Name, input: InputOf<Name>): Promise<OutputOf<Name>>;
  watch<Name extends ViewName>(view: Name, listener: (snapshot: ViewOf<Name>) => void): () => void;
  report(event: string, facts: Readonly<Record<string, unknown>>): void;
  displaysAre(displays: SetUpView["displays"]): void;
  /** Stops asking and waiting; every attempt stays in the ledger as it is. */
  close(): Promise<void>;
};

const HEARTBEAT_MS = 1_000;

export function createTill(ports: TillPorts): Till {
  const { clock, ledger, log, settings, timings, scanners } = ports;
  const publisher = createPublisher(snapshot);
  const changed = (): void => publisher.changed();
  const bank = createBankTime(clock);
  const link = createLink(clock, changed);
  const book = createBook({ ledger, clock, rules: { livemode: ports.mode === "live", timings }, changed });
  const shared = { ...ports, book, bank, link, changed };
  const parts: LoopParts = { ...shared, staff: () => settings.read().staff };
  const account = openAccount(shared);
  const recovered = recover({ ledger, book, clock });
  const loops = createLoops(parts);
  const noSale = () => noSaleReason({ account: account.now(), link: link.now(), ledgerFailed: book.failed() });
  const counter = createCounter({ ...shared, loops, account, noSale });
  const handlers = createHandlers({ ...shared, counter, account, loops, leave: ports.leave });
  let displays: SetUpView["displays"] = [];

  for (const record of recovered) loops.resume(record);
  const newest = recovered.at(-1);
  if (newest) counter.open(newest.attempt.saleId);
  const watch = openWatch(parts);
  scanners.onScan((scan) => counter.scanned(scan));
  scanners.onChange(changed);
  const opened = account.refresh();
  const stopHeart = beat(clock, () => {
    if (counter.now()) changed();
  });

  function gather(version: number): Facts {
    const on = counter.now();
    const alarms = ledger.unseenAlarms().slice(0, 50).flatMap((alarm) => {
      const sale = ledger.sale(alarm.saleId);
      return sale ? [{ alarm, sale }] : [];
    });
    return {
      version,
      nowMs: clock.nowMs(),
      mode: ports.mode,
      settings: settings.read(),
      account: account.now(),
      counter: on,
      live: loops.live(on?.record?.attempt.attemptId ?? ""),
      link: link.now(),
      notice: counter.notice(),
      alarms,
      recent: ledger.recentSales(5),
      scanners: scanners.list(),
      ledgerFailed: book.failed(),
      rehearses: ports.rehearsal !== null,
      timings,
    };
  }

  function snapshot<Name extends ViewName>(view: Name, version: number): ViewOf<Name> {
    const made: { readonly [Each in ViewName]: () => ViewOf<Each> } = {
      cashier: () => cashierView(gather(version)),
      customer: () => customerView(gather(version)),
      day: () => dayView({ version, mode: ports.mode, ledger, clock }),
      "set-up": () =>
        setUpView(gather(version), {
          ledgerPath: ledger.path,
          host: ports.hostName,
          displays,
          phoneAddress: ports.rehearsal?.phoneAddress ?? null,
          countryMayChange: Boolean(ports.rehearsal?.setCountry) && ledger.openAttempts().length === 0,
        }),
    };
    return made[view]();
  }

  return {
    async handle(_role, command, input) {
      const handler = (handlers as Partial<Handlers>)[command];
      if (!handler) throw new Refusal(failure("not-in-this-mode", `${command} does not exist in ${ports.mode} mode`));
      return await handler(input);
    },
    watch: (view, listener) => publisher.watch(view, listener),
    report: (event, facts) => log.warn(event, facts),
    displaysAre(now) {
      displays = now;
      changed();
    },
    async close() {
      stopHeart();
      account.close();
      await Promise.all([watch.close(), loops.close(), opened]);
    },
  };
}

/** Countdowns and "slow" must be seen although nothing happens: one snapshot a second while a sale stands on the counter. */
function beat(clock: Clock, tick: () => void): () => void {
  let callOff = (): void => undefined;
  const next = (): void => {
    callOff = clock.after(HEARTBEAT_MS, () => {
      tick();
      next();
    });
  };
  next();
  return () => callOff();
}
