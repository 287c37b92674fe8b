// The seal of the ledger: each event holds a hash over the hash before it and its own columns, so that no past can be changed,
// removed or put in without every later hash being another.
import { hash } from "node:crypto";
import type { Mode } from "#contract/words.ts";

export type EventRow = {
  readonly seq: number;
  /** The seq of the first event about the same thing. */
  readonly subject: number;
  readonly step: number;
  readonly kind: string;
  /** A UUID in 16 bytes, in the first event about a sale, an attempt or a refund. */
  readonly id: Buffer | null;
  readonly body: string;
  readonly state: string | null;
  readonly intent: string | null;
  readonly at_ms: number;
  readonly hash: Buffer;
};

/** What stands before the first event: another one in each file. */
export function genesisOf(ledgerId: Buffer, mode: Mode): Buffer {
  return hash("sha256", `counterfoil ledger ${ledgerId.toString("hex")} ${mode}`, "buffer");
}

/** SHA-256 over 64 hex digits of the hash before it and the columns as one JSON array: nothing can be read in two ways. */
export function sealOf(before: Buffer, row: Omit<EventRow, "hash">): Buffer {
  const { seq, subject, step, kind, id, body, state, intent, at_ms: atMs } = row;
  const columns = [seq, subject, step, kind, id === null ? null : id.toString("hex"), body, state, intent, atMs];
  return hash("sha256", before.toString("hex") + JSON.stringify(columns), "buffer");
}
