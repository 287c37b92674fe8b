// Whether the till that had the file last ended in an orderly way: it then left the newest hash in the file. A file that is open
// has no such mark, so neither a kill nor a power cut can leave one.
import type Database from "better-sqlite3";
import { prepareHead } from "./append.ts";
import { inOneTransaction } from "./transaction.ts";

/** `orderly`: also a new file, in which nothing has happened. `other`: a mark is there and does not belong to the newest event, so something is gone or was put in. */
export type EndMark = "orderly" | "none" | "other";

export function endMarkOf(db: Database.Database): EndMark {
  const mark = markOf(db);
  const { seq, hash } = prepareHead(db)();
  if (mark === null) return seq === 0 ? "orderly" : "none";
  // A page that is gone may leave a row without its hash.
  return Buffer.isBuffer(hash) && mark.equals(hash) ? "orderly" : "other";
}

/** On the disk, in the file itself, when it returns: a WAL that is lost afterwards does not bring the mark back. */
export function clearEndMark(db: Database.Database): void {
  if (markOf(db) === null) return;
  inOneTransaction(db, () => db.prepare("update meta set clean_end = null").run());
  db.pragma("wal_checkpoint(passive)");
}

export function setEndMark(db: Database.Database): void {
  const { seq, hash } = prepareHead(db)();
  if (seq === 0) return;
  inOneTransaction(db, () => db.prepare<[Buffer]>("update meta set clean_end = ?").run(hash));
}

function markOf(db: Database.Database): Buffer | null {
  return db.prepare<[], Buffer | null>("select clean_end from meta").pluck().get() ?? null;
}
