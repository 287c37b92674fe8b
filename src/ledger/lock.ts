// One till a data folder: `till.lock` is a small SQLite file held by BEGIN EXCLUSIVE.
// The operating system frees it with the process, so a till that was killed leaves nothing to clean up.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
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
    mkdirSync(folder, { recursive: true, mode: 0o700 });
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

/** The listener also keeps the handle alive: a handle that is garbage-collected would drop the lock without a word. */
function hold(db: Database.Database): FolderLock {
  function release(): void {
    process.off("exit", release);
    db.close();
  }
  process.on("exit", release);
  return { kind: "locked", release };
}
