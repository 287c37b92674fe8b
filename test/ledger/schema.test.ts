// The tables against everything that must agree with them: row types, the contract's words, and the picture in src/ledger/schema.sql
// (`vitest -u` draws it anew after a migration was added).
import { fileURLToPath } from "node:url";
import { CURRENCIES } from "#contract/money.ts";
import { ALARMS } from "#contract/views.ts";
import { ATTEMPT_STATES, METHOD_IDS, modeSchema } from "#contract/words.ts";
import { schemaOf } from "#ledger/migrate.ts";
import { ledgerPath, openBook } from "#ledger/open.ts";
import { prepareQueries } from "#ledger/queries.ts";
import type { AlarmRow, AttemptRow, EventRow, SaleRow, TotalRow } from "#ledger/rows.ts";
import { isFinal, isPaid } from "#till/attempt/state.ts";
import type { AttemptState } from "#till/attempt/state.ts";
import type Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "./builders.ts";

function opened(): Database.Database {
  const db = openBook({ path: ledgerPath(temporaryFolder(), "training"), mode: "training" });
  onTestFinished(() => {
    db.close();
  });
  return db;
}

/** Every key of a row and what SQLite declares for it; the compiler sees to it that none is left out. */
type Columns<Row> = Readonly<Record<keyof Row, "TEXT" | "INTEGER" | null>>;

const sale: Columns<SaleRow> = {
  sale_id: "TEXT",
  amount_minor: "INTEGER",
  currency: "TEXT",
  reference: "TEXT",
  staff: "INTEGER",
  began_at_ms: "INTEGER",
};
const attempt: Columns<AttemptRow> = {
  row_id: "INTEGER",
  attempt_id: "TEXT",
  sale_id: "TEXT",
  method: "TEXT",
  amount_minor: "INTEGER",
  currency: "TEXT",
  reference: "TEXT",
  code_last_four: "TEXT",
  created_at_ms: "INTEGER",
  step: "INTEGER",
  state: "TEXT",
  phase: "TEXT",
  state_json: "TEXT",
  charge_id: "TEXT",
  paid_at_ms: "INTEGER",
  ended_at_ms: "INTEGER",
};
const event: Columns<EventRow> = {
  seq: "INTEGER",
  attempt_id: "TEXT",
  step: "INTEGER",
  kind: "TEXT",
  event: "TEXT",
  state: "TEXT",
  intent: "TEXT",
  at_ms: "INTEGER",
};
const alarm: Columns<AlarmRow> = {
  alarm_id: "TEXT",
  kind: "TEXT",
  sale_id: "TEXT",
  attempt_id: "TEXT",
  at_ms: "INTEGER",
  seen_at_ms: "INTEGER",
};
const total: Columns<TotalRow> = { method: "TEXT", currency: "TEXT", paid_count: null, paid_minor: null };

const COLUMNS: Readonly<Record<keyof ReturnType<typeof prepareQueries>, Readonly<Record<string, string | null>>>> = {
  sale,
  attempt,
  attemptsOfSale: attempt,
  openAttempts: attempt,
  unpaidEndsSince: attempt,
  recentSales: attempt,
  rows: attempt,
  totals: total,
  unseenAlarms: alarm,
  eventsOfAttempt: event,
  alarmsOfAttempt: alarm,
};

test("each statement gives exactly the columns of its row type", () => {
  const found = Object.entries(prepareQueries(opened())).map(([name, statement]) => [
    name,
    Object.fromEntries(statement.columns().map((column) => [column.name, column.type])),
  ]);
  expect(Object.fromEntries(found)).toEqual(COLUMNS);
});

/** What SQLite plans, for each statement that must stay quick in a book of a million sales. */
test("no statement reads the book from end to end", () => {
  const db = opened();
  const plans = Object.entries(prepareQueries(db)).map(([name, { source }]) => {
    const lines = db
      .prepare<number[], { detail: string }>(`explain query plan ${source}`)
      .all(...source.matchAll(/\?/g).map(() => 1));
    return [name, lines.map(({ detail }) => detail)] as const;
  });
  // Newest first along the row ids, until there are enough.
  const stopsEarly = ["recentSales"];
  const scans = plans.filter(([, details]) => details.some((detail) => /^SCAN (?!.*USING INDEX)/.test(detail)));
  expect(scans.map(([name]) => name)).toEqual(stopsEarly);
});

test("words in the CHECKs are the contract's words", () => {
  const db = opened();
  const sql = new Map(schemaOf(db).map((row) => [row.name, row.sql]));
  function words(table: string, column: string): readonly string[] {
    const list = new RegExp(`\\b${column} text[^(]*check \\(${column} in \\(([^)]*)\\)`).exec(
      sql.get(table) ?? "",
    )?.[1];
    return [...(list ?? "").matchAll(/'([^']+)'/g)].map((match) => match[1] ?? "");
  }
  expect(words("attempts", "state")).toEqual(ATTEMPT_STATES);
  expect(words("attempts", "method")).toEqual(METHOD_IDS);
  expect(words("attempts", "currency")).toEqual(CURRENCIES);
  expect(words("sales", "currency")).toEqual(CURRENCIES);
  expect(words("alarms", "kind")).toEqual(ALARMS);
  expect(words("meta", "mode")).toEqual(modeSchema.options);
});

test("the ledger and the till agree on which states live and which are paid", () => {
  const db = opened();
  const sql = schemaOf(db).find(({ name }) => name === "attempts")?.sql ?? "";
  const phase = /generated always as \((case[^)]*\)[^)]*\)[^)]*end)\)/.exec(sql)?.[1] ?? "null";
  const ask = db.prepare<[string], string>(`select ${phase} from (select ? as state)`).pluck();
  for (const name of ATTEMPT_STATES) {
    const state = { name } as AttemptState;
    expect([name, ask.get(name)]).toEqual([name, isPaid(state) ? "paid" : isFinal(state) ? "unpaid" : "living"]);
  }
});

test("every table is STRICT and src/ledger/schema.sql shows the newest schema", async () => {
  const rows = schemaOf(opened());
  expect(rows.filter(({ type, sql }) => type === "table" && !sql.endsWith("strict"))).toEqual([]);
  const head =
    "-- The newest schema, drawn by test/ledger/schema.test.ts. To read, not to run: the migrations make it.\n";
  const picture = `${head}${rows.map(({ sql }) => `\n${sql};\n`).join("")}`;
  await expect(picture).toMatchFileSnapshot(fileURLToPath(new URL("../../src/ledger/schema.sql", import.meta.url)));
});
