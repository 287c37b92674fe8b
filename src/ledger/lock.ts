// One till a data folder: `till.lock` is a small SQLite file held by BEGIN EXCLUSIVE.
// The operating system frees it with the process, so a till that was killed leaves nothing to clean up.
import { mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import Database from "better-sqlite3";
import { createPrivateFile } from "./private-file.ts";
import { errorCode } from "./refusal.ts";

export type FolderLock =
  /** Ours until `release` or the end of the process. */
  | { readonly kind: "locked"; readonly release: () => void }
  /** Another till has the folder, in whatever mode. */
  | { readonly kind: "held" }
  /** No lock can be had here; `why` is one clear sentence. */
  | { readonly kind: "unusable"; readonly why: string };

/** Takes the data folder, creating it (mode 0700) where it is missing. Comes before anything else is opened or written there. */
export function lockDataFolder(folder: string): FolderLock {
  const path = join(folder, "till.lock");
  let db: Database.Database | null = null;
  try {
    const file = makeFolder(folder);
    if (file !== null) {
      const which = file === resolve(folder) ? "it" : file;
      return { kind: "unusable", why: `The data folder ${folder} cannot be used: ${which} is a file, not a folder.` };
    }
    createPrivateFile(path);
    db = new Database(path, { timeout: 0 });
    db.exec("pragma journal_mode = memory; begin exclusive");
    return hold(db);
  } catch (error) {
    db?.close();
    const code = errorCode(error);
    if (code === null) throw error;
    if (code.startsWith("SQLITE_BUSY")) return { kind: "held" };
    return { kind: "unusable", why: `The data folder ${folder} cannot be used (${code}).` };
  }
}

/**
 * Step by step from the first folder that is there: Node's own `recursive` never comes back from a place like /proc, where
 * the folder above is there and nothing can be made in it. @returns a file that stands in the way, or null
 */
function makeFolder(folder: string): string | null {
  const missing: string[] = [];
  let there = resolve(folder);
  let found = statSync(there, LOOK);
  while (found === undefined && dirname(there) !== there) {
    missing.unshift(there);
    there = dirname(there);
    found = statSync(there, LOOK);
  }
  if (found !== undefined && !found.isDirectory()) return there;
  for (const path of missing) makeOne(path);
  return null;
}

const LOOK = { throwIfNoEntry: false } as const;

/** Another till may have made it in between: whose it is, the lock decides. */
function makeOne(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
}

/** The listener also keeps the handle alive: a handle that is garbage-collected would drop the lock without a word. */
function hold(db: Database.Database): FolderLock {
  function release(): void {
    process.off("exit", release);
    db.close();
  }
  process.on("exit", release);
  return { kind: "locked", release };
}
