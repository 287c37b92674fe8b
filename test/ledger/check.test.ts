// Whatever is changed in a ledger behind its back is found, and a ledger that nobody touched is whole, whatever happened in it.
import { readFileSync } from "node:fs";
import { checkTail, checkWhole } from "#ledger/check.ts";
import { openLedger } from "#ledger/ledger.ts";
import { ledgerPath } from "#ledger/open.ts";
import { verifyFile } from "#ledger/verify.ts";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import {
  ACCEPTED,
  alarmOf,
  approvalFor,
  ASKED,
  attemptOf,
  CLOSED,
  expiredAt,
  paidAt,
  QUEUED,
  refundOf,
  refundWalk,
  saleOf,
  SENDING,
  SENDING_BACK,
  stepTo,
  temporaryFolder,
  walk,
} from "./builders.ts";

/** A closed ledger in which everything has happened that can happen. */
function past(): string {
  const path = ledgerPath(temporaryFolder(), "training");
  const ledger = openLedger({ path, mode: "training" });
  ledger.bindAccount("acct_1");
  for (const number of [1, 2, 3]) ledger.saveSale(saleOf(number, { reference: "โต๊ะ 4" }));
  const [paid, late] = [attemptOf(1, 1), attemptOf(2, 2)];
  ledger.save({ steps: walk(paid, [QUEUED, SENDING, paidAt(7_000)]) });
  ledger.save({ steps: walk(late, [QUEUED, expiredAt(7_000)]) });
  ledger.save({ steps: [stepTo(late, 3, paidAt(8_000, "paid-late"), { alarms: [alarmOf(late)] })] });
  ledger.settleAlarm(alarmOf(late).alarmId, { how: "attached", staff: 3, atMs: 9_000 });
  const refund = refundOf(1, paid);
  ledger.save({
    approvals: [approvalFor(refund)],
    refundSteps: refundWalk(refund, [ASKED, SENDING_BACK, ACCEPTED, CLOSED]),
  });
  ledger.save({ steps: walk(attemptOf(3, 3), [QUEUED, SENDING]) });
  ledger.close();
  return path;
}

/** Changes a file with every guard taken away, and puts the guards back. */
function harm(path: string, ...sql: readonly string[]): void {
  const db = new Database(path);
  db.pragma("foreign_keys = off");
  const triggers = db
    .prepare<[], { name: string; sql: string }>("select name, sql from sqlite_schema where type = 'trigger'")
    .all();
  for (const { name } of triggers) db.exec(`drop trigger ${name}`);
  for (const line of sql) db.exec(line);
  for (const trigger of triggers) db.exec(trigger.sql);
  db.close();
}

test("a ledger in which everything has happened is whole, and looking changes no byte of it", () => {
  const path = past();
  const before = readFileSync(path);
  const verified = verifyFile(path);
  expect({ ...verified, head: verified.head.length }).toEqual({
    mode: "training",
    accountId: "acct_1",
    missingSinceMs: null,
    newestAtMs: 6_002,
    events: 19,
    head: 64,
    faults: [],
    counts: { sales: 3, attempts: 3, approvals: 1, refunds: 1, alarms: 1 },
  });
  expect(readFileSync(path).equals(before)).toBe(true);
});

const INSERTED = `insert into events select 20, 20, 1, kind, zeroblob(16), body, state, intent, at_ms, hash from events where seq = 2`;

describe("what was changed behind its back is found", () => {
  test.for([
    ["a moment", "update events set at_ms = at_ms + 1 where seq = 5", /^event 5 is not the one that was sealed$/],
    ["an amount", `update events set body = replace(body, '12000', '12001') where seq = 2`, /^event 2 is not the one/],
    [
      "a state",
      `update events set state = replace(state, 'chrg_1', 'chrg_2') where seq = 7`,
      /^event 7 is not the one/,
    ],
    ["an intent", "update events set intent = 'nothing' where seq = 6", /^event 6 is not the one/],
    ["an id", "update events set id = zeroblob(16) where seq = 5", /^event 5 is not the one/],
    ["a kind", "update events set kind = 'gave-up' where seq = 6", /^event 6 is not the one/],
    ["a hash", "update events set hash = zeroblob(32) where seq = 9", /^event 9 is not the one/],
    ["an event that is gone", "delete from events where seq = 9", /^event 9 is missing$/],
    ["the first event gone", "delete from events where seq = 1", /^event 1 is missing$/],
    ["an event that was put in", INSERTED, /^event 20 is not the one/],
    ["the file's id", "update meta set ledger_id = zeroblob(16)", /^event 1 is not the one/],
    ["the account", "update meta set account_id = 'acct_2'", /^meta: row undefined has account_id "acct_2"/],
    ["what is missing", "update meta set missing_since_ms = 5", /^meta: .*the events say null$/],
    ["a sale", "update sales set amount_minor = 1 where row_id = 2", /^sales: row 2 has amount_minor 1, .* 12000$/],
    ["a state now", "update attempts set charge_id = 'chrg_9' where row_id = 5", /^attempts: row 5 has charge_id/],
    ["an attempt that is gone", "delete from attempts where row_id = 18", /^attempts: row 18 has row_id undefined/],
    ["a refund", "update refunds set amount_minor = 1", /^refunds: row 14 has amount_minor 1/],
    ["an approval", "update approvals set approver = 9", /^approvals: row 13 has approver 9/],
    ["an alarm", "update alarms set settled = 'seen'", /^alarms: row 11 has settled "seen"/],
  ] as const)("%s", ([, sql, sentence]) => {
    const path = past();
    harm(path, sql);
    const { faults } = verifyFile(path);
    expect(faults.map((fault) => fault.sentence).join("\n")).toMatch(new RegExp(sentence.source, "m"));
  });

  test("events that were cut off at the end: by the mark of the last orderly end", () => {
    const path = past();
    harm(path, "delete from attempts where row_id = 18", "delete from events where seq >= 18");
    expect(verifyFile(path).faults).toEqual([]);
    expect(openLedger({ path, mode: "training" }).opened.kind).toBe("restored");
  });

  test("also by the short look at every start, as far as it goes", () => {
    const path = past();
    const tail = () => {
      const db = new Database(path, { readonly: true });
      const faults = checkTail(db).map(({ sentence }) => sentence);
      db.close();
      return faults;
    };
    expect(tail()).toEqual([]);
    harm(path, "update attempts set state = 'queued' where row_id = 18");
    expect(tail()).toEqual(["event 19 (restarted) is not what is told of its payment now"]);
    harm(path, "update events set at_ms = 5 where seq = 12");
    expect(tail()).toContain("event 12 is not the one that was sealed");
  });
});

test("a head is the same only after the same past", () => {
  const heads = [past(), past()].map((path) => verifyFile(path).head);
  expect(new Set(heads).size).toBe(2);
});

test("an event of another form is told, also when it is sealed", () => {
  const path = past();
  harm(path, `update events set body = '{"by":"post"}', kind = 'charge-seen' where seq = 6`);
  const db = new Database(path, { readonly: true });
  const sentences = checkWhole(db).faults.map(({ sentence }) => sentence);
  db.close();
  expect(sentences.some((sentence) => sentence.startsWith("event 6 (charge-seen) cannot be read"))).toBe(true);
});
