// The one place where real parts meet: keys and settings -> ports -> till -> bridge. Nothing is written before the data
// folder's lock is held, and what was opened is closed again when a later part refuses.
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import type { Pipe } from "#bridge/pipe.ts";
import { servePipe } from "#bridge/server.ts";
import type { Mode } from "#contract/words.ts";
import { lockDataFolder } from "#ledger/lock.ts";
import { openLedger, type OpenLedger } from "#ledger/ledger.ts";
import { ledgerPath } from "#ledger/open.ts";
import { errorCode, LedgerRefusal } from "#ledger/refusal.ts";
import type { Clock, Ledger, Log, Payments } from "#till/ports.ts";
import { createTill, type Till } from "#till/till.ts";
import { TIMINGS, type Timings } from "#till/timings.ts";
import type { Simulator } from "#simulator/simulator.ts";
import { openBankSide, type ClientWaits } from "./bank-side.ts";
import { createClock } from "./clock.ts";
import { openDailyBackup } from "./daily-backup.ts";
import { createFingerprint } from "./fingerprint.ts";
import { readKeys, type KeyRing } from "./keys.ts";
import { openLog } from "./log.ts";
import { openScanning } from "./scanning.ts";
import { openSettings, type SettingsFile } from "./settings-file.ts";
import { openStaff } from "./staff.ts";
import { StartRefusal, type OpenTerminal, type Terminal, type TerminalOptions } from "./terminal.ts";
import { tillSettings } from "./till-settings.ts";
import { openWebhookDesk } from "./webhook-desk.ts";

/** What tests bring themselves: the pretend bank whose books they read, shorter waits, and what stands around the ledger. */
export type Extras = {
  readonly simulator?: Simulator;
  readonly timings?: Timings;
  /** A crash test counts here what is written, and ends the process before or after it. */
  readonly ledgerSeam?: (ledger: Ledger) => Ledger;
  /** A time of the test's own: an afternoon of the till in a second. */
  readonly clock?: Clock;
  /** What stands between the till and its bank's client. */
  readonly paymentsSeam?: (payments: Payments) => Payments;
  /** How long the bank's client waits, and how it repeats reads. */
  readonly clientWaits?: ClientWaits;
};

export const openTerminal: OpenTerminal = (options) => composeTerminal(options, {});

/** As `openTerminal`, with parts of a test's own. Throws a `StartRefusal`. */
export async function composeTerminal(options: TerminalOptions, extras: Extras): Promise<Terminal> {
  const ring = readKeys(options.keys);
  const closers: (() => Promise<void> | void)[] = [];
  try {
    const lock = takeFolder(options.dataFolder);
    closers.unshift(lock.release);
    return await openParts({ options, ring, extras, closers });
  } catch (cause) {
    await closeAll(closers);
    throw asRefusal(cause, options.dataFolder);
  }
}

/** A disk that is full, broken or closed to us is told in one sentence; a defect stays what it is. */
function asRefusal(cause: unknown, folder: string): unknown {
  if (cause instanceof LedgerRefusal) return new StartRefusal(cause.message);
  const code = errorCode(cause) ?? "";
  const isOfTheDisk = /^(?:SQLITE_.+|ENOSPC|EDQUOT|EROFS|EACCES|EPERM|EIO|EISDIR|ENOTDIR|EEXIST)$/.test(code);
  return isOfTheDisk ? new StartRefusal(`The data folder ${folder} cannot be used (${code}).`) : cause;
}

type Opening = {
  readonly options: TerminalOptions;
  readonly ring: KeyRing;
  readonly extras: Extras;
  /** Newest first: what was opened last is closed first. */
  readonly closers: (() => Promise<void> | void)[];
};

async function openParts({ options, ring, extras, closers }: Opening): Promise<Terminal> {
  const { dataFolder } = options;
  const { mode } = ring;
  const settings = openSettings(dataFolder);
  guardMode(settings, mode, dataFolder);
  settings.write({ heldLiveKeys: settings.read().heldLiveKeys || mode === "live" });
  const log = openLog(dataFolder);
  closers.unshift(log.close);
  const clock = extras.clock ?? createClock(() => settings.read().lastAccounts[mode]?.capability.country ?? "TH");
  const book = openBook({ path: ledgerPath(dataFolder, mode), mode, log });
  closers.unshift(() => book.close());
  const backup = openDailyBackup({ ledger: book, clock, log });
  closers.unshift(() => backup.close());
  const around = await openAround({ options, ring, extras, closers, settings, log, clock });
  const leaving = new Set<() => void>();
  const till = createTill({
    ...around.ports,
    mode,
    hostName: options.hostName,
    timings: extras.timings ?? TIMINGS,
    clock,
    ids: { uuid: randomUUID },
    fingerprint: createFingerprint(),
    ledger: extras.ledgerSeam?.(book) ?? book,
    settings: tillSettings(settings, ring),
    staff: openStaff({ dataFolder, clock, log }),
    log,
    leave: () => leaving.forEach((listener) => listener()),
  });
  around.tillIs(till);
  closers.unshift(() => till.close());
  log.info("till/open", { mode, host: options.hostName });
  return terminalOf({ till, mode, shopName: settings.read().shopName, leaving, closers });
}

/** How the book was found is told in the log; what is missing in it, on the screens. */
function openBook({ path, mode, log }: { readonly path: string; readonly mode: Mode; readonly log: Log }): OpenLedger {
  const book = openLedger({ path, mode });
  if (book.opened.kind === "restored") log.error("ledger/restored", { ...book.opened });
  else log.info("ledger/open", { end: book.opened.kind });
  return book;
}

type Around = Opening & { readonly settings: SettingsFile; readonly log: Log; readonly clock: Clock };

/** What the till hears and asks beside its ledger: scanners, the bank, webhooks. */
async function openAround({ options, ring, extras, closers, settings, log, clock }: Around) {
  const { mode } = ring;
  const { dataFolder } = options;
  const staleAfterMs = (extras.timings ?? TIMINGS).codeStaleAfterMs;
  const scanning = await openScanning({ dataFolder, settings, clock, log, staleAfterMs, pretend: mode === "training" });
  closers.unshift(() => scanning.close());
  const { scanners, desk: scannerDesk, pretend } = scanning;
  const pretendScan = pretend && ((code: Parameters<typeof pretend.scan>[0]) => pretend.scan(code));
  const { simulator, clientWaits } = extras;
  const training = { pretendScan, simulator };
  const bank = await openBankSide(ring, { dataFolder, settings, log, nowMs: clock.nowMs, clientWaits, ...training });
  closers.unshift(() => bank.close());
  let till: Till | null = null;
  const nowMs = (): number => till?.bankNowMs() ?? clock.nowMs();
  const desk = await openWebhookDesk({ mode, settings, keys: options.webhookKeys, nowMs, log });
  closers.unshift(() => desk.close());
  const payments = extras.paymentsSeam?.(bank.payments) ?? bank.payments;
  return {
    ports: { scanners, scannerDesk, payments, rehearsal: bank.rehearsal, webhooks: desk.port },
    tillIs: (opened: Till) => void (till = opened),
  };
}

function takeFolder(folder: string): { readonly release: () => void } {
  const lock = lockDataFolder(folder);
  if (lock.kind === "locked") return lock;
  if (lock.kind === "unusable") throw new StartRefusal(lock.why);
  throw new StartRefusal(`Another Counterfoil is already running on the data folder ${folder}.`);
}

/** A folder that has held live keys never enters training or test by itself: a missing key means no sale. */
function guardMode(settings: SettingsFile, mode: Mode, folder: string): void {
  const heldLive = settings.read().heldLiveKeys || existsSync(ledgerPath(folder, "live"));
  if (mode === "live" || !heldLive) return;
  throw new StartRefusal(
    mode === "training"
      ? `The data folder ${folder} has taken real payments: set OMISE_PUBLIC_KEY and OMISE_SECRET_KEY, or name another folder with --data to train.`
      : `The data folder ${folder} has taken real payments: it does not open with test keys; name another folder with --data.`,
  );
}

function terminalOf(parts: {
  readonly till: Till;
  readonly mode: Mode;
  readonly shopName: string;
  readonly leaving: Set<() => void>;
  readonly closers: (() => Promise<void> | void)[];
}): Terminal {
  const { till, leaving } = parts;
  let closing: Promise<void> | null = null;
  let open = 0;
  const customers = (change: 1 | -1): void => till.customerScreensAre((open += change));
  return {
    mode: parts.mode,
    shopName: parts.shopName,
    serve: (pipe, role) => servePipe(till, role === "customer" ? counted(pipe, customers) : pipe, role),
    onLeave: (listener) => void leaving.add(listener),
    displaysAre: (displays) => till.displaysAre([...displays]),
    close: () => (closing ??= closeAll(parts.closers)),
  };
}

/** Tells of a pipe's beginning and end. */
function counted(pipe: Pipe, change: (by: 1 | -1) => void): Pipe {
  change(1);
  return {
    ...pipe,
    onClose: (listener) =>
      pipe.onClose((reason) => {
        change(-1);
        listener(reason);
      }),
  };
}

async function closeAll(closers: readonly (() => Promise<void> | void)[]): Promise<void> {
  for (const close of closers) await close();
}
