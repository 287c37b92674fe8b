// Beside the ledger: the newest event that was ever committed. A WAL that loses its end opens as an earlier past that looks whole;
// the mark tells. It is written after each commit and not flushed, so a power cut may leave an older one, never a newer one.
import { hash } from "node:crypto";
import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import type Database from "better-sqlite3";
import { errorCode } from "./refusal.ts";

type Head = { readonly seq: number; readonly hash: Buffer };

export type WaterMark = {
  /** Never throws: a mark that cannot be written is an older one. */
  rise(head: Head): void;
  close(): void;
};

const HASH_BYTES = 32;
const SEALED_BYTES = 8 + HASH_BYTES;

export function openWaterMark(path: string): WaterMark {
  let file: number | null = null;
  let seq = -1;
  return {
    rise(head) {
      if (head.seq === seq) return;
      try {
        file ??= openSync(markPath(path), "w", 0o600);
        writeSync(file, textOf(head), 0, SEALED_BYTES + HASH_BYTES, 0);
        seq = head.seq;
      } catch {
        // What is there stays, or nothing does: the ledger itself was written.
      }
    },
    close() {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}

/** @returns whether events that were committed are not in the file any more */
export function hasSunk(db: Database.Database): boolean {
  const mark = readMark(db.name);
  if (mark === null) return false;
  const found = db.prepare<[number], Buffer>("select hash from events where seq = ?").pluck().get(mark.seq);
  return mark.seq > 0 && !(Buffer.isBuffer(found) && mark.hash.equals(found));
}

/** The ledger begins anew, or is another file now. */
export function forgetWaterMark(path: string): void {
  rmSync(markPath(path), { force: true });
}

function markPath(path: string): string {
  return `${path}.newest`;
}

/** null where there is none, or half of one. */
function readMark(path: string): Head | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(markPath(path));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
  const sealed = bytes.subarray(0, SEALED_BYTES);
  if (bytes.length !== SEALED_BYTES + HASH_BYTES || !sealOf(sealed).equals(bytes.subarray(SEALED_BYTES))) return null;
  return { seq: Number(sealed.readBigUInt64BE()), hash: Buffer.from(sealed.subarray(8)) };
}

function textOf(head: Head): Buffer {
  const sealed = Buffer.alloc(SEALED_BYTES);
  sealed.writeBigUInt64BE(BigInt(head.seq));
  head.hash.copy(sealed, 8);
  return Buffer.concat([sealed, sealOf(sealed)]);
}

function sealOf(sealed: Buffer): Buffer {
  return hash("sha256", sealed, "buffer");
}
