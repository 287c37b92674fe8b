// Opens a ledger file so that a commit is on the disk when it returns, and proves that it is opened so.
// A file that is refused is left as it was.
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { modeSchema, type Mode } from "#contract/words.ts";
import Database from "better-sqlite3";
import { appliedCount, backUp, damaged, migrate } from "./migrate.ts";
import { MIGRATIONS } from "./migrations/all.ts";
import type { Migration } from "./migrations/migration.ts";
import { createPrivateFile, makePrivate } from "./private-file.ts";
import { errorCode, LedgerRefusal, refusalOf } from "./refusal.ts";

/** As SQLite answers them after opening; anything else is refused. `synchronous` 2 is FULL. */
export const PRAGMAS = {
  journal_mode: "wal",
  synchronous: 2,
  foreign_keys: 1,
  recursive_triggers: 1,
  busy_timeout: 2000,
  // Four times SQLite's own: half as many pages are copied into the file, and the till waits for it half as often.
  wal_autocheckpoint: 4000,
} as const;

/** The ledger file of a mode: each has its own. */
export function ledgerPath(dataFolder: string, mode: Mode): string {
  return join(dataFolder, `${mode}.ledger`);
}

type BookOptions = {
  readonly path: string;
  readonly mode: Mode;
  /** Other than ours only in tests. */
  readonly migrations?: readonly Migration[];
};

/** Opens, checks, backs up and migrates. Throws `LedgerRefusal` with one sentence for the person who started the till. */
export function openBook({ path, mode, migrations = MIGRATIONS }: BookOptions): Database.Database {
  let db: Database.Database | null = null;
  try {
    createPrivateFile(path);
    db = new Database(path, { timeout: PRAGMAS.busy_timeout, fileMustExist: true });
    const applied = readMarks(db, mode, migrations);
    makePrivate(path);
    setPragmas(db);
    const next = migrations[applied];
    if (applied > 0 && next !== undefined) backUp(db, next);
    migrate(db, migrations);
    setPragmas(db);
    if (boundMode(db) === undefined) bindTo(db, mode);
    checkMode(db, mode);
    return db;
  } catch (error) {
    db?.close();
    throw refusalOf(path, error);
  }
}

/** @returns how many migrations the file has. What cannot even be read is damaged, whatever SQLite calls it. */
function readMarks(db: Database.Database, mode: Mode, migrations: readonly Migration[]): number {
  try {
    const applied = appliedCount(db, migrations);
    if (applied > 0) checkMode(db, mode);
    return applied;
  } catch (error) {
    if (errorCode(error) === "SQLITE_ERROR") throw damaged(db, "it cannot be read");
    throw error;
  }
}

/** Opens for reading only, beside a till that is writing. The file must be of exactly this version. */
export function openBookForReading(path: string): Database.Database {
  let db: Database.Database | null = null;
  try {
    db = new Database(path, { timeout: PRAGMAS.busy_timeout, fileMustExist: true, readonly: true });
    if (appliedCount(db, MIGRATIONS) < MIGRATIONS.length) {
      throw new LedgerRefusal(
        "other-schema",
        `The ledger ${path} has an older schema: open the till once to bring it up to date.`,
      );
    }
    return db;
  } catch (error) {
    db?.close();
    throw refusalOf(path, error);
  }
}

function boundMode(db: Database.Database): string | undefined {
  return db.prepare<[], string>("select mode from meta").pluck().get();
}

/** The random id makes each file's chain another one, also that of a copy that went its own way. */
function bindTo(db: Database.Database, mode: Mode): void {
  db.prepare<[Buffer, Mode]>("insert into meta (id, ledger_id, mode) values (1, ?, ?)").run(randomBytes(16), mode);
}

/** A new file is bound when its first schema is there; a crash in between leaves it unbound and empty, and it is bound now. */
function checkMode(db: Database.Database, mode: Mode): void {
  const bound = boundMode(db);
  if (bound === undefined || bound === mode) return;
  if (!modeSchema.safeParse(bound).success) throw damaged(db, "its mode cannot be read");
  throw new LedgerRefusal(
    "other-mode",
    `The ledger ${db.name} belongs to ${bound} mode and is not opened in ${mode} mode.`,
  );
}

/**
 * This build of SQLite opens an existing WAL file with synchronous at NORMAL, where a committed payment can be lost with
 * the power: so every pragma is set and read back on every open, not only on the first.
 */
export function setPragmas(db: Database.Database): void {
  for (const [name, value] of Object.entries(PRAGMAS)) {
    db.pragma(`${name} = ${value}`);
    const found = db.pragma(name, { simple: true });
    if (found === value) continue;
    const words = `The ledger ${db.name} cannot be made safe against a power cut: ${name} is ${String(found)}, not ${value}.`;
    throw new LedgerRefusal("not-durable", words);
  }
}
