// From one schema to the next: rows at N are rows at N+1, a backup lies beside, and a file from elsewhere is refused.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { openLedger } from "#ledger/ledger.ts";
import { MIGRATIONS } from "#ledger/migrations/all.ts";
import type { Migration } from "#ledger/migrations/migration.ts";
import { ledgerPath, openBook } from "#ledger/open.ts";
import { openLedgerForReading } from "#ledger/reading.ts";
import { LedgerRefusal } from "#ledger/refusal.ts";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { attemptOf, paidAt, QUEUED, saleOf, SENDING, temporaryFolder, walk } from "./builders.ts";

const NOTES: Migration = {
  name: "9000-notes",
  sql: "create table notes (note text not null) strict; insert into notes values ('kept')",
};
const MORE: Migration = { name: "9010-more", sql: "alter table notes add column more text" };
const TABLES = ["meta", "events", "sales", "attempts", "refunds", "alarms", "migrations"];

function filled(): string {
  const path = ledgerPath(temporaryFolder(), "training");
  const ledger = openLedger({ path, mode: "training" });
  ledger.saveSale(saleOf(1));
  ledger.save({ steps: walk(attemptOf(1, 1), [QUEUED, SENDING, paidAt(7_000)]) });
  ledger.close();
  return path;
}

function open(path: string, ...added: readonly Migration[]): Database.Database {
  return openBook({ path, mode: "training", migrations: [...MIGRATIONS, ...added] });
}

function rowsOf(db: Database.Database): Readonly<Record<string, readonly unknown[]>> {
  return Object.fromEntries(TABLES.map((table) => [table, db.prepare(`select * from ${table}`).all()]));
}

function reasonOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof LedgerRefusal ? `${error.reason}: ${error.message}` : `not a refusal: ${String(error)}`;
  }
  return "not refused";
}

test("rows survive the next migration, and the file as it was lies beside it", () => {
  const path = filled();
  const old = open(path);
  const before = rowsOf(old);
  old.close();
  const migrated = open(path, NOTES, MORE);
  const { migrations, ...rest } = rowsOf(migrated);
  expect({ ...rest, migrations: migrations?.slice(0, MIGRATIONS.length) }).toEqual(before);
  expect(migrated.prepare("select * from notes").all()).toEqual([{ note: "kept", more: null }]);
  expect(migrated.pragma("foreign_keys", { simple: true })).toBe(1);
  expect(migrated.pragma("user_version", { simple: true })).toBe(MIGRATIONS.length + 2);
  migrated.close();
  const backup = `${path}.before-9000-notes-1`;
  expect(readdirSync(dirname(path)).filter((name) => name.includes("before"))).toEqual([
    "training.ledger.before-9000-notes-1",
  ]);
  expect(statSync(backup).mode & 0o777).toBe(0o600);
  const copy = open(backup);
  expect(rowsOf(copy)).toEqual(before);
  copy.close();
});

test("a migration that fails leaves neither itself nor its record, and its backup is never overwritten", () => {
  const path = filled();
  const failing: Migration = {
    name: "9010-failing",
    sql: "insert into notes values ('half'); insert into nowhere values (1)",
  };
  for (const tries of [1, 2]) {
    expect(() => open(path, NOTES, failing)).toThrow(/cannot be opened \(SQLITE_ERROR\)/);
    expect(readdirSync(dirname(path)).filter((name) => name.includes("before"))).toHaveLength(tries);
  }
  const db = open(path, NOTES);
  expect(db.prepare("select * from notes").all()).toEqual([{ note: "kept" }]);
  expect(db.prepare("select name from migrations order by position").pluck().all()).toEqual([
    ...MIGRATIONS.map(({ name }) => name),
    "9000-notes",
  ]);
  db.close();
});

test("a migration that breaks a foreign key is rolled back", () => {
  const path = filled();
  const orphan: Migration = { name: "9000-orphan", sql: "drop trigger sales_stay; delete from sales" };
  expect(() => open(path, orphan)).toThrow(/breaks foreign keys/);
  const db = open(path);
  expect(db.prepare("select count(*) from sales").pluck().get()).toBe(1);
  db.close();
});

test("a ledger of another mode is neither migrated nor copied", () => {
  const path = filled();
  const before = readFileSync(path);
  expect(reasonOf(() => openBook({ path, mode: "live", migrations: [...MIGRATIONS, NOTES] }))).toMatch(/^other-mode/);
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(dirname(path))).toEqual(["training.ledger", "training.ledger.newest"]);
});

test("a newer, a reordered and an edited schema are refused and not touched", () => {
  const path = filled();
  open(path, NOTES, MORE).close();
  const before = readFileSync(path);
  expect(reasonOf(() => openLedger({ path, mode: "training" }))).toBe(
    `newer-schema: The ledger ${path} was written by a newer Counterfoil (9000-notes): install that version.`,
  );
  expect(reasonOf(() => openLedgerForReading(path))).toMatch(/^newer-schema/);
  expect(reasonOf(() => open(path, MORE, NOTES))).toMatch(
    /^other-schema.*9000-notes is not the one that belongs there/,
  );
  expect(reasonOf(() => open(path, { ...NOTES, sql: `${NOTES.sql} ` }, MORE))).toMatch(/^other-schema.*9000-notes/);
  expect(readFileSync(path).equals(before)).toBe(true);
});

test("an empty file becomes a ledger; one marked by another program does not", () => {
  const folder = temporaryFolder();
  const empty = join(folder, "training.ledger");
  new Database(empty).close();
  openLedger({ path: empty, mode: "training" }).close();
  const marked = join(folder, "marked.ledger");
  const db = new Database(marked);
  db.pragma("application_id = 1");
  db.close();
  expect(reasonOf(() => openLedger({ path: marked, mode: "training" }))).toMatch(/^not-a-ledger/);
});

test("names of migrations sort in the order of the list", () => {
  const names = MIGRATIONS.map(({ name }) => name);
  expect(names).toEqual(names.toSorted());
  expect(names.filter((name) => !/^\d{4}-[a-z-]+$/.test(name))).toEqual([]);
});
