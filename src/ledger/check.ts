// Whether a ledger is what was written to it: SQLite's own check, the chain from its beginning, and what is true now made again
// from what happened. Reads only.
import { z } from "#contract/schema.ts";
import type { Mode } from "#contract/words.ts";
import type Database from "better-sqlite3";
import { genesisOf, sealOf, type EventRow } from "./chain.ts";
import type { Fault } from "./fault.ts";
import { isRefundKind } from "./project.ts";
import { differencesFrom, openScratch } from "./scratch.ts";
import { errorCode, isDamage } from "./refusal.ts";

export type Checked = {
  readonly events: number;
  /** Hash of the newest event, hex. */
  readonly head: string;
  readonly faults: readonly Fault[];
};

/** More say nothing more. */
const FAULT_LIMIT = 20;
/** So many of the newest events are looked at on every start. */
const TAIL = 200;

/** Everything, in one moment of the file, also beside a till that is writing. */
export function checkWhole(db: Database.Database): Checked {
  return db.transaction(() => {
    const faults: Fault[] = [];
    let walked = { events: 0, head: "" };
    try {
      faults.push(...soundnessOf(db));
      walked = walk(db, faults);
    } catch (error) {
      // SQLITE_ERROR: a CHECK that SQLite tries on what is no JSON any more.
      if (!isDamage(error) && errorCode(error) !== "SQLITE_ERROR") throw error;
      faults.push({ seq: null, sentence: `the file is malformed (${errorCode(error) ?? ""})` });
    }
    return { ...walked, faults: faults.slice(0, FAULT_LIMIT) };
  })();
}

function soundnessOf(db: Database.Database): readonly Fault[] {
  const said = db.prepare<[], string>(`pragma integrity_check(${FAULT_LIMIT})`).pluck().all();
  const unsound = said.filter((line) => line !== "ok").map((line) => `SQLite says: ${line.replaceAll("\n", " ")}`);
  const lost = db.prepare("pragma foreign_key_check").all().length;
  const orphans = lost === 0 ? [] : [`${lost} rows point to rows that are not there`];
  return [...unsound, ...orphans].map((sentence) => ({ seq: null, sentence }));
}

/** Along the chain, making again what is true now, and then comparing it. */
function walk(db: Database.Database, faults: Fault[]): { readonly events: number; readonly head: string } {
  const file = fileOf(db);
  const scratch = openScratch(db, file);
  try {
    let before = genesisOf(file.ledger_id, file.mode);
    let seq = 0;
    let readable = true;
    for (const row of db.prepare<[], EventRow>("select * from events order by seq").iterate()) {
      seq += 1;
      faults.push(...linkFaults(row, seq, before));
      const unreadable = unreadableOf(scratch.project, row);
      if (unreadable !== null) faults.push(unreadable);
      readable &&= unreadable === null;
      before = row.hash;
      seq = row.seq;
      if (faults.length >= FAULT_LIMIT) break;
    }
    // What was made of events that could not be read says nothing.
    if (readable && faults.length < FAULT_LIMIT) faults.push(...differencesFrom(db, scratch.db));
    return { events: seq, head: before.toString("hex") };
  } finally {
    scratch.db.close();
  }
}

type FileMarks = { readonly ledger_id: Buffer; readonly mode: Mode };

function fileOf(db: Database.Database): FileMarks {
  const file = db.prepare<[], FileMarks>("select ledger_id, mode from meta").get();
  if (file === undefined) throw new Error(`${db.name} has no beginning`);
  return file;
}

function linkFaults(row: EventRow, seq: number, before: Buffer): readonly Fault[] {
  if (row.seq !== seq) return [{ seq: row.seq, sentence: `event ${seq} is missing` }];
  if (sealOf(before, row).equals(row.hash)) return [];
  return [{ seq, sentence: `event ${seq} is not the one that was sealed` }];
}

function unreadableOf(read: (row: EventRow) => void, row: EventRow): Fault | null {
  try {
    read(row);
    return null;
  } catch (error) {
    // A disk that is full says nothing about the ledger.
    if (!(errorCode(error) ?? "SQLITE_CONSTRAINT").startsWith("SQLITE_CONSTRAINT")) throw error;
    const why = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    return { seq: row.seq, sentence: `event ${row.seq} (${row.kind}) cannot be read: ${why.slice(0, 200)}` };
  }
}

/** The newest events and what follows from them: what a start after an orderly end looks at. */
export function checkTail(db: Database.Database): readonly Fault[] {
  const file = fileOf(db);
  const rows = db
    .prepare<[number], EventRow>("select * from events order by seq desc limit ?")
    .all(TAIL + 1)
    .toReversed();
  const [first] = rows;
  if (first === undefined) return [];
  const isFirst = first.seq === 1;
  let before = isFirst ? genesisOf(file.ledger_id, file.mode) : first.hash;
  let seq = first.seq + (isFirst ? 0 : 1);
  const links = rows.slice(isFirst ? 0 : 1).flatMap((row) => {
    const faults = linkFaults(row, seq, before);
    before = row.hash;
    seq = row.seq + 1;
    return faults;
  });
  // What is sealed can be read.
  return links.length > 0 ? links : staleOf(db, rows);
}

const STANDS = "where row_id = :subject and event_seq = :seq and step = :step and state = :state";

/** Attempts and refunds which do not stand where their newest event has brought them. */
function staleOf(db: Database.Database, rows: readonly EventRow[]): readonly Fault[] {
  type Wanted = Pick<EventRow, "subject" | "seq" | "step" | "state">;
  const stands = (table: string) => db.prepare<[Wanted]>(`select 1 from ${table} ${STANDS}`);
  const [attempt, refund] = [stands("attempts"), stands("refunds")];
  const newest = new Map(rows.filter(({ state }) => state !== null).map((row) => [row.subject, row]));
  return [...newest.values()].flatMap(({ subject, seq, step, kind, state }) => {
    const { name } = stateName.parse(JSON.parse(state ?? "null"));
    const found = (isRefundKind(kind) ? refund : attempt).get({ subject, seq, step, state: name });
    return found === undefined
      ? [{ seq, sentence: `event ${seq} (${kind}) is not what is told of its payment now` }]
      : [];
  });
}

const stateName = z.looseObject({ name: z.string() });

/** @returns whether the whole book is so short that looking at all of it takes no time that anybody notices */
export function isShort(db: Database.Database): boolean {
  return db.prepare<[], number>("select count(*) from (select 1 from events limit 401)").pluck().get() !== 401;
}
