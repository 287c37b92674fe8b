// What the file itself refuses, whoever asks: the last guard behind the till's own rules.
import { openLedger } from "#ledger/ledger.ts";
import { ledgerPath, openBook } from "#ledger/open.ts";
import { inOneTransaction } from "#ledger/transaction.ts";
import type { AttemptState } from "#till/attempt/state.ts";
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

function opened() {
  const path = ledgerPath(temporaryFolder(), "training");
  const ledger = openLedger({ path, mode: "training" });
  onTestFinished(() => ledger.close());
  for (const number of [1, 2]) ledger.saveSale(saleOf(number));
  return { path, ledger };
}

/** A second program that writes to the same file. */
function stranger(path: string) {
  const db = openBook({ path, mode: "training" });
  onTestFinished(() => {
    db.close();
  });
  return db;
}

test("the same sale again changes nothing, another one under its id is refused", () => {
  const { ledger } = opened();
  ledger.saveSale(saleOf(1, { beganAtMs: 99_999 }));
  expect(ledger.sale(id(1))).toEqual(saleOf(1));
  expect(() => ledger.saveSale(saleOf(1, { staff: 8 }))).toThrow(/other facts/);
  expect(() => ledger.saveSale(saleOf(1, { money: { amountMinor: 12_001, currency: "THB" } }))).toThrow(/other facts/);
  expect(ledger.sale(id(1))).toEqual(saleOf(1));
});

test("a second living attempt of a sale is refused until the first is final", () => {
  const { ledger } = opened();
  const [first, second] = [attemptOf(1, 1), attemptOf(2, 1)];
  ledger.saveSteps(walk(first, [QUEUED, SENDING]));
  expect(() => ledger.saveSteps(walk(second, [QUEUED]))).toThrow(/UNIQUE/);
  expect(ledger.attempt(second.attemptId)).toBeNull();
  ledger.saveSteps(walk(attemptOf(3, 2), [QUEUED]));
  ledger.saveSteps([stepTo(first, 3, expiredAt(7_000)), ...walk(second, [QUEUED])]);
  expect(ledger.attemptsOfSale(id(1)).map(({ state }) => state.name)).toEqual(["expired", "queued"]);
});

test("a step that is not the next one is refused, and with it everything saved beside it", () => {
  const { ledger } = opened();
  const [attempt, other] = [attemptOf(1, 1), attemptOf(2, 2)];
  ledger.saveSteps(walk(attempt, [QUEUED]));
  for (const step of [0, 1, 3]) {
    const beside = stepTo(other, 1, QUEUED);
    expect(() => ledger.saveSteps([beside, stepTo(attempt, step, SENDING)])).toThrow(/one step|UNIQUE/);
  }
  expect(() => ledger.saveSteps([stepTo(other, 2, SENDING)])).toThrow(/no step before/);
  expect(ledger.openAttempts()).toEqual([stepTo(attempt, 1, QUEUED).record]);
});

test("an attempt of no sale, and facts of an attempt that change, are refused", () => {
  const { ledger } = opened();
  expect(() => ledger.saveSteps(walk(attemptOf(9, 9), [QUEUED]))).toThrow(/FOREIGN KEY/);
  ledger.saveSteps(walk(attemptOf(1, 1), [QUEUED]));
  const dearer = attemptOf(1, 1, { money: { amountMinor: 99_000, currency: "THB" } });
  expect(() => ledger.saveSteps([stepTo(dearer, 2, SENDING)])).toThrow(/never changes/);
  expect(() => ledger.saveSteps([stepTo(attemptOf(1, 2), 2, SENDING)])).toThrow(/never changes/);
});

test("nothing leaves a paid state; an event that leaves it paid is kept", () => {
  const { ledger, path } = opened();
  const late = paidAt(7_500, "paid-late");
  const ends: readonly (readonly AttemptState[])[] = [
    [QUEUED, SENDING, paidAt(7_000)],
    [QUEUED, SENDING, expiredAt(7_000), late],
  ];
  ends.forEach((states, index) => {
    const attempt = attemptOf(index, index + 1);
    ledger.saveSteps(walk(attempt, states));
    const paid = states.at(-1) ?? late;
    const next = states.length + 1;
    for (const state of [
      QUEUED,
      SENDING,
      expiredAt(9_000),
      paidAt(9_000, "paid-late"),
      { ...paid, chargeId: "chrg_2" },
    ]) {
      expect(() => ledger.saveSteps([stepTo(attempt, next, state)])).toThrow(/leaves a paid state/);
    }
    ledger.saveSteps([stepTo(attempt, next, paid)]);
    expect(ledger.attempt(attempt.attemptId)).toEqual({ attempt, state: paid, step: next });
  });
  expect(() =>
    stranger(path).exec("update attempts set step = step + 1, state = 'expired', paid_at_ms = null"),
  ).toThrow(/leaves a paid state/);
});

test("what happened can be neither changed, removed nor replaced", () => {
  const { ledger, path } = opened();
  const attempt = attemptOf(1, 1);
  ledger.saveSteps([...walk(attempt, [QUEUED]), stepTo(attempt, 2, SENDING, { alarms: [alarmOf(attempt)] })]);
  ledger.markAlarmSeen(alarmOf(attempt).alarmId, 9_000);
  const db = stranger(path);
  const before = db.prepare("select * from attempt_events").all();
  expect(before).toHaveLength(2);
  for (const [sql, words] of [
    ["update attempt_events set intent = 'nothing'", /never changed/],
    ["delete from attempt_events", /never removed/],
    ["delete from attempt_events where seq = 2", /never removed/],
    [
      "insert or replace into attempt_events select seq, attempt_id, 3, kind, event, state, intent, at_ms from attempt_events where seq = 1",
      /next one/,
    ],
    ["insert or replace into attempt_events select * from attempt_events where seq = 2", /next one/],
    ["update sales set amount_minor = 1", /never changed/],
    ["delete from sales", /never removed/],
    ["delete from attempts", /never removed/],
    [
      "insert or replace into sales select sale_id, 1, currency, reference, staff, began_at_ms from sales",
      /never removed/,
    ],
    ["delete from meta", /keeps its mode/],
    ["update alarms set seen_at_ms = null", /marked as seen, once/],
    ["delete from alarms", /never removed/],
    ["update attempts set step = step + 2", /one step/],
    [
      `insert into attempts (attempt_id, sale_id, method, amount_minor, currency, created_at_ms, step, state, state_json, ended_at_ms)
       select '${id(5)}', sale_id, method, amount_minor, currency, 1, 2, 'not-sent', '{"name":"not-sent"}', 1 from attempts`,
      /is step 1/,
    ],
    ["update attempts set step = step + 1, sale_id = 'another'", /never changes/],
  ] as const) {
    expect(() => db.exec(sql), sql).toThrow(words);
  }
  expect(db.prepare("select * from attempt_events").all()).toEqual(before);
});

test("a state that could not be read back is not written", () => {
  const { ledger } = opened();
  const broken = { name: "sending", sentAtMs: 1.5 } as unknown as AttemptState;
  expect(() => ledger.saveSteps([stepTo(attemptOf(1, 1), 1, broken)])).toThrow(/expected int/);
  expect(ledger.openAttempts()).toEqual([]);
});

test("a body that throws, or that wants to wait, leaves nothing behind", () => {
  const { path } = opened();
  const db = stranger(path);
  const count = db.prepare("select count(*) from sales").pluck();
  function insert(): void {
    db.prepare("insert into sales values (?, 1, 'THB', null, 0, 0)").run(id(77));
  }
  expect(() =>
    inOneTransaction(db, () => {
      insert();
      throw new Error("on purpose");
    }),
  ).toThrow("on purpose");
  expect(() =>
    inOneTransaction(db, async () => {
      insert();
      await Promise.resolve();
    }),
  ).toThrow(/promise/);
  expect([count.get(), db.inTransaction]).toEqual([2, false]);
  inOneTransaction(db, insert);
  expect(count.get()).toBe(3);
});
