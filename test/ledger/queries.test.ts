// What the till asks its book.
import { openLedger } from "#ledger/ledger.ts";
import { ledgerPath } from "#ledger/open.ts";
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
  return { path, ledger };
}

const UNKNOWN: AttemptState = {
  name: "unknown",
  sentAtMs: 3_000,
  sentBankMs: 3_001,
  cancelWanted: false,
  why: "reset",
  looks: [{ atMs: 4_000 }],
};
const charge = { chargeId: "chrg_1", expiresAtMs: 90_000, endAtMs: 80_000 };
const EVERY_STATE: readonly AttemptState[] = [
  QUEUED,
  SENDING,
  UNKNOWN,
  { name: "pending", charge, sentAtMs: 3_000, askAtMs: null },
  { name: "cancelling", charge, sentAtMs: 3_000, by: "till", notBeforeMs: 3_500, refused: false, askedAtMs: 4_000 },
  { name: "failed", chargeId: null, code: "insufficient_balance", message: "…", expiresAtMs: null, endedAtMs: 7_000 },
  expiredAt(7_001),
  { name: "cancelled", chargeId: "chrg_1", expiresAtMs: 90_000, endedAtMs: 7_002 },
  { name: "not-sent", why: "offline", endedAtMs: 7_003 },
  { name: "not-found", sentAtMs: 3_000, sentBankMs: null, endedAtMs: 7_004 },
  paidAt(7_005),
  paidAt(7_006, "paid-late"),
];

test("every state comes back as it was saved, and is asked for by what it is", () => {
  const { ledger } = opened();
  EVERY_STATE.forEach((state, index) => {
    ledger.saveSale(saleOf(index));
    ledger.saveSteps(walk(attemptOf(index, index), [state]));
  });
  EVERY_STATE.forEach((state, index) => {
    const attempt = attemptOf(index, index);
    expect(ledger.attempt(attempt.attemptId)).toEqual({ attempt, state, step: 1 });
  });
  expect(ledger.openAttempts().map(({ state }) => state)).toEqual(EVERY_STATE.slice(0, 5));
  expect(ledger.unpaidEndsSince(0).map(({ state }) => state)).toEqual(EVERY_STATE.slice(5, 10));
  expect(ledger.unpaidEndsSince(7_002).map(({ state }) => state.name)).toEqual(["not-sent", "not-found"]);
  expect([ledger.sale(id(999)), ledger.attempt(id(999)), ledger.attemptsOfSale(id(999))]).toEqual([null, null, []]);
});

test("rows come newest first, a page at a time", () => {
  const { ledger } = opened();
  for (let number = 1; number <= 7; number += 1) {
    ledger.saveSale(saleOf(number));
    ledger.saveSteps(walk(attemptOf(number, number), [QUEUED, number % 2 === 0 ? paidAt(7_000) : SENDING]));
  }
  const pages = [];
  for (let before: number | null = null; pages.length < 9;) {
    const page = ledger.rows({ before, limit: 3 });
    pages.push(page);
    const last = page.at(-1);
    if (last === undefined) break;
    before = last.cursor;
  }
  expect(pages.map((page) => page.map(({ atMs }) => atMs - 2_000))).toEqual([[7, 6, 5], [4, 3, 2], [1], []]);
  expect(pages[0]?.[1]).toEqual({
    cursor: 6,
    saleId: id(6),
    attemptId: attemptOf(6, 6).attemptId,
    money: { amountMinor: 12_000, currency: "THB" },
    method: "wechat_pay_upm",
    state: "successful",
    tone: "good",
    atMs: 2_006,
    chargeId: "chrg_1",
  });
});

test("a sale is told by its best attempt: paid beats open beats the last end", () => {
  const { ledger } = opened();
  const histories: readonly (readonly (readonly AttemptState[])[])[] = [
    [
      [QUEUED, expiredAt(7_000)],
      [QUEUED, SENDING],
    ],
    [
      [QUEUED, expiredAt(7_000), paidAt(8_000, "paid-late")],
      [QUEUED, expiredAt(9_000)],
    ],
    [
      [QUEUED, expiredAt(7_000)],
      [QUEUED, { name: "not-sent", why: "stale", endedAtMs: 7_500 }],
    ],
    [],
    [[QUEUED, UNKNOWN]],
  ];
  let attempts = 0;
  histories.forEach((history, sale) => {
    ledger.saveSale(saleOf(sale, { reference: `R${sale}` }));
    for (const states of history)
      ledger.saveSteps(walk(attemptOf((attempts += 1), sale, { reference: `R${sale}` }), states));
  });
  const told = ledger.recentSales(10).map(({ saleId, state, tone, reference }) => [saleId, state, tone, reference]);
  expect(told).toEqual([
    [id(4), "unknown", "unsure", "R4"],
    [id(2), "not-sent", "calm", "R2"],
    [id(1), "paid-late", "good", "R1"],
    [id(0), "sending", "waiting", "R0"],
  ]);
  expect(ledger.recentSales(2).map(({ saleId }) => saleId)).toEqual([id(4), id(2)]);
});

test("totals count what was paid between two instants, by method and currency", () => {
  const { ledger } = opened();
  const paid = [
    ["wechat_pay_upm", "THB", 100, 1_000],
    ["wechat_pay_upm", "THB", 250, 1_999],
    ["wechat_pay_upm", "THB", 999, 2_000],
    ["wechat_pay_upm", "THB", 999, 999],
    ["atome_qr", "THB", 5, 1_500],
    ["atome_qr", "SGD", 7, 1_500],
  ] as const;
  paid.forEach(([method, currency, amountMinor, atMs], number) => {
    const money = { amountMinor, currency };
    ledger.saveSale(saleOf(number, { money }));
    const late = number % 2 === 0 ? "successful" : "paid-late";
    ledger.saveSteps(walk(attemptOf(number, number, { method, money }), [paidAt(atMs, late)]));
  });
  ledger.saveSale(saleOf(50));
  ledger.saveSteps(walk(attemptOf(50, 50), [expiredAt(1_500)]));
  expect(ledger.totals({ fromMs: 1_000, toMs: 2_000 })).toEqual([
    { method: "atome_qr", currency: "SGD", paidCount: 1, paidMinor: 7 },
    { method: "atome_qr", currency: "THB", paidCount: 1, paidMinor: 5 },
    { method: "wechat_pay_upm", currency: "THB", paidCount: 2, paidMinor: 350 },
  ]);
  expect(ledger.totals({ fromMs: 5_000, toMs: 6_000 })).toEqual([]);
});

test("an alarm lasts over restarts until it was seen, and is raised once", () => {
  const { path, ledger } = opened();
  const attempt = attemptOf(1, 1);
  const [alarm, other] = [
    alarmOf(attempt),
    alarmOf(attempt, { alarmId: "other", kind: "answer-mismatch", atMs: 8_500 }),
  ];
  ledger.saveSale(saleOf(1));
  ledger.saveSteps([stepTo(attempt, 1, expiredAt(7_000))]);
  ledger.saveSteps([stepTo(attempt, 2, paidAt(8_000, "paid-late"), { alarms: [other, alarm] })]);
  const again = openLedger({ path, mode: "training" });
  expect(again.unseenAlarms()).toEqual([alarm, other]);
  again.markAlarmSeen(alarm.alarmId, 9_000);
  again.markAlarmSeen(alarm.alarmId, 9_999);
  again.markAlarmSeen("no such alarm", 9_999);
  again.saveSteps([stepTo(attempt, 3, paidAt(8_000, "paid-late"), { alarms: [alarm] })]);
  expect(again.unseenAlarms()).toEqual([other]);
  again.close();
});
