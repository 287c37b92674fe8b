// What the file itself refuses, whoever asks: the last guard behind the till's own rules.
import { openBook } from "#ledger/open.ts";
import { inOneTransaction } from "#ledger/transaction.ts";
import type { AttemptState } from "#till/attempt/state.ts";
import { expect, onTestFinished, test } from "vitest";
import {
  alarmOf,
  attemptOf,
  expiredAt,
  id,
  opened,
  paidAt,
  QUEUED,
  saleOf,
  SENDING,
  stepTo,
  walk,
} from "./builders.ts";

/** A second program that writes to the same file. */
function stranger(path: string) {
  const db = openBook({ path, mode: "training" });
  onTestFinished(() => {
    db.close();
  });
  return db;
}

test("the same sale again changes nothing, another one under its id is refused", () => {
  const { ledger } = opened(1, 2);
  ledger.saveSale(saleOf(1, { beganAtMs: 99_999 }));
  expect(ledger.sale(id(1))).toEqual(saleOf(1));
  expect(() => ledger.saveSale(saleOf(1, { staff: 8 }))).toThrow(/other facts/);
  expect(() => ledger.saveSale(saleOf(1, { money: { amountMinor: 12_001, currency: "THB" } }))).toThrow(/other facts/);
  expect(ledger.sale(id(1))).toEqual(saleOf(1));
});

test("a second living attempt of a sale is refused until the first is final", () => {
  const { ledger } = opened(1, 2);
  const [first, second] = [attemptOf(1, 1), attemptOf(2, 1)];
  ledger.save({ steps: walk(first, [QUEUED, SENDING]) });
  expect(() => ledger.save({ steps: walk(second, [QUEUED]) })).toThrow(/UNIQUE/);
  expect(ledger.attempt(second.attemptId)).toBeNull();
  ledger.save({ steps: walk(attemptOf(3, 2), [QUEUED]) });
  ledger.save({ steps: [stepTo(first, 3, expiredAt(7_000)), ...walk(second, [QUEUED])] });
  expect(ledger.attemptsOfSale(id(1)).map(({ state }) => state.name)).toEqual(["expired", "queued"]);
});

test("a step that is not the next one is refused, and with it everything saved beside it", () => {
  const { ledger } = opened(1, 2);
  const [attempt, other] = [attemptOf(1, 1), attemptOf(2, 2)];
  ledger.save({ steps: walk(attempt, [QUEUED]) });
  for (const step of [0, 1, 3]) {
    const beside = stepTo(other, 1, QUEUED);
    expect(() => ledger.save({ steps: [beside, stepTo(attempt, step, SENDING)] })).toThrow(
      /no step before|next one|UNIQUE/,
    );
  }
  expect(() => ledger.save({ steps: [stepTo(other, 2, SENDING)] })).toThrow(/no step before/);
  expect(ledger.openAttempts()).toEqual([stepTo(attempt, 1, QUEUED).record]);
});

test("an attempt of no sale, and facts of an attempt that change, are refused", () => {
  const { ledger } = opened(1, 2);
  expect(() => ledger.save({ steps: walk(attemptOf(9, 9), [QUEUED]) })).toThrow(/of no sale/);
  ledger.save({ steps: walk(attemptOf(1, 1), [QUEUED]) });
  const dearer = attemptOf(1, 1, { money: { amountMinor: 99_000, currency: "THB" } });
  expect(() => ledger.save({ steps: [stepTo(dearer, 2, SENDING)] })).toThrow(/never changes/);
  expect(() => ledger.save({ steps: [stepTo(attemptOf(1, 2), 2, SENDING)] })).toThrow(/never changes/);
});

test("nothing leaves a paid state; an event that leaves it paid is kept", () => {
  const { ledger, path } = opened(1, 2);
  const late = paidAt(7_500, "paid-late");
  const ends: readonly (readonly AttemptState[])[] = [
    [QUEUED, SENDING, paidAt(7_000)],
    [QUEUED, SENDING, expiredAt(7_000), late],
  ];
  ends.forEach((states, index) => {
    const attempt = attemptOf(index, index + 1);
    ledger.save({ steps: walk(attempt, states) });
    const paid = states.at(-1) ?? late;
    const next = states.length + 1;
    for (const state of [
      QUEUED,
      SENDING,
      expiredAt(9_000),
      paidAt(9_000, "paid-late"),
      { ...paid, chargeId: "chrg_2" },
    ]) {
      expect(() => ledger.save({ steps: [stepTo(attempt, next, state)] })).toThrow(/leaves a paid state/);
    }
    ledger.save({ steps: [stepTo(attempt, next, paid)] });
    expect(ledger.attempt(attempt.attemptId)).toEqual({ attempt, state: paid, step: next });
  });
  expect(() =>
    stranger(path).exec("update attempts set step = step + 1, state = 'expired', paid_at_ms = null"),
  ).toThrow(/leaves a paid state/);
});

test("what happened can be neither changed, removed nor replaced", () => {
  const { ledger, path } = opened(1, 2);
  const attempt = attemptOf(1, 1);
  ledger.save({
    steps: [...walk(attempt, [QUEUED]), stepTo(attempt, 2, SENDING, { alarms: [alarmOf(attempt)] })],
  });
  ledger.settleAlarm(alarmOf(attempt).alarmId, { how: "seen", staff: 7, atMs: 9_000 });
  const db = stranger(path);
  const before = db.prepare("select * from events").all();
  expect(before).toHaveLength(6);
  const columns = "kind, id, body, state, intent, at_ms, hash";
  for (const [sql, words] of [
    ["update events set intent = 'nothing'", /never changed/],
    ["update or replace events set seq = 1 where seq = 2", /never changed/],
    ["delete from events", /never removed/],
    ["delete from events where seq = 6", /never removed/],
    ["insert or replace into events select * from events where seq = 6", /next one/],
    [`insert or replace into events select 7, subject, step, ${columns} from events where seq = 4`, /next one/],
    [`insert into events select 8, 8, 1, ${columns} from events where seq = 1`, /next one/],
    [`insert into events select 7, 3, 4, ${columns} from events where seq = 4`, /next one/],
    [`insert into events select 7, 3, 1, ${columns} from events where seq = 1`, /next one/],
    [`insert into events select 7, 7, 2, ${columns} from events where seq = 4`, /next one/],
    [
      `insert into events select 4, 3, 2, ${columns} from events where seq = 4 on conflict do update set body = '{}'`,
      /next one/,
    ],
    ["update sales set amount_minor = 1", /never changed/],
    ["delete from sales", /never removed/],
    ["insert or replace into sales select row_id, sale_id, 1, currency, reference, staff, began_at_ms from sales", /./],
    [
      "insert into sales select 4, zeroblob(16), 1, currency, reference, staff, began_at_ms from sales",
      /its event says/,
    ],
    ["delete from attempts", /never removed/],
    ["update attempts set step = step + 1", /its last event says/],
    ["delete from meta", /keeps its mode/],
    ["insert or replace into meta select * from meta", /keeps its mode/],
    ["update meta set ledger_id = zeroblob(16)", /keeps its mode/],
    ["update alarms set settled = null, settled_by = null, settled_at_ms = null", /settled, once/],
    ["delete from alarms", /never removed/],
    ["update attempts set step = step + 2", /one step/],
    [
      `insert into attempts (row_id, attempt_id, sale, method, amount_minor, currency, created_at_ms, step, event_seq, state,
         gave_way, ended_at_ms)
       select 1, zeroblob(16), sale, method, amount_minor, currency, 1, 2, 1, 'not-sent', 0, 1 from attempts`,
      /is step 1/,
    ],
    ["update attempts set step = step + 1, sale = 2", /never changes/],
  ] as const) {
    expect(() => db.exec(sql), sql).toThrow(words);
  }
  expect(db.prepare("select * from events").all()).toEqual(before);
});

test("a state that could not be read back is not written", () => {
  const { ledger } = opened(1, 2);
  const broken = { name: "sending", sentAtMs: 1.5 } as unknown as AttemptState;
  expect(() => ledger.save({ steps: [stepTo(attemptOf(1, 1), 1, broken)] })).toThrow(/expected int/);
  expect(ledger.openAttempts()).toEqual([]);
});

test("a body that throws, or that wants to wait, leaves nothing behind", () => {
  const { path } = opened(1, 2);
  const db = stranger(path);
  const count = db.prepare("select count(*) from events").pluck();
  function insert(): void {
    db.prepare(
      "insert into events select 3, 3, 1, kind, zeroblob(16), body, state, intent, at_ms, hash from events where seq = 1",
    ).run();
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
