// Why a ledger file is not opened, as one sentence for the person who started the till and a word for the program.
import Database from "better-sqlite3";

type RefusalReason =
  /** The path or the file cannot be used at all: missing folder, no rights, full disk, held by another program. */
  | "unusable"
  /** There is a file, and it is no ledger of ours. */
  | "not-a-ledger"
  /** It is not what was written to it, or no file of SQLite any more. */
  | "damaged"
  | "other-mode"
  /** Written by a newer Counterfoil. */
  | "newer-schema"
  /** Migrations in another order, an edited one, or tables and triggers that are not as we left them. */
  | "other-schema"
  /** SQLite did not take the settings that make a commit survive a power cut. */
  | "not-durable";

/** Thrown when a ledger is opened, never later. `message` is one clear sentence. */
export class LedgerRefusal extends Error {
  readonly reason: RefusalReason;
  constructor(reason: RefusalReason, sentence: string, options?: { readonly cause: unknown }) {
    super(sentence, options);
    this.name = "LedgerRefusal";
    this.reason = reason;
  }
}

/** The code of a SQLite or system error, null for anything else. */
export function errorCode(error: unknown): string | null {
  if (error instanceof Database.SqliteError) return error.code;
  // What Node says of its own arguments (ERR_…) is a fault of ours, not of the disk.
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return null;
  return error.code.startsWith("ERR_") ? null : error.code;
}

/** @returns whether the file itself is broken, and not the disk, the folder or another program in the way */
export function isDamage(error: unknown): boolean {
  if (error instanceof LedgerRefusal) return error.reason === "damaged";
  const code = errorCode(error) ?? "";
  return code === "SQLITE_NOTADB" || code.startsWith("SQLITE_CORRUPT");
}

const NO_ROOM = /^(?:SQLITE_FULL|ENOSPC|EDQUOT)$/;
const READ_ONLY = /^(?:SQLITE_READONLY.*|SQLITE_PERM|EROFS|EACCES|EPERM)$/;

/** Turns what SQLite or the file system threw while opening into a refusal; anything else is a fault of ours and passes. */
export function refusalOf(path: string, error: unknown): unknown {
  const code = errorCode(error);
  if (error instanceof LedgerRefusal || code === null) return error;
  if (isDamage(error)) {
    return new LedgerRefusal("damaged", `${path} is damaged or is not a ledger of Counterfoil.`, { cause: error });
  }
  return new LedgerRefusal("unusable", sentenceOf(path, code), { cause: error });
}

function sentenceOf(path: string, code: string): string {
  if (code.startsWith("SQLITE_BUSY")) return `The ledger ${path} is held by another program.`;
  if (NO_ROOM.test(code)) return `There is no room left on the disk for the ledger ${path}.`;
  if (READ_ONLY.test(code)) return `The ledger ${path} cannot be written: its file or its folder is read-only.`;
  return `The ledger ${path} cannot be opened (${code}).`;
}
