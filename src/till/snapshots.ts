// Gathers the facts once and lets the views compute: one snapshot of one view.
import type { SetUpView, ViewName, ViewOf } from "#contract/views.ts";
import type { Account } from "./account.ts";
import type { BankTime } from "./bank-time.ts";
import type { Book } from "./book.ts";
import type { Counter } from "./counter.ts";
import { clockOffMs } from "./clock-watch.ts";
import type { Loops } from "./loop.ts";
import { queueItemOf } from "./queue.ts";
import type { Readings } from "./readings.ts";
import type { RefundLoops } from "./refund/loop.ts";
import type { TillPorts } from "./till-ports.ts";
import { cashierView } from "./views/cashier.ts";
import { customerView } from "./views/customer.ts";
import { dayView } from "./views/day.ts";
import type { Facts } from "./views/facts.ts";
import { setUpView } from "./views/set-up.ts";

export type Sources = {
  readonly ports: TillPorts;
  readonly account: Account;
  readonly bank: BankTime;
  readonly book: Book;
  readonly counter: Counter;
  readonly loops: Loops;
  readonly refundLoops: RefundLoops;
  readonly readings: () => Readings;
  readonly displays: SetUpView["displays"];
  /** Pages for the customer that are open now. */
  readonly customerScreens: number;
  readonly version: number;
  /** What was gathered last: views of one telling are made of the same facts. */
  readonly gathered: Gathered;
};

export type Gathered = { last: Facts | null };

export function snapshotOf<Name extends ViewName>(view: Name, sources: Sources): ViewOf<Name> {
  const made: { readonly [Each in ViewName]: () => ViewOf<Each> } = {
    cashier: () => cashierView(factsOf(sources)),
    customer: () => customerView(factsOf(sources)),
    day: () => dayView({ ...sources.ports, bank: sources.bank, version: sources.version }),
    "set-up": () => setUpView(factsOf(sources), placeOf(sources)),
  };
  return made[view]();
}

function factsOf(sources: Sources): Facts {
  const { gathered, version } = sources;
  const facts = gathered.last?.version === version ? gathered.last : gather(sources);
  gathered.last = facts;
  return facts;
}

function gather(sources: Sources): Facts {
  const { ports, account, bank, book, counter, loops, refundLoops, version, customerScreens } = sources;
  const { clock, ledger } = ports;
  const on = counter.now();
  const nowMs = clock.nowMs();
  const { alarms, recent, work, queueLength } = sources.readings();
  return {
    version,
    nowMs,
    bankOffsetMs: bank.offsetMs(),
    zone: ports.clock.zone(),
    customerScreen: customerScreens > 0,
    mode: ports.mode,
    settings: ports.settings.read(),
    account: account.now(),
    counter: on,
    live: loops.live(on?.record?.attempt.attemptId ?? ""),
    link: ports.payments.link.now(),
    clockOffMs: clockOffMs({ wallMs: clock.wallMs(), bankNowMs: bank.nowMs() }),
    queue: work.map((each) => queueItemOf(each, { loops, refundLoops }, nowMs)),
    queueLength,
    staff: ports.staff.list(),
    refunds: on?.record ? ledger.refundsOfAttempt(on.record.attempt.attemptId) : [],
    said: counter.said(),
    alarms,
    recent,
    scanners: ports.scanners.list(),
    ledgerFailed: book.failed(),
    ledgerMissing: ledger.missingSinceMs() !== null,
    rehearses: ports.rehearsal !== null,
    timings: ports.timings,
  };
}

function placeOf({ ports, displays }: Sources): Parameters<typeof setUpView>[1] {
  return {
    ledgerPath: ports.ledger.path,
    host: ports.hostName,
    displays,
    phoneAddress: ports.rehearsal?.phoneAddress ?? null,
    webhooks: ports.webhooks?.counts() ?? null,
    staffTrouble: ports.staff.trouble(),
    scannerSettings: ports.scannerDesk.settings(),
    scanTest: ports.scannerDesk.test(),
    udevRules: ports.scannerDesk.udevRules(),
    countryMayChange: Boolean(ports.rehearsal?.setCountry) && ports.ledger.openAttempts().length === 0,
  };
}
