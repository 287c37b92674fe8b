// A damaged ledger is kept aside, never deleted; the newest backup that passes its check takes its place, or an empty ledger does.
// What takes its place is whole on the disk before anything is moved.
import {
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  closeSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname } from "node:path";
import type { Mode } from "#contract/words.ts";
import type Database from "better-sqlite3";
import { appendingTo } from "./append.ts";
import { backupsOf, discard, syncFolder } from "./backups.ts";
import { checkWhole } from "./check.ts";
import { compact } from "./compact.ts";
import { setEndMark } from "./end-mark.ts";
import { ledgerPath, openBook } from "./open.ts";
import { makePrivate } from "./private-file.ts";
import { isDamage } from "./refusal.ts";

/** Before the newest event of the backup: clocks, and what was begun before it and ended after. */
const MARGIN_MS = 15 * 60_000;
const BESIDE = ["", "-wal", "-shm"];

export type Restored = { readonly damagedPath: string | null; readonly missingSinceMs: number };
type Place = { readonly path: string; readonly mode: Mode; readonly nowMs: () => number };

/** @returns whether the file is where the ledger of this mode belongs, so that it cannot be somebody else's */
export function isOurPlace({ path, mode }: Pick<Place, "path" | "mode">): boolean {
  return ledgerPath(dirname(path), mode) === path;
}

/** Ends what a crash interrupted: the ledger was put aside, and what takes its place is not there yet. */
export function finishRestore(path: string): void {
  const ready = readyOf(path);
  if (!existsSync(ready)) return;
  if (existsSync(path)) return clear(ready);
  // Its WAL, if any is left, is not of the file that comes now.
  putAside(path, Date.now());
  renameSync(ready, path);
  syncFolder(dirname(path));
}

/** @returns whether there was a ledger and its file is gone or empty */
export function isGone(path: string): boolean {
  if (existsSync(path) && statSync(path).size > 0) return false;
  const wal = statSync(`${path}-wal`, { throwIfNoEntry: false });
  return (wal !== undefined && wal.size > 0) || backupsOf(path).length > 0;
}

/** Throws a refusal, with everything where it was, when there is no room or no right to do it. */
export function restore(place: Place): Restored {
  const { path, nowMs } = place;
  const atMs = nowMs();
  const ready = readyOf(path);
  try {
    clear(ready);
    const missingSinceMs = prepare(place, ready, atMs);
    const damagedPath = putAside(path, atMs);
    renameSync(ready, path);
    syncFolder(dirname(path));
    return { damagedPath, missingSinceMs };
  } catch (error) {
    if (existsSync(path)) clear(ready);
    throw error;
  }
}

/** Makes what takes the ledger's place. @returns from when on payments are missing in it */
function prepare(place: Place, ready: string, atMs: number): number {
  const part = `${ready}-part`;
  clear(part);
  for (const backup of backupsOf(place.path)) {
    const db = openCopy({ ...place, path: backup.path }, part);
    if (db !== null) return finish(db, { ready, missingSinceMs: missingSinceOf(db), place, backup: backup.path, atMs });
    discard(backup.path);
  }
  const db = openBook({ path: part, mode: place.mode });
  return finish(db, { ready, missingSinceMs: 0, place, backup: null, atMs });
}

/** @returns null for a backup that is damaged itself */
function openCopy({ path, mode }: Place, part: string): Database.Database | null {
  copyFileSync(path, part);
  makePrivate(part);
  let db: Database.Database | null = null;
  try {
    db = openBook({ path: part, mode });
    if (checkWhole(db).faults.length === 0) return db;
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  db?.close();
  clear(part);
  return null;
}

type Made = {
  readonly ready: string;
  readonly missingSinceMs: number;
  readonly place: Place;
  readonly backup: string | null;
  readonly atMs: number;
};

function finish(db: Database.Database, { ready, missingSinceMs, place, backup, atMs }: Made): number {
  const part = db.name;
  const body = compact({
    missingSinceMs,
    damaged: existsSync(place.path) ? basename(asideOf(place.path, atMs)) : null,
    backup: backup === null ? null : basename(backup),
  });
  appendingTo(db)((append) => append({ subject: null, step: 1, kind: "ledger/restored", body, atMs }));
  setEndMark(db);
  db.close();
  const file = openSync(part, "r+");
  fsyncSync(file);
  closeSync(file);
  renameSync(part, ready);
  syncFolder(dirname(ready));
  return missingSinceMs;
}

/** The newest events of this file are gone, and the rest is sound. @returns from when on payments are missing in it */
export function noteMissing(db: Database.Database, atMs: number): number {
  const missingSinceMs = missingSinceOf(db);
  const body = compact({ missingSinceMs, damaged: null, backup: null });
  appendingTo(db)((append) => append({ subject: null, step: 1, kind: "ledger/restored", body, atMs }));
  return missingSinceMs;
}

function missingSinceOf(db: Database.Database): number {
  const newest = db.prepare<[], number>("select at_ms from events order by seq desc limit 1").pluck().get() ?? 0;
  const before = db.prepare<[], number | null>("select missing_since_ms from meta").pluck().get() ?? newest;
  return Math.max(0, Math.min(newest - MARGIN_MS, before));
}

/** The file first: without it, what is left beside it is known to be the rest of something. */
function putAside(path: string, atMs: number): string | null {
  const aside = asideOf(path, atMs);
  for (const beside of BESIDE) {
    if (existsSync(path + beside)) renameSync(path + beside, aside + beside);
  }
  return existsSync(aside) ? aside : null;
}

/** A name that nothing has yet. */
function asideOf(path: string, atMs: number): string {
  const taken = new Set(readdirSync(dirname(path)));
  const name = `${path}.damaged-${new Date(atMs).toISOString().replaceAll(/[-:.]/g, "")}`;
  let number = 1;
  const isTaken = (candidate: string): boolean => BESIDE.some((beside) => taken.has(basename(candidate) + beside));
  while (isTaken(numbered(name, number))) number += 1;
  return numbered(name, number);
}

function numbered(name: string, number: number): string {
  return number === 1 ? name : `${name}-${number}`;
}

function readyOf(path: string): string {
  return `${path}.restored`;
}

function clear(path: string): void {
  for (const beside of BESIDE) rmSync(path + beside, { force: true });
}
