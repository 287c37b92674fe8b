// The one way in which events come into the file: each sealed to the one before it, and what is true now changed with it.
import type { Mode } from "#contract/words.ts";
import type Database from "better-sqlite3";
import { genesisOf, sealOf, type EventRow } from "./chain.ts";
import { projectingTo } from "./project.ts";
import { inOneTransaction } from "./transaction.ts";

export type NewEvent = {
  /** null: the first event about something new. */
  readonly subject: number | null;
  readonly step: number;
  readonly kind: string;
  readonly id?: Buffer;
  readonly body: string;
  readonly state?: string;
  readonly intent?: string;
  readonly atMs: number;
};

/** @returns the seq of the new event */
export type Append = (event: NewEvent) => number;

type Head = { readonly seq: number; readonly hash: Buffer };

/** Where the chain ends: the newest event, or what stands before the first. */
export function prepareHead(db: Database.Database): () => Head {
  const newest = db.prepare<[], Head>("select seq, hash from events order by seq desc limit 1");
  const meta = db.prepare<[], { readonly ledger_id: Buffer; readonly mode: Mode }>("select ledger_id, mode from meta");
  return () => {
    const last = newest.get();
    if (last !== undefined) return last;
    const file = meta.get();
    if (file === undefined) throw new Error("the ledger has no beginning");
    return { seq: 0, hash: genesisOf(file.ledger_id, file.mode) };
  };
}

export type WriteInOne = <Result>(body: (append: Append) => Result) => Result;

/**
 * Runs a body in one transaction and hands it what appends. The end of the chain is read within the transaction, at its
 * beginning: a head that was kept from before could be one that was rolled back, or that another program has gone past.
 * @param committed is told the newest event of each transaction that added one, once it is on the disk
 */
export function appendingTo(db: Database.Database, committed: (head: Head) => void = () => undefined): WriteInOne {
  const insert = db.prepare<EventRow>(
    `insert into events (seq, subject, step, kind, id, body, state, intent, at_ms, hash)
     values (@seq, @subject, @step, @kind, @id, @body, @state, @intent, @at_ms, @hash)`,
  );
  const headOf = prepareHead(db);
  const project = projectingTo(db);
  return (body) => {
    let head: Head | null = null;
    const result = inOneTransaction(db, () => {
      let last = headOf();
      return body((event) => {
        const row = sealed(event, last);
        insert.run(row);
        project(row);
        last = row;
        head = row;
        return row.seq;
      });
    });
    if (head !== null) committed(head);
    return result;
  };
}

function sealed({ subject, step, kind, id, body, state, intent, atMs }: NewEvent, before: Head): EventRow {
  const seq = before.seq + 1;
  const row = {
    seq,
    subject: subject ?? seq,
    step,
    kind,
    id: id ?? null,
    body,
    state: state ?? null,
    intent: intent ?? null,
    at_ms: atMs,
  };
  return { ...row, hash: sealOf(before.hash, row) };
}
