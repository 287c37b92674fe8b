// Files that only the till's own user may read.
import { chmodSync, closeSync, openSync, statSync } from "node:fs";
import { errorCode } from "./refusal.ts";

const OWNER_ONLY = 0o600;

/**
 * Creates an empty file of mode 0600 where there is none. A file that exists is not even opened: on POSIX, closing any
 * handle of a file drops every lock that this process holds on it.
 */
export function createPrivateFile(path: string): void {
  try {
    closeSync(openSync(path, "wx", OWNER_ONLY));
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
}

/** Takes a file that was copied here with wider rights back to mode 0600. */
export function makePrivate(path: string): void {
  if ((statSync(path).mode & 0o777) !== OWNER_ONLY) chmodSync(path, OWNER_ONLY);
}
