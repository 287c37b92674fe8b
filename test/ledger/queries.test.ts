// What the till asks its book.
import { openLedger } from "#ledger/ledger.ts";
import type { AttemptState } from "#till/attempt/state.ts";
import { expect, test } from "vitest";
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

const UNKNOWN: AttemptState = {
  name: "unknown",
  sentAtMs: 3_000,
  sentBankMs: 3_001,
  cancelWanted: false,
  gaveWay: false,
  why: "reset",
  looks: [{ atMs: 4_000 }],
};
const charge = { chargeId: "chrg_1", expiresAtMs: 90_000, endAtMs: 80_000 };
const EVERY_STATE: readonly AttemptState[] = [
  QUEUED,
  SENDING,
  UNKNOWN,
  { name: "pending", charge, sentAtMs: 3_000, askAtMs: null },
  {
    name: "cancelling",
    charge,
    sentAtMs: 3_000,
    by: "till",
    notBeforeMs: 3_500,
    refused: false,
    gaveWay: true,
    askedAtMs: 4_000,
  },
  { name: "failed", chargeId: null, code: "insufficient_balance", message: "…", expiresAtMs: null, endedAtMs: 7_000 },
  expiredAt(7_001),
  { name: "cancelled", chargeId: "chrg_1", expiresAtMs: 90_000, endedAtMs: 7_002 },
  { name: "not-sent", why: "offline", endedAtMs: 7_003 },
  { name: "not-found", sentAtMs: 3_000, sentBankMs: null, expireAskedAtMs: null, endedAtMs: 7_004 },
  paidAt(7_005),
  paidAt(7_006, "paid-late"),
];

test("every state comes back as it was saved, and is asked for by what it is", () => {
  const { ledger } = opened();
  EVERY_STATE.forEach((state, index) => {
    ledger.saveSale(saleOf(index));
    ledger.save({ steps: walk(attemptOf(index, index), [state]) });
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
    ledger.save({ steps: walk(attemptOf(number, number), [QUEUED, number % 2 === 0 ? paidAt(7_000) : SENDING]) });
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
    cursor: expect.any(Number),
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
      ledger.save({ steps: walk(attemptOf((attempts += 1), sale, { reference: `R${sale}` }), states) });
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
    ledger.save({ steps: walk(attemptOf(number, number, { method, money }), [paidAt(atMs, late)]) });
  });
  ledger.saveSale(saleOf(50));
  ledger.save({ steps: walk(attemptOf(50, 50), [expiredAt(1_500)]) });
  expect(ledger.totals({ fromMs: 1_000, toMs: 2_000 })).toEqual([
    { method: "atome_qr", currency: "SGD", paidCount: 1, paidMinor: 7 },
    { method: "atome_qr", currency: "THB", paidCount: 1, paidMinor: 5 },
    { method: "wechat_pay_upm", currency: "THB", paidCount: 2, paidMinor: 350 },
  ]);
  expect(ledger.totals({ fromMs: 5_000, toMs: 6_000 })).toEqual([]);
});

test("an alarm lasts over restarts until it was settled, and is raised once", () => {
  const { path, ledger } = opened(1);
  const attempt = attemptOf(1, 1);
  const [alarm, other] = [
    alarmOf(attempt),
    alarmOf(attempt, { alarmId: "other", kind: "answer-mismatch", atMs: 8_500 }),
  ];
  ledger.save({ steps: [stepTo(attempt, 1, expiredAt(7_000))] });
  ledger.save({ steps: [stepTo(attempt, 2, paidAt(8_000, "paid-late"), { alarms: [other, alarm] })] });
  const again = openLedger({ path, mode: "training" });
  expect(again.standingAlarms()).toEqual([alarm, other]);
  again.settleAlarm(alarm.alarmId, { how: "attached", staff: 3, atMs: 9_000 });
  again.settleAlarm(alarm.alarmId, { how: "returned", staff: 4, atMs: 9_999 });
  again.settleAlarm("no such alarm", { how: "seen", staff: 4, atMs: 9_999 });
  again.save({ steps: [stepTo(attempt, 3, paidAt(8_000, "paid-late"), { alarms: [alarm] })] });
  expect(again.standingAlarms()).toEqual([other]);
  again.close();
});

test("an attempt is found by its charge, and ids that are none find nothing", () => {
  const { ledger } = opened(1);
  const attempt = attemptOf(1, 1);
  ledger.save({ steps: walk(attempt, [QUEUED, SENDING, paidAt(7_000)]) });
  expect(ledger.attemptOfCharge("chrg_1")?.attempt).toEqual(attempt);
  for (const name of ["chrg_2", "", attempt.attemptId]) expect(ledger.attemptOfCharge(name)).toBeNull();
  for (const name of ["", "no uuid", attempt.attemptId.replaceAll("0", "A"), `${attempt.attemptId} `]) {
    expect([ledger.attempt(name), ledger.sale(name), ledger.refund(name)]).toEqual([null, null, null]);
    expect([ledger.attemptsOfSale(name), ledger.refundsOfAttempt(name)]).toEqual([[], []]);
  }
});

test("sales of the same amount that are not paid: open ones, and ends that are young enough", () => {
  const { ledger } = opened(1, 2, 3, 4, 5, 6, 7);
  const dear = { amountMinor: 12_001, currency: "THB" } as const;
  ledger.saveSale(saleOf(8, { money: dear }));
  ledger.save({ steps: walk(attemptOf(1, 1), [QUEUED, SENDING]) });
  ledger.save({ steps: walk(attemptOf(2, 2), [QUEUED, expiredAt(7_000)]) });
  ledger.save({ steps: walk(attemptOf(3, 3), [QUEUED, expiredAt(5_000)]) });
  ledger.save({ steps: walk(attemptOf(4, 4), [QUEUED, expiredAt(7_000)]) });
  ledger.save({ steps: walk(attemptOf(5, 4), [QUEUED, SENDING, paidAt(8_000)]) });
  ledger.save({ steps: walk(attemptOf(6, 5), [QUEUED, expiredAt(5_000)]) });
  ledger.save({ steps: walk(attemptOf(7, 5), [QUEUED, expiredAt(6_001)]) });
  ledger.save({ steps: walk(attemptOf(8, 6), [QUEUED, expiredAt(7_000), paidAt(9_000, "paid-late")]) });
  ledger.save({ steps: walk(attemptOf(9, 8, { money: dear }), [QUEUED]) });
  const money = { amountMinor: 12_000, currency: "THB" } as const;
  expect(ledger.unpaidSalesOf(money, 6_000).map(({ saleId }) => saleId)).toEqual([id(5), id(2), id(1)]);
  expect(ledger.unpaidSalesOf(dear, 6_000)).toEqual([saleOf(8, { money: dear })]);
  expect(ledger.unpaidSalesOf({ ...money, currency: "SGD" }, 6_000)).toEqual([]);
});
