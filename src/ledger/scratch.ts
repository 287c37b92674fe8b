// What is true now, made once more from the events in a file of its own, and how it differs from what a ledger says.
import Database from "better-sqlite3";
import type { EventRow } from "./chain.ts";
import type { Fault } from "./fault.ts";
import { projectingTo } from "./project.ts";
import { PROJECTED } from "./projections.ts";

type Row = Readonly<Record<string, unknown>>;

/** Gone with its connection. No guards: what they refused never became an event. */
export function openScratch(
  from: Database.Database,
  file: { readonly ledger_id: Buffer; readonly mode: string },
): { readonly db: Database.Database; readonly project: (row: EventRow) => void } {
  const db = new Database("");
  db.pragma("journal_mode = off");
  db.pragma("synchronous = off");
  db.pragma("foreign_keys = off");
  const sql = from.prepare<[string], string>("select sql from sqlite_schema where type = 'table' and name = ?").pluck();
  for (const table of ["meta", ...PROJECTED]) db.exec(sql.get(table) ?? `no table ${table}`);
  db.prepare("insert into meta (id, ledger_id, mode) values (1, ?, ?)").run(file.ledger_id, file.mode);
  // One transaction for all of it: it is never committed.
  db.exec("begin");
  return { db, project: projectingTo(db) };
}

/** @param made what the events say */
export function differencesFrom(ledger: Database.Database, made: Database.Database): readonly Fault[] {
  const own = "select account_id, missing_since_ms from meta";
  const found = compareRows(
    "meta",
    [ledger.prepare<[], Row>(own).get()].values(),
    [made.prepare<[], Row>(own).get()].values(),
  );
  return [
    ...found,
    ...PROJECTED.flatMap((table) => {
      const sql = `select * from ${table} order by row_id`;
      return compareRows(table, ledger.prepare<[], Row>(sql).iterate(), made.prepare<[], Row>(sql).iterate());
    }),
  ];
}

const ENOUGH = 5;

function compareRows(
  table: string,
  says: IterableIterator<Row | undefined>,
  made: IterableIterator<Row | undefined>,
): readonly Fault[] {
  const faults: Fault[] = [];
  try {
    for (;;) {
      const [one, other] = [says.next(), made.next()];
      if (one.done === true && other.done === true) return faults;
      const difference = differenceOf(one.value ?? {}, other.value ?? {});
      if (difference !== null)
        faults.push({ seq: seqOf(other.value ?? one.value), sentence: `${table}: ${difference}` });
      if (faults.length >= ENOUGH || one.done !== other.done) return faults;
    }
  } finally {
    // A connection with a statement that has not ended cannot be closed, and a page that is broken ends only one of them.
    says.return?.();
    made.return?.();
  }
}

function seqOf(row: Row | undefined): number | null {
  const seq = row?.["event_seq"] ?? row?.["row_id"];
  return typeof seq === "number" ? seq : null;
}

function differenceOf(says: Row, made: Row): string | null {
  for (const name of new Set([...Object.keys(made), ...Object.keys(says)])) {
    const [one, other] = [textOf(says[name]), textOf(made[name])];
    if (one !== other)
      return `row ${textOf(says["row_id"] ?? made["row_id"])} has ${name} ${one}, the events say ${other}`;
  }
  return null;
}

function textOf(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString("hex") : String(JSON.stringify(value));
}
