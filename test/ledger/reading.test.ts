// Tools read beside a till that is writing, and the story of an attempt can be told from the file alone.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openLedger } from "#ledger/ledger.ts";
import { ledgerPath } from "#ledger/open.ts";
import { openLedgerForReading } from "#ledger/reading.ts";
import { expect, onTestFinished, test } from "vitest";
import {
  alarmOf,
  attemptOf,
  expiredAt,
  id,
  paidAt,
  QUEUED,
  saleOf,
  SENDING,
  stepTo,
  temporaryFolder,
  walk,
} from "./builders.ts";

const attempt = attemptOf(1, 1);

function running() {
  const folder = temporaryFolder();
  const path = ledgerPath(folder, "training");
  const ledger = openLedger({ path, mode: "training" });
  onTestFinished(() => ledger.close());
  ledger.saveSale(saleOf(1, { reference: "table 4" }));
  ledger.saveSteps(walk(attempt, [QUEUED, SENDING]));
  return { folder, path, ledger };
}

function show(...words: readonly string[]) {
  const tool = fileURLToPath(new URL("../../src/main/tools/ledger-show.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", tool, ...words],
    { encoding: "utf8" },
  );
  return { status, stdout, stderr };
}

test("a reader follows a writer, and neither waits for the other", () => {
  const { path, ledger } = running();
  const reader = openLedgerForReading(path);
  onTestFinished(() => reader.close());
  expect(reader.story(attempt.attemptId)?.steps).toHaveLength(2);
  ledger.saveSteps([stepTo(attempt, 3, expiredAt(7_000))]);
  ledger.saveSteps([stepTo(attempt, 4, paidAt(8_000, "paid-late"), { alarms: [alarmOf(attempt)] })]);
  expect(reader.story(attempt.attemptId)).toEqual({
    sale: saleOf(1, { reference: "table 4" }),
    record: { attempt, state: paidAt(8_000, "paid-late"), step: 4 },
    steps: [
      {
        seq: 1,
        step: 1,
        kind: "created",
        facts: { attempt, sendByMs: 9_000 },
        state: QUEUED,
        intent: "after queued",
        atMs: 6_001,
      },
      {
        seq: 2,
        step: 2,
        kind: "restarted",
        facts: { atMs: 5_002 },
        state: SENDING,
        intent: "after sending",
        atMs: 6_002,
      },
      {
        seq: 3,
        step: 3,
        kind: "restarted",
        facts: { atMs: 5_003 },
        state: expiredAt(7_000),
        intent: "after expired",
        atMs: 6_003,
      },
      {
        seq: 4,
        step: 4,
        kind: "restarted",
        facts: { atMs: 5_004 },
        state: paidAt(8_000, "paid-late"),
        intent: "after paid-late",
        atMs: 6_004,
      },
    ],
    alarms: [alarmOf(attempt)],
  });
  expect(reader.story(id(99))).toBeNull();
});

test("a ledger whose till has closed can be read, and stays as it was", () => {
  const { path, ledger } = running();
  ledger.close();
  const before = readFileSync(path);
  const reader = openLedgerForReading(path);
  expect(reader.story(attempt.attemptId)?.record.step).toBe(2);
  reader.close();
  expect(readFileSync(path).equals(before)).toBe(true);
});

test("the story is told in plain text beside a running till", () => {
  const { folder } = running();
  const { status, stdout, stderr } = show("show", attempt.attemptId, "--data", folder);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout.split("\n")).toEqual([
    `Attempt ${attempt.attemptId}: sending after 2 steps (training ledger)`,
    `Sale    ${id(1)}: THB 120.00, staff 7, begun 1970-01-01T00:00:01.001Z, reference table 4`,
    "Charge  THB 120.00 by wechat_pay_upm, code ending 4321",
    "",
    "  1. 1970-01-01T00:00:06.001Z  created -> queued   (event 1)",
    `       event  ${JSON.stringify({ attempt, sendByMs: 9_000 })}`,
    '       state  {"sendByMs":9000}',
    "       next   after queued",
    "  2. 1970-01-01T00:00:06.002Z  restarted -> sending   (event 2)",
    '       event  {"atMs":5002}',
    '       state  {"sendByMs":9000,"sentAtMs":3000,"sentBankMs":null,"cancelWanted":false}',
    "       next   after sending",
    "",
  ]);
});

test("anything but the one form that there is ends with a sentence and 1", () => {
  const { folder } = running();
  const one = attempt.attemptId;
  for (const [words, sentence] of [
    [[], "No command."],
    [["tell", one, "--data", folder], 'Unknown command "tell".'],
    [["show", "--data", folder], "One attempt is shown at a time."],
    [["show", one, one, "--data", folder], "One attempt is shown at a time."],
    [["show", "42", "--data", folder], '"42" is not the id of an attempt.'],
    [["show", one], "One data folder is needed."],
    [["show", one, "--data", folder, "--data", folder], "One data folder is needed."],
    [["show", one, "--data", folder, "--loud"], "Unknown option '--loud'"],
    [["show", id(99), "--data", folder], `No ledger in ${folder} has an attempt ${id(99)}.`],
  ] as const) {
    const { status, stdout, stderr } = show(...words);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(sentence);
    expect(stderr).toContain("Usage: npm run ledger -- show");
  }
});
