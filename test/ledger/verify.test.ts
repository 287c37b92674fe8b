// `npm run ledger -- verify FILE`, the worker that checks backups, and refunds in what `show` tells.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { openLedger } from "#ledger/ledger.ts";
import { ledgerPath } from "#ledger/open.ts";
import { verifyFile } from "#ledger/verify.ts";
import { checkApart } from "#main/daily-backup.ts";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import {
  ACCEPTED,
  alarmOf,
  approvalFor,
  ASKED,
  attemptOf,
  paidAt,
  QUEUED,
  refundOf,
  refundWalk,
  saleOf,
  SENDING,
  temporaryFolder,
  walk,
} from "./builders.ts";

const paid = attemptOf(1, 1);
const refund = refundOf(1, paid);

function closed(): string {
  const path = ledgerPath(temporaryFolder(), "training");
  const ledger = openLedger({ path, mode: "training" });
  ledger.bindAccount("acct_1");
  ledger.saveSale(saleOf(1));
  ledger.save({ steps: walk(paid, [QUEUED, SENDING, paidAt(7_000)]) });
  ledger.save({ approvals: [approvalFor(refund)], refundSteps: refundWalk(refund, [ASKED, ACCEPTED]) });
  ledger.close();
  return path;
}

function run(...words: readonly string[]) {
  const tool = fileURLToPath(new URL("../../src/main/tools/ledger.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", tool, ...words],
    { encoding: "utf8", env: process.env },
  );
  return { status, stdout: stdout.split("\n"), stderr: stderr.split("\n") };
}

/** Changes one event where no trigger sees it: the bytes in the file. */
function overwrite(path: string, from: string, to: string): void {
  const bytes = readFileSync(path);
  const at = bytes.indexOf(from);
  if (at === -1 || from.length !== to.length) throw new Error(`${from} is not there`);
  bytes.write(to, at, "latin1");
  writeFileSync(path, bytes);
}

test("a whole ledger: what it is, how much is in it, and the hash of its newest event", () => {
  const path = closed();
  const { head } = verifyFile(path);
  const before = readFileSync(path);
  expect(run("verify", path)).toEqual({
    status: 0,
    stdout: [
      `${path}: training ledger of acct_1`,
      "8 events, 1 sales, 1 attempts, 1 approvals, 1 refunds, 0 alarms",
      `newest event 1970-01-01T00:00:25.002Z, hash ${head}`,
      "The ledger is whole.",
      "",
    ],
    stderr: [""],
  });
  expect(readFileSync(path).equals(before)).toBe(true);
});

test("a fault: one sentence each, the first bad event, and an exit that says so", () => {
  const path = closed();
  overwrite(path, '"paidAtMs":7000', '"paidAtMs":7001');
  const { status, stdout, stderr } = run("verify", path);
  expect([status, stderr]).toEqual([1, [""]]);
  expect(stdout.filter((line) => line.startsWith("FAULT"))).toEqual([
    "FAULT event 5 is not the one that was sealed",
    "FAULT attempts: row 3 has paid_at_ms 7000, the events say 7001",
  ]);
  expect(stdout.at(-2)).toBe("The ledger is NOT whole: 2 faults, the first bad event is 5.");
});

test.for([
  [[], "One file is looked at at a time."],
  [["a", "b"], "One file is looked at at a time."],
  [["no-such.ledger"], "cannot be opened (SQLITE_CANTOPEN)."],
] as const)("verify %j is refused in one sentence", ([words, sentence]) => {
  const { status, stdout, stderr } = run("verify", ...words);
  expect([status, stdout]).toEqual([1, [""]]);
  expect(stderr[0]).toContain(sentence);
});

test("what is no ledger at all is said, not thrown", () => {
  const path = join(temporaryFolder(), "letter");
  writeFileSync(path, "a letter to the bank ".repeat(100));
  const { status, stderr } = run("verify", path);
  expect([status, stderr[0]]).toEqual([1, `${path} is damaged or is not a ledger of Counterfoil.`]);
});

test("a backup is checked on a thread of its own, with the same verdict", async () => {
  const check = checkApart(new AbortController().signal);
  const path = closed();
  expect(await check(path)).toEqual({ events: 8, head: verifyFile(path).head, faults: [] });
  overwrite(path, '"paidAtMs":7000', '"paidAtMs":7001');
  expect((await check(path)).faults.map(({ seq }) => seq)).toEqual([5, 5]);
  await expect(check(join(dirname(path), "none"))).rejects.toThrow(/cannot be opened/);
  const ledger = openLedger({ path: closed(), mode: "training" });
  expect(await ledger.backUp(check)).toMatchObject({ kind: "made" });
  ledger.close();
});

test("`show` tells of refunds and of what was approved for them", () => {
  const path = closed();
  const ledger = openLedger({ path, mode: "training" });
  ledger.save({
    steps: [{ ...walk(paid, [QUEUED, SENDING, paidAt(7_000), paidAt(7_000)])[3]!, alarms: [alarmOf(paid)] }],
  });
  ledger.settleAlarm(alarmOf(paid).alarmId, { how: "returned", staff: 3, atMs: 9_000 });
  ledger.close();
  const { status, stdout } = run("show", "chrg_1", "--data", dirname(path));
  expect([status, basename(path)]).toEqual([0, "training.ledger"]);
  const from = stdout.findIndex((line) => line.startsWith("Refund"));
  expect(stdout.slice(from)).toEqual([
    `Refund  ${refund.refundId}: accepted after 2 steps`,
    "        refund of THB 40.00 of chrg_1, asked by staff 7, approved by staff 1",
    "  1. 1970-01-01T00:00:25.001Z  asked -> asked   (event 7)",
    `       event  ${JSON.stringify({ refund, sendByMs: 99_000 })}`,
    '       state  {"sendByMs":99000}',
    "       next   after asked",
    "  2. 1970-01-01T00:00:25.002Z  restarted -> accepted   (event 8)",
    '       event  {"atMs":24002}',
    '       state  {"omiseRefundId":"rfnd_1","voided":null,"acceptedAtMs":22000}',
    "       next   after accepted",
    "",
    "Approval refund of chrg_1, THB 40.00 at 1970-01-01T00:00:20.001Z: asked by staff 7, given by staff 1",
    "Alarm paid-late at 1970-01-01T00:00:08.000Z, returned by staff 3 at 1970-01-01T00:00:09.000Z",
    "",
  ]);
});

test("an older schema is not taken for damage", () => {
  const path = closed();
  const db = new Database(path);
  db.exec("delete from migrations where position = 2; pragma user_version = 1");
  db.close();
  expect(run("verify", path).stderr[0]).toMatch(/is not ours/);
});
