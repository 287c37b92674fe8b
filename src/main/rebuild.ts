// The parts that writing a restored ledger again needs: the same folder, keys and account as the till, and no till beside it.
import type { Mode } from "#contract/words.ts";
import { lockDataFolder } from "#ledger/lock.ts";
import { openLedger } from "#ledger/ledger.ts";
import { ledgerPath } from "#ledger/open.ts";
import { createBook } from "#till/book.ts";
import type { Log } from "#till/ports.ts";
import { rebuildFrom, type RebuildCounts } from "#till/rebuild.ts";
import { TIMINGS } from "#till/timings.ts";
import type { Simulator } from "#simulator/simulator.ts";
import { openBankSide } from "./bank-side.ts";
import { createClock } from "./clock.ts";
import { readKeys } from "./keys.ts";
import { openSettings } from "./settings-file.ts";
import { StartRefusal, type TerminalOptions } from "./terminal.ts";

/** Where nothing of the ledger was left: as long as a refund may take, and a month. */
const LONGEST_MS = 400 * 86_400_000;
/** The last event of a backup was told by a PC's clock, which may have been a day wrong. */
const MARGIN_MS = 26 * 3_600_000;

export type Rebuilt = {
  readonly mode: Mode;
  /** null: nothing was missing. */
  readonly missingSinceMs: number | null;
  /** null: Omise did not answer for all of it. */
  readonly counts: RebuildCounts | null;
};

const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** @throws StartRefusal or LedgerRefusal with one sentence: a till is open, the keys are of another account, no answer */
export async function rebuildLedger(
  options: Pick<TerminalOptions, "dataFolder" | "keys">,
  simulator?: Simulator,
): Promise<Rebuilt> {
  const ring = readKeys(options.keys);
  const lock = lockDataFolder(options.dataFolder);
  if (lock.kind === "held") throw new StartRefusal("Close the till first: it has this data folder.");
  if (lock.kind === "unusable") throw new StartRefusal(lock.why);
  const closers: (() => Promise<void> | void)[] = [lock.release];
  try {
    return await carryOut({ ...options, ring, simulator, closers });
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

type Carrying = Pick<TerminalOptions, "dataFolder"> & {
  readonly ring: ReturnType<typeof readKeys>;
  readonly simulator: Simulator | undefined;
  readonly closers: (() => Promise<void> | void)[];
};

async function carryOut({ dataFolder, ring, simulator, closers }: Carrying): Promise<Rebuilt> {
  const { mode } = ring;
  const settings = openSettings(dataFolder);
  const clock = createClock(() => settings.read().lastAccounts[mode]?.capability.country ?? "TH");
  const ledger = openLedger({ path: ledgerPath(dataFolder, mode), mode });
  closers.push(() => ledger.close());
  const missingSinceMs = ledger.missingSinceMs();
  if (missingSinceMs === null) return { mode, missingSinceMs, counts: null };
  const log = SILENT;
  const parts = { dataFolder, settings, log, nowMs: clock.nowMs, pretendScan: null, simulator };
  const { payments, close } = await openBankSide(ring, parts);
  closers.push(close);
  const account = await payments.account();
  if (account.kind !== "account" || account.bankMs === null)
    throw new StartRefusal("Omise cannot be reached, or does not take these keys: nothing was written.");
  if (!ledger.bindAccount(account.accountId))
    throw new StartRefusal("The keys are of another account than the ledger: nothing was written.");
  const rules = { livemode: mode === "live", timings: TIMINGS };
  const book = createBook({ ledger, clock, rules, log, changed: () => undefined });
  const oldestMs = account.bankMs - LONGEST_MS;
  const window = { fromMs: Math.max(oldestMs, missingSinceMs - MARGIN_MS), toMs: account.bankMs + 300_000 };
  const { tillId } = settings.read();
  const counts = await rebuildFrom({ ledger, book, payments, clock, rules, tillId }, window);
  if (counts) ledger.completeRebuild(clock.nowMs());
  return { mode, missingSinceMs, counts };
}
