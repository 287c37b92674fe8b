// The book's door: opens a ledger file for the one till that owns it.
import { statSync } from "node:fs";
import type { Mode } from "#contract/words.ts";
import type { Ledger } from "#till/ports.ts";
import type Database from "better-sqlite3";
import { prepareHead } from "./append.ts";
import type { BackUpOutcome, CheckFile } from "./backups.ts";
import { backUpAtOnce, backUpOnline, checkFile, eventsSinceBackup } from "./backups.ts";
import { dutiesWith, prepareDutyQueries } from "./duty-queries.ts";
import { setEndMark } from "./end-mark.ts";
import { writingTo } from "./entries.ts";
import { PRAGMAS } from "./open.ts";
import { prepareQueries, readingWith } from "./queries.ts";
import { openSound, type Opened } from "./sound.ts";
import { openWaterMark } from "./water-mark.ts";

/** At its end a book is copied when it has so many events more than its newest copy, and is no longer than this. */
const BACK_UP_AFTER_EVENTS = 500;
const AT_ONCE_BYTES = 32_000_000;

export type OpenLedger = Ledger & {
  /** What SQLite answered when it was asked after opening. */
  readonly pragmas: typeof PRAGMAS;
  readonly opened: Opened;
  /** What was missing since the file was restored has been written again: `missingSinceMs` is null from now on. */
  completeRebuild(atMs: number): void;
  /**
   * Makes a backup when the newest is a day old and something was written since. The till goes on meanwhile; the copy is
   * checked in full by `check`, on this thread when nothing is said. Throws when it cannot be written.
   */
  backUp(check?: CheckFile): Promise<BackUpOutcome>;
};

type Options = { readonly path: string; readonly mode: Mode; readonly nowMs?: () => number };

/**
 * Opens or creates a ledger (mode 0600), after the data folder was locked. Every method is durable when it returns.
 * A ledger that is damaged is put aside and restored, which `opened` tells. Throws `LedgerRefusal` with one sentence, leaving
 * everything as it was: another mode, a newer or foreign schema, no ledger at all, a place that cannot be used, a SQLite that
 * does not promise durability.
 */
export function openLedger({ path, mode, nowMs = Date.now }: Options): OpenLedger {
  const { db, opened } = openSound({ path, mode, nowMs });
  const copies = copiesOf(db, nowMs);
  const mark = openWaterMark(path);
  mark.rise(prepareHead(db)());
  return {
    path,
    pragmas: PRAGMAS,
    opened,
    ...readingWith(prepareQueries(db)),
    ...dutiesWith(prepareDutyQueries(db)),
    ...writingTo(db, nowMs, mark),
    backUp: copies.make,
    close() {
      if (db.open) end(db, () => copies.last());
      mark.close();
    },
  };
}

/** Without its mark the file is looked at as a whole next time, so a disk that takes no more writes costs nothing but that. */
function end(db: Database.Database, isSound: () => boolean): void {
  try {
    if (isSound()) setEndMark(db);
  } catch {
    // Nothing is lost: every entry was on the disk before.
  } finally {
    db.close();
  }
}

function copiesOf(db: Database.Database, nowMs: () => number) {
  let making: Promise<BackUpOutcome> | null = null;
  /** A copy that failed its check says that the ledger itself is to be looked at. */
  let isSuspect = false;

  function judged(outcome: BackUpOutcome): BackUpOutcome {
    isSuspect ||= outcome.kind === "failed";
    return outcome;
  }

  return {
    async make(check: CheckFile = async (path) => checkFile(path)): Promise<BackUpOutcome> {
      making ??= backUpOnline(db, nowMs(), check);
      try {
        return judged(await making);
      } finally {
        making = null;
      }
    },
    /** @returns whether nothing speaks against the ledger */
    last(): boolean {
      const isDue = eventsSinceBackup(db) >= BACK_UP_AFTER_EVENTS && statSync(db.name).size <= AT_ONCE_BYTES;
      if (isDue && making === null && !isSuspect) judged(backUpAtOnce(db, nowMs()));
      return !isSuspect;
    },
  };
}
