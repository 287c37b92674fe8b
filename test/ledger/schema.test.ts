// The tables against everything that must agree with them: row types, the contract's words, and the picture in src/ledger/schema.sql
// (`vitest -u` draws it anew after a migration was added).
import { fileURLToPath } from "node:url";
import { CURRENCIES } from "#contract/money.ts";
import { ALARMS } from "#contract/views.ts";
import { ATTEMPT_STATES, METHOD_IDS, modeSchema } from "#contract/words.ts";
import { schemaOf } from "#ledger/migrate.ts";
import { ledgerPath, openBook } from "#ledger/open.ts";
import { isFinal, isPaid } from "#till/attempt/state.ts";
import type { AttemptState } from "#till/attempt/state.ts";
import { isRefundFinal, isRefundOpen } from "#till/refund/state.ts";
import type { RefundState } from "#till/refund/state.ts";
import type Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "./builders.ts";
import { COLUMNS, statementsOf } from "./columns.ts";

function opened(): Database.Database {
  const db = openBook({ path: ledgerPath(temporaryFolder(), "training"), mode: "training" });
  onTestFinished(() => {
    db.close();
  });
  return db;
}

test("each statement gives exactly the columns of its row type", () => {
  const found = Object.entries(statementsOf(opened())).map(([name, statement]) => [
    name,
    Object.fromEntries(statement.columns().map((column) => [column.name, column.type])),
  ]);
  expect(Object.fromEntries(found)).toEqual(COLUMNS);
});

/** What SQLite plans, for each statement that must stay quick in a book of a million sales. */
test("no statement reads the book from end to end", () => {
  const db = opened();
  const plans = Object.entries(statementsOf(db)).map(([name, { source }]) => {
    const lines = db
      .prepare<number[], { detail: string }>(`explain query plan ${source}`)
      .all(...source.matchAll(/\?/g).map(() => 1));
    return [name, lines.map(({ detail }) => detail)] as const;
  });
  // Newest first along the row ids, until there are enough.
  const stopsEarly = ["recentSales"];
  // Tables that stay short.
  const short = ["operations", "missing", "approvalsOf"];
  const scans = plans.filter(([, details]) =>
    details.some((detail) => /^SCAN (?!CONSTANT ROW|.*USING INDEX)/.test(detail)),
  );
  expect(scans.map(([name]) => name)).toEqual([...stopsEarly, ...short]);
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
  expect(words("refunds", "currency")).toEqual(CURRENCIES);
  expect(words("approvals", "currency")).toEqual(CURRENCIES);
  expect(words("refunds", "state")).toEqual(REFUND_STATES);
  expect(words("meta", "mode")).toEqual(modeSchema.options);
});

/** The compiler sees to it that none is left out. */
const REFUND_STATES = Object.keys({
  asked: true,
  sending: true,
  unknown: true,
  accepted: true,
  closed: true,
  failed: true,
  "not-found": true,
} satisfies Record<RefundState["name"], true>);

test("the ledger and the till agree on which refunds are open and which are final", () => {
  const db = opened();
  const sql = schemaOf(db).map((row) => row.sql);
  const open = sql.find((text) => text.includes("one_open_refund_of_a_charge")) ?? "";
  const ended = sql.find((text) => text.startsWith("CREATE TABLE refunds")) ?? "";
  const listed = (text: string, before: string): readonly string[] =>
    [...(new RegExp(`${before} \\(([^)]*)\\)`).exec(text)?.[1] ?? "").matchAll(/'([^']+)'/g)].map(
      (match) => match[1] ?? "",
    );
  const states = REFUND_STATES.map((name) => ({ name }) as RefundState);
  expect(listed(open, "state in")).toEqual(states.filter(isRefundOpen).map(({ name }) => name));
  expect(listed(ended, "= \\(state in")).toEqual(states.filter(isRefundFinal).map(({ name }) => name));
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
