// A disk that is full, a ledger that is read-only or held: one clear sentence, nothing moved, and no entry that is half there.
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { appendingTo } from "#ledger/append.ts";
import { checkWhole } from "#ledger/check.ts";
import { writingTo } from "#ledger/entries.ts";
import { openLedger } from "#ledger/ledger.ts";
import { ledgerPath, openBook } from "#ledger/open.ts";
import { LedgerRefusal, refusalOf } from "#ledger/refusal.ts";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { attemptOf, id, QUEUED, saleOf, SENDING, temporaryFolder, walk } from "./builders.ts";

function book() {
  const path = ledgerPath(temporaryFolder(), "training");
  const db = openBook({ path, mode: "training" });
  onTestFinished(() => void db.close());
  return { path, db, writing: writingTo(db, Date.now) };
}

function refusal(open: () => unknown): string {
  try {
    open();
  } catch (error) {
    if (error instanceof LedgerRefusal) return `${error.reason}: ${error.message}`;
    throw error;
  }
  return "not refused";
}

test("a disk that is full while it is written: the entry is not there, and the next one is once there is room", () => {
  const { db, writing } = book();
  writing.saveSale(saleOf(1));
  const pages = Number(db.pragma("page_count", { simple: true }));
  db.pragma(`max_page_count = ${pages}`);
  let saved = 0;
  const fill = () => {
    for (let number = 2; number < 200; number += 1) {
      writing.saveSale(saleOf(number, { reference: "x".repeat(200) }));
      saved = number;
    }
  };
  expect(fill).toThrow(/full/);
  writing.prove();
  expect(checkWhole(db)).toMatchObject({ events: saved, faults: [] });
  db.pragma("max_page_count = 100000");
  writing.saveSale(saleOf(saved + 1));
  expect(checkWhole(db)).toMatchObject({ events: saved + 1, faults: [] });
});

test("a ledger that another program holds is refused in one sentence and left where it is", () => {
  const { path, db } = book();
  db.close();
  const other = new Database(path);
  other.pragma("locking_mode = exclusive");
  other.exec("begin exclusive");
  onTestFinished(() => void other.close());
  expect(refusal(() => openLedger({ path, mode: "training" }))).toBe(
    `unusable: The ledger ${path} is held by another program.`,
  );
  expect(readdirSync(dirname(path)).filter((name) => name.includes("damaged"))).toEqual([]);
});

test.skipIf(process.getuid?.() === 0)(
  "a folder that takes nothing [not run as root: root may write everywhere]",
  () => {
    const path = ledgerPath(temporaryFolder(), "training");
    openLedger({ path, mode: "training" }).close();
    writeFileSync(path, "damaged ".repeat(600));
    chmodSync(dirname(path), 0o500);
    onTestFinished(() => chmodSync(dirname(path), 0o700));
    expect(refusal(() => openLedger({ path, mode: "training" }))).toMatch(/^unusable: .*read-only/);
    expect(readFileSync(path, "utf8")).toBe("damaged ".repeat(600));
  },
);

test.for([
  ["SQLITE_FULL", "There is no room left on the disk for the ledger here."],
  ["SQLITE_READONLY_DBMOVED", "The ledger here cannot be written: its file or its folder is read-only."],
  ["SQLITE_BUSY_SNAPSHOT", "The ledger here is held by another program."],
  ["SQLITE_IOERR_READ", "The ledger here cannot be opened (SQLITE_IOERR_READ)."],
] as const)("%s is no damage: %s", ([code, sentence]) => {
  const refused = refusalOf("here", new Database.SqliteError("…", code));
  expect([refused instanceof LedgerRefusal && refused.reason, refused instanceof Error && refused.message]).toEqual([
    "unusable",
    sentence,
  ]);
});

test("another program that has written meanwhile does not break the chain", () => {
  const { path, db, writing } = book();
  const other = openBook({ path, mode: "training" });
  const their = writingTo(other, Date.now);
  for (let number = 1; number <= 10; number += 1) (number % 2 === 0 ? writing : their).saveSale(saleOf(number));
  other.close();
  expect(checkWhole(db)).toMatchObject({ events: 10, faults: [] });
});

test("the end of the chain is not moved by what was taken back", () => {
  const { db, writing } = book();
  writing.saveSale(saleOf(1));
  const write = appendingTo(db);
  expect(() =>
    write((append) => {
      append({ subject: null, step: 1, kind: "account/bound", body: '{"accountId":"acct_1"}', atMs: 5 });
      throw new Error("on purpose");
    }),
  ).toThrow("on purpose");
  writing.save({ steps: walk(attemptOf(1, 1), [QUEUED, SENDING]) });
  expect(checkWhole(db)).toMatchObject({ events: 3, faults: [] });
  expect(db.prepare("select account_id from meta").pluck().get()).toBeNull();
});

test("what could not be read back is not written, wherever it stands", () => {
  const { db, writing } = book();
  writing.saveSale(saleOf(1));
  const strange = [
    () => writing.saveSale(saleOf(2, { saleId: "42" })),
    () => writing.saveSale(saleOf(2, { reference: "\ud800" })),
    () => writing.saveSale(saleOf(2, { staff: -1 })),
    () => writing.saveSale(saleOf(2, { money: { amountMinor: 0, currency: "THB" } })),
    () => writing.saveSale(saleOf(2, { beganAtMs: 1.5 })),
    () => writing.bindAccount(""),
    () => writing.save({ steps: walk(attemptOf(1, 1, { codeLastFour: "12345" }), [QUEUED]) }),
    () =>
      writing.save({ steps: walk(attemptOf(1, 1, { attemptId: id(1).toUpperCase().replaceAll("0", "F") }), [QUEUED]) }),
    () =>
      writing.save({
        approvals: [{ approvalId: "", action: "void", approver: 1, asker: 2, subject: "x", money: null, atMs: 5 }],
      }),
  ];
  for (const write of strange) expect(write, String(write)).toThrow(/./);
  expect(checkWhole(db)).toMatchObject({ events: 1, faults: [] });
});
