// Brings a ledger file to the newest schema, forward only: what was applied must be the beginning of the list that is known.
// Each migration and its record are one transaction; a file that holds anything is copied and the copy checked first.
import { createHash } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync } from "node:fs";
import Database from "better-sqlite3";
import type { Migration } from "./migrations/migration.ts";
import { createPrivateFile } from "./private-file.ts";
import { LedgerRefusal } from "./refusal.ts";
import { inOneTransaction } from "./transaction.ts";

/** "CFLG", at byte 68 of the file: how a ledger of ours is told from any other SQLite file. */
const APPLICATION_ID = 0x43464c47;

const RECORDS = `create table migrations (
  position integer primary key not null,
  name text not null unique,
  sha256 text not null check (length(sha256) = 64),
  applied_at_ms integer not null
) strict`;

type SchemaRow = { readonly type: string; readonly name: string; readonly sql: string };

/** Every table, index and trigger as SQLite keeps it, sorted by name. */
export function schemaOf(db: Database.Database): readonly SchemaRow[] {
  const sql =
    "select type, name, sql from sqlite_schema where sql is not null and name not like 'sqlite_%' order by name";
  return db.prepare<[], SchemaRow>(sql).all();
}

/**
 * Reads, changing nothing, how many of the known migrations a file has. Throws a `LedgerRefusal` for a file that is not
 * ours, is damaged, is newer, was migrated in another order, or whose tables and triggers are not what its migrations made.
 */
export function appliedCount(db: Database.Database, known: readonly Migration[]): number {
  const schema = schemaOf(db);
  const applicationId = db.pragma("application_id", { simple: true });
  if (applicationId !== APPLICATION_ID) {
    if (applicationId === 0 && schema.length === 0 && pageCount(db) <= 1) return 0;
    if (schema.length === 0 || isOurs(schema)) throw damaged(db, "its header is not the one that was written");
    throw new LedgerRefusal("not-a-ledger", `${db.name} is not a ledger of Counterfoil.`);
  }
  const applied = recordsOf(db, schema);
  const unknown = applied.find(({ name }) => !known.some((migration) => migration.name === name));
  if (unknown !== undefined) {
    const words = `The ledger ${db.name} was written by a newer Counterfoil (${unknown.name}): install that version.`;
    throw new LedgerRefusal("newer-schema", words);
  }
  if (schema.some(({ name, sql }) => !ASCII.test(name + sql))) throw damaged(db, "its schema cannot be read");
  applied.forEach(({ name, sha256 }, position) => {
    const expected = known[position];
    if (expected?.name === name && hashOf(expected) === sha256) return;
    throw otherSchema(db, `its migration ${name} is not the one that belongs there`);
  });
  checkSchema(db, known.slice(0, applied.length));
  return applied.length;
}

type Applied = { readonly name: string; readonly sha256: string };

/** What the migrations wrote is told from what a broken disk made of it: no version of ours writes such names or such text. */
function recordsOf(db: Database.Database, schema: readonly SchemaRow[]): readonly Applied[] {
  if (!isOurs(schema)) throw damaged(db, "its tables are gone");
  const applied = db.prepare<[], Applied>("select name, sha256 from migrations order by position").all();
  const isReadable = applied.every(({ name, sha256 }) => NAME.test(name) && /^[0-9a-f]{64}$/.test(sha256));
  if (!isReadable || db.pragma("user_version", { simple: true }) !== applied.length) {
    throw damaged(db, "the record of its migrations cannot be read");
  }
  return applied;
}

const ASCII = /^[\t\n\r -~]*$/;
const NAME = /^\d{4}-[a-z-]+$/;

function isOurs(schema: readonly SchemaRow[]): boolean {
  return schema.some(({ name }) => name === "migrations");
}

function pageCount(db: Database.Database): number {
  return Number(db.pragma("page_count", { simple: true }));
}

export function damaged(db: Database.Database, why: string): LedgerRefusal {
  return new LedgerRefusal("damaged", `The ledger ${db.name} is damaged: ${why}.`);
}

function otherSchema(db: Database.Database, why: string): LedgerRefusal {
  return new LedgerRefusal("other-schema", `The schema of the ledger ${db.name} is not ours: ${why}.`);
}

/** A dropped trigger would go unnoticed until the day that it was needed. */
function checkSchema(db: Database.Database, applied: readonly Migration[]): void {
  const model = new Database(":memory:");
  try {
    migrate(model, applied);
    const expected = new Map(schemaOf(model).map(({ name, sql }) => [name, sql]));
    for (const { name, sql } of schemaOf(db)) {
      if (expected.get(name) !== sql) throw otherSchema(db, `${name} was added or changed`);
      expected.delete(name);
    }
    const [lost] = expected.keys();
    if (lost !== undefined) throw otherSchema(db, `${lost} is missing`);
  } finally {
    model.close();
  }
}

/**
 * Applies what is missing. A migration may have to rebuild a table that others point to, so foreign keys are off meanwhile
 * and checked before each commit; whoever opened the file switches them on again.
 */
export function migrate(db: Database.Database, known: readonly Migration[]): void {
  const applied = db.pragma("user_version", { simple: true });
  db.pragma("foreign_keys = off");
  known.forEach((migration, position) => {
    if (typeof applied === "number" && position < applied) return;
    inOneTransaction(db, () => {
      applyOne(db, migration, position);
    });
  });
}

function applyOne(db: Database.Database, migration: Migration, position: number): void {
  if (position === 0) {
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.exec(RECORDS);
  }
  db.exec(migration.sql);
  db.prepare(
    "insert into migrations (position, name, sha256, applied_at_ms) values (?, ?, ?, cast(unixepoch('subsec') * 1000 as integer))",
  ).run(position + 1, migration.name, hashOf(migration));
  db.pragma(`user_version = ${position + 1}`);
  const broken = db.pragma("foreign_key_check");
  if (!Array.isArray(broken) || broken.length > 0) throw new Error(`migration ${migration.name} breaks foreign keys`);
}

function hashOf(migration: Migration): string {
  return createHash("sha256").update(migration.sql).digest("hex");
}

/** Copies the file to `<path>.before-<next>-<n>` beside it, checks the copy in full and has it on the disk. Returns its path. */
export function backUp(db: Database.Database, next: Migration): string {
  let number = 1;
  while (existsSync(backupPath(db, next, number))) number += 1;
  const path = backupPath(db, next, number);
  createPrivateFile(path);
  db.prepare("vacuum into ?").run(path);
  const copy = new Database(path, { readonly: true });
  try {
    const verdict = copy.pragma("integrity_check", { simple: true });
    if (verdict !== "ok") throw new LedgerRefusal("unusable", `The backup ${path} is not sound; nothing was changed.`);
  } finally {
    copy.close();
  }
  const file = openSync(path, "r+");
  fsyncSync(file);
  closeSync(file);
  return path;
}

function backupPath(db: Database.Database, next: Migration, number: number): string {
  return `${db.name}.before-${next.name}-${number}`;
}
