// Tools read beside a till that is writing, and the story of an attempt can be told from the file alone.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { openLedger } from "#ledger/ledger.ts";
import { ledgerPath } from "#ledger/open.ts";
import { openLedgerForReading } from "#ledger/reading.ts";
import { defaultDataFolder } from "#main/options.ts";
import { describe, expect, onTestFinished, test } from "vitest";
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
  ledger.save({ steps: walk(attempt, [QUEUED, SENDING]) });
  return { folder, path, ledger };
}

function show(...words: readonly string[]) {
  return showIn({}, ...words);
}

function showIn(environment: NodeJS.ProcessEnv, ...words: readonly string[]) {
  const tool = fileURLToPath(new URL("../../src/main/tools/ledger.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", tool, ...words],
    { encoding: "utf8", env: { ...process.env, ...environment } },
  );
  return { status, stdout, stderr };
}

test("a reader follows a writer, and neither waits for the other", () => {
  const { path, ledger } = running();
  const reader = openLedgerForReading(path);
  onTestFinished(() => reader.close());
  expect(reader.story(attempt.attemptId)?.steps).toHaveLength(2);
  ledger.save({ steps: [stepTo(attempt, 3, expiredAt(7_000))] });
  ledger.save({ steps: [stepTo(attempt, 4, paidAt(8_000, "paid-late"), { alarms: [alarmOf(attempt)] })] });
  expect(reader.story(attempt.attemptId)).toEqual({
    sale: saleOf(1, { reference: "table 4" }),
    record: { attempt, state: paidAt(8_000, "paid-late"), step: 4 },
    steps: [
      {
        seq: 2,
        step: 1,
        kind: "created",
        facts: { attempt, sendByMs: 9_000 },
        state: QUEUED,
        intent: "after queued",
        atMs: 6_001,
      },
      {
        seq: 3,
        step: 2,
        kind: "restarted",
        facts: { atMs: 5_002 },
        state: SENDING,
        intent: "after sending",
        atMs: 6_002,
      },
      {
        seq: 4,
        step: 3,
        kind: "restarted",
        facts: { atMs: 5_003 },
        state: expiredAt(7_000),
        intent: "after expired",
        atMs: 6_003,
      },
      {
        seq: 5,
        step: 4,
        kind: "restarted",
        facts: { atMs: 5_004 },
        state: paidAt(8_000, "paid-late"),
        intent: "after paid-late",
        atMs: 6_004,
      },
    ],
    alarms: [alarmOf(attempt)],
    refunds: [],
    approvals: [],
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
    "  1. 1970-01-01T00:00:06.001Z  created -> queued   (event 2)",
    `       event  ${JSON.stringify({ attempt, sendByMs: 9_000 })}`,
    '       state  {"sendByMs":9000}',
    "       next   after queued",
    "  2. 1970-01-01T00:00:06.002Z  restarted -> sending   (event 3)",
    '       event  {"atMs":5002}',
    '       state  {"sendByMs":9000,"sentAtMs":3000,"sentBankMs":null,"cancelWanted":false,"gaveWay":false}',
    "       next   after sending",
    "",
  ]);
});

describe("a payment is found", () => {
  const paid = attemptOf(2, 2, { attemptId: "0badcafe-0000-4000-8000-000000000002" });
  const twin = attemptOf(3, 3, { attemptId: "0badcafe-0000-4000-9000-000000000003" });

  function books(folder: string): void {
    const ledger = openLedger({ path: ledgerPath(folder, "training"), mode: "training" });
    for (const number of [1, 2]) ledger.saveSale(saleOf(number));
    ledger.save({ steps: walk(attempt, [QUEUED]) });
    ledger.save({ steps: walk(paid, [QUEUED, SENDING, paidAt(7_000)]) });
    ledger.close();
  }
  function addTwin(folder: string): void {
    const ledger = openLedger({ path: ledgerPath(folder, "test"), mode: "test" });
    ledger.saveSale(saleOf(3));
    ledger.save({ steps: walk(twin, [QUEUED]) });
    ledger.close();
  }

  test.for(["0badcafe", "0BADCAFE", "0badcafe-0000-4", paid.attemptId, "chrg_1"])("by %s", (name) => {
    const folder = temporaryFolder();
    books(folder);
    const { status, stdout } = show("show", name, "--data", folder);
    expect([status, stdout.split("\n")[0]]).toEqual([
      0,
      `Attempt ${paid.attemptId}: successful after 3 steps (training ledger)`,
    ]);
  });

  test("by as much of its id as makes it the only one, in whatever ledger", () => {
    const folder = temporaryFolder();
    books(folder);
    addTwin(folder);
    const { status, stdout, stderr } = show("show", "0badcafe", "--data", folder);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr.split("\n")[0]).toBe(
      `"0badcafe" fits more than one attempt, name one of them: ${paid.attemptId}, ${twin.attemptId}.`,
    );
    expect(show("show", "0badcafe-0000-4000-9", "--data", folder).stdout).toContain("(test ledger)");
  });

  test("in the data folder that a start without --data has", () => {
    const home = temporaryFolder();
    const environment = { HOME: home, USERPROFILE: home, APPDATA: home, XDG_DATA_HOME: home };
    const folder = defaultDataFolder({
      environment,
      platform: process.platform,
      homeFolder: home,
      workingFolder: home,
    });
    mkdirSync(folder, { recursive: true });
    books(folder);
    expect(showIn(environment, "show", paid.attemptId).stdout).toContain(`Attempt ${paid.attemptId}`);
  });

  test("in a folder that is named from where the person typed", () => {
    const home = temporaryFolder();
    books(home);
    const typedIn = { INIT_CWD: dirname(home) };
    expect(showIn(typedIn, "show", "chrg_1", "--data", basename(home)).status).toBe(0);
  });
});

const ONE = attempt.attemptId;

test.for([
  [[], "No command."],
  [["tell", ONE], 'Unknown command "tell".'],
  [["show"], "One payment is shown at a time."],
  [["show", ONE, ONE], "One payment is shown at a time."],
  [["show", "42"], '"42" is not the id of an attempt or a charge.'],
  [["show", ONE.slice(0, 7)], `"${ONE.slice(0, 7)}" is not the id of an attempt or a charge.`],
  [["show", `${ONE}0`], `"${ONE}0" is not the id of an attempt or a charge.`],
  [["show", "chrg_%"], '"chrg_%" is not the id of an attempt or a charge.'],
  [["show", ONE, "--data="], "`--data` takes one folder."],
  [["show", ONE, "--data=a", "--data=b"], "`--data` takes one folder."],
  [["show", ONE, "--loud"], "Unknown option '--loud'"],
] as const)("%j is refused in one sentence", ([words, sentence]) => {
  const { status, stdout, stderr } = show(...words);
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toContain(sentence);
  expect(stderr).toContain("Usage: npm run ledger -- show");
});

test.for([
  [id(99), "an attempt"],
  ["deadbeef", "an attempt"],
  ["chrg_test_1", "a charge"],
] as const)("%s that no ledger has is said in one sentence", ([name, what]) => {
  const { folder } = running();
  const { status, stdout, stderr } = show("show", name, "--data", folder);
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr.split("\n")[0]).toBe(`No ledger in ${folder} has ${what} ${name}.`);
});
