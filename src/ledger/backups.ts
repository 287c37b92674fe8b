// Copies of a ledger in `backups/` beside it: checked in full before they count, then named for the moment and the newest event.
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import Database from "better-sqlite3";
import { checkWhole, type Checked } from "./check.ts";
import { createPrivateFile } from "./private-file.ts";
import { refusalOf } from "./refusal.ts";

const DAY_MS = 86_400_000;
const KEEP_NEWEST = 3;
const KEEP_DAYS = 7;
/** Pages copied in one turn of the event loop: a megabyte. */
const PAGES_A_TURN = 256;

export type Backup = { readonly path: string; readonly atMs: number; readonly events: number };

export type BackUpOutcome =
  | { readonly kind: "made"; readonly path: string }
  /** The newest is younger than a day. */
  | { readonly kind: "recent" }
  | { readonly kind: "nothing-new" }
  /** The copy does not pass its check, which the ledger then hardly would either: it is kept under this name and never used. */
  | { readonly kind: "failed"; readonly path: string; readonly faults: Checked["faults"] };

/** Looks at a whole file, elsewhere than on the till's own thread where the caller has such a place. */
export type CheckFile = (path: string) => Promise<Checked>;

const NAME = /^(?<book>.+)-(?<at>\d{8}T\d{9}Z)-(?<events>\d+)\.ledger$/;

/** Every backup of this ledger that passed its check when it was made, newest first. */
export function backupsOf(path: string): readonly Backup[] {
  const folder = folderOf(path);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const { book, at, events } = NAME.exec(name)?.groups ?? {};
      if (book !== bookOf(path) || at === undefined) return [];
      return [{ path: join(folder, name), atMs: instantOf(at), events: Number(events) }];
    })
    .toSorted((one, other) => other.atMs - one.atMs || (one.path < other.path ? 1 : -1));
}

/** The name says that it never counts again. @returns where it is now */
export function discard(backupPath: string): string {
  const failed = `${backupPath}.failed`;
  renameSync(backupPath, failed);
  return failed;
}

/** Checks a file on this thread. */
export function checkFile(path: string): Checked {
  let db: Database.Database | null = null;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
    return checkWhole(db);
  } catch (error) {
    throw refusalOf(path, error);
  } finally {
    db?.close();
  }
}

/** Copies while the till goes on writing, a megabyte a turn. @param db open on `path` */
export async function backUpOnline(db: Database.Database, atMs: number, check: CheckFile): Promise<BackUpOutcome> {
  const due = dueOf(db, atMs);
  if (due !== "due") return { kind: due };
  const part = partOf(db.name);
  try {
    await db.backup(part, { progress: () => PAGES_A_TURN });
    const { faults } = await check(settled(part));
    return settle({ db, part, atMs, faults });
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** Copies in one go: for a short book, and for its end. */
export function backUpAtOnce(db: Database.Database, atMs: number): BackUpOutcome {
  const part = partOf(db.name);
  try {
    db.prepare("vacuum into ?").run(part);
    const { faults } = checkFile(settled(part));
    return settle({ db, part, atMs, faults });
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** How many events no backup has. */
export function eventsSinceBackup(db: Database.Database): number {
  const newest = backupsOf(db.name)[0]?.events ?? 0;
  const events = eventsOf(db);
  // Fewer than in the backup: a book that was begun anew.
  return events < newest ? events : events - newest;
}

function dueOf(db: Database.Database, atMs: number): "due" | "recent" | "nothing-new" {
  const [newest] = backupsOf(db.name);
  if (eventsSinceBackup(db) === 0) return "nothing-new";
  // A moment in the future was told by a clock that was wrong.
  return newest !== undefined && newest.atMs <= atMs && atMs - newest.atMs < DAY_MS ? "recent" : "due";
}

type Copied = {
  readonly db: Database.Database;
  readonly part: string;
  readonly atMs: number;
  readonly faults: Checked["faults"];
};

function settle({ db, part, atMs, faults }: Copied): BackUpOutcome {
  const copy = new Database(part, { readonly: true });
  const events = eventsOf(copy);
  copy.close();
  const at = new Date(atMs).toISOString().replaceAll(/[-:.]/g, "");
  const path = join(dirname(part), `${bookOf(db.name)}-${at}-${events}.ledger`);
  renameSync(part, path);
  syncFolder(dirname(part));
  if (faults.length > 0) return { kind: "failed", path: discard(path), faults };
  prune(db.name, atMs);
  return { kind: "made", path };
}

/** One file that needs nothing beside it, on the disk. */
function settled(part: string): string {
  const copy = new Database(part);
  copy.pragma("journal_mode = delete");
  copy.close();
  const file = openSync(part, "r+");
  fsyncSync(file);
  closeSync(file);
  return part;
}

/** The newest ones stay, and of each of the last days its newest. */
function prune(path: string, nowMs: number): void {
  const days = new Set<number>();
  backupsOf(path).forEach((backup, index) => {
    const day = Math.floor(backup.atMs / DAY_MS);
    const isOfItsDay = !days.has(day) && nowMs - backup.atMs < KEEP_DAYS * DAY_MS;
    days.add(day);
    if (index >= KEEP_NEWEST && !isOfItsDay) rmSync(backup.path);
  });
}

function partOf(path: string): string {
  const folder = folderOf(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const part = join(folder, `${bookOf(path)}.part`);
  for (const beside of ["", "-wal", "-shm", "-journal"]) rmSync(part + beside, { force: true });
  createPrivateFile(part);
  return part;
}

function folderOf(path: string): string {
  return join(dirname(path), "backups");
}

function bookOf(path: string): string {
  return basename(path, ".ledger");
}

function eventsOf(db: Database.Database): number {
  return db.prepare<[], number>("select coalesce(max(seq), 0) from events").pluck().get() ?? 0;
}

/** `20261120T185620123Z` in epoch milliseconds. */
function instantOf(at: string): number {
  const [, date = "", time = "", ms = ""] = /^(\d{8})T(\d{6})(\d{3})Z$/.exec(at) ?? [];
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6)];
  return Date.parse(`${year}-${month}-${day}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}.${ms}Z`);
}

/** A rename is on the disk when its folder is; where a folder cannot be opened so, as on Windows, the system sees to it. */
export function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const file = openSync(folder, "r");
  fsyncSync(file);
  closeSync(file);
}
