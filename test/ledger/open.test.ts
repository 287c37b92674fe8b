// How a ledger is opened: durable on every open, of one mode, and refused with one sentence where it cannot be trusted.
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openLedger } from "#ledger/ledger.ts";
import { ledgerPath, openBook, setPragmas } from "#ledger/open.ts";
import { LedgerRefusal } from "#ledger/refusal.ts";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { attemptOf, QUEUED, saleOf, stepTo, temporaryFolder, walk } from "./builders.ts";

function refusal(open: () => unknown): LedgerRefusal {
  try {
    open();
  } catch (error) {
    if (error instanceof LedgerRefusal) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

function training(): string {
  return ledgerPath(temporaryFolder(), "training");
}

test("a commit is on the disk when it returns: asked of SQLite on the first open and on every later one", () => {
  const path = training();
  for (let time = 1; time <= 3; time += 1) {
    const db = openBook({ path, mode: "training" });
    const found = ["journal_mode", "synchronous", "foreign_keys", "recursive_triggers"].map((name) => [
      name,
      db.pragma(name, { simple: true }),
    ]);
    expect(Object.fromEntries(found)).toEqual({
      journal_mode: "wal",
      synchronous: 2,
      foreign_keys: 1,
      recursive_triggers: 1,
    });
    db.close();
  }
});

test("the trap is real: without our pragmas this SQLite opens an existing ledger at NORMAL", () => {
  const path = training();
  openBook({ path, mode: "training" }).close();
  const plain = new Database(path);
  expect(plain.pragma("synchronous", { simple: true })).toBe(1);
  plain.close();
});

test("a database that does not take our pragmas is refused", () => {
  const db = new Database(":memory:");
  const refused = refusal(() => setPragmas(db));
  expect([refused.reason, refused.message]).toEqual([
    "not-durable",
    "The ledger :memory: cannot be made safe against a power cut: journal_mode is memory, not wal.",
  ]);
  db.close();
});

test("the files are for their user alone, also one that was copied with wider rights", () => {
  const path = training();
  const ledger = openLedger({ path, mode: "training" });
  ledger.saveSale(saleOf(1));
  for (const name of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(name).mode & 0o777).toBe(0o600);
  ledger.close();
  chmodSync(path, 0o644);
  openLedger({ path, mode: "training" }).close();
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("what was saved is there after reopening", () => {
  const path = training();
  const first = openLedger({ path, mode: "training" });
  first.saveSale(saleOf(1, { reference: "table 4" }));
  first.save({ steps: walk(attemptOf(1, 1), [QUEUED]) });
  first.close();
  const second = openLedger({ path, mode: "training" });
  expect(second.path).toBe(path);
  expect(second.pragmas.synchronous).toBe(2);
  expect(second.sale(saleOf(1).saleId)).toEqual(saleOf(1, { reference: "table 4" }));
  expect(second.openAttempts()).toEqual([stepTo(attemptOf(1, 1), 1, QUEUED).record]);
  second.close();
  expect(() => second.openAttempts()).toThrow(/not open/);
});

test("a ledger of another mode is refused and not touched", () => {
  const path = training();
  openLedger({ path, mode: "live" }).close();
  const before = readFileSync(path);
  const refused = refusal(() => openLedger({ path, mode: "training" }));
  expect(refused.reason).toBe("other-mode");
  expect(refused.message).toBe(`The ledger ${path} belongs to live mode and is not opened in training mode.`);
  expect(readFileSync(path).equals(before)).toBe(true);
});

test("a ledger belongs to the first account for good", () => {
  const path = training();
  const first = openLedger({ path, mode: "test" });
  expect([first.bindAccount("acct_a"), first.bindAccount("acct_a"), first.bindAccount("acct_b")]).toEqual([
    true,
    true,
    false,
  ]);
  first.close();
  const second = openLedger({ path, mode: "test" });
  expect([second.bindAccount("acct_b"), second.bindAccount("acct_a")]).toEqual([false, true]);
  second.close();
  const db = openBook({ path, mode: "test" });
  expect(() => db.exec("update meta set account_id = 'acct_b'")).toThrow(/keeps its mode and its account/);
  expect(() => db.exec("update meta set mode = 'live'")).toThrow(/keeps its mode and its account/);
  db.close();
});

test("a file that is no ledger is refused and not touched", () => {
  const folder = temporaryFolder();
  const text = join(folder, "text");
  writeFileSync(text, "a letter to the bank, and no ledger at all ".repeat(50));
  const foreign = join(folder, "foreign");
  new Database(foreign).exec("create table notes (note text)").close();
  for (const path of [text, foreign]) {
    const before = readFileSync(path);
    expect(refusal(() => openLedger({ path, mode: "training" })).reason).toBe("not-a-ledger");
    expect(readFileSync(path).equals(before)).toBe(true);
  }
});

test("a path where no file can be is refused in one sentence", () => {
  const folder = temporaryFolder();
  const file = join(folder, "file");
  writeFileSync(file, "");
  const below = join(file, "training.ledger");
  expect(refusal(() => openLedger({ path: below, mode: "training" })).message).toBe(
    `The ledger ${below} cannot be opened (ENOTDIR).`,
  );
  const missing = join(folder, "missing", "training.ledger");
  expect(refusal(() => openLedger({ path: missing, mode: "training" })).reason).toBe("unusable");
  const directory = join(folder, "directory");
  mkdirSync(directory);
  expect(refusal(() => openLedger({ path: directory, mode: "training" })).reason).toBe("unusable");
});

test("a ledger that lost a trigger, or got a table, is refused", () => {
  for (const [harm, words] of [
    ["drop trigger events_never_change", "events_never_change is missing"],
    ["create table more (a text)", "more was added or changed"],
    ["drop index one_living_attempt_of_a_sale", "one_living_attempt_of_a_sale is missing"],
  ]) {
    const path = training();
    openLedger({ path, mode: "training" }).close();
    new Database(path).exec(harm ?? "").close();
    const refused = refusal(() => openLedger({ path, mode: "training" }));
    expect(refused.reason).toBe("other-schema");
    expect(refused.message).toContain(words);
  }
});
