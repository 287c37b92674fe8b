// Everything that is read from the ledger. Each statement is prepared once and walks along an index, however long the book is.
import type { Ledger } from "#till/ports.ts";
import type Database from "better-sqlite3";
import type { AlarmRow, AttemptRow, EventRow, SaleRow, TotalRow } from "./rows.ts";
import { alarmOf, attemptOf, dayRowOf, recentSaleOf, saleOf } from "./rows.ts";

/** Sales by their newest attempt; each is told by its best one: paid beats open beats the last end. */
const SPEAKS_FOR_ITS_SALE = `select best.* from attempts newest
  join attempts best on best.row_id = (
    select row_id from attempts where sale_id = newest.sale_id
    order by phase = 'paid' desc, phase = 'living' desc, row_id desc limit 1)
  where not exists (select 1 from attempts later where later.sale_id = newest.sale_id and later.row_id > newest.row_id)
  order by newest.row_id desc limit ?`;

export function prepareQueries(db: Database.Database) {
  return {
    sale: db.prepare<[string], SaleRow>("select * from sales where sale_id = ?"),
    attempt: db.prepare<[string], AttemptRow>("select * from attempts where attempt_id = ?"),
    attemptsOfSale: db.prepare<[string], AttemptRow>("select * from attempts where sale_id = ? order by row_id"),
    // The plus keeps SQLite from walking the whole table just because it lies in that order.
    openAttempts: db.prepare<[], AttemptRow>("select * from attempts where phase = 'living' order by +row_id"),
    unpaidEndsSince: db.prepare<[number], AttemptRow>(
      "select * from attempts where phase = 'unpaid' and ended_at_ms > ? order by ended_at_ms, row_id",
    ),
    recentSales: db.prepare<[number], AttemptRow>(SPEAKS_FOR_ITS_SALE),
    rows: db.prepare<[number, number], AttemptRow>(
      "select * from attempts where row_id < ? order by row_id desc limit ?",
    ),
    totals: db.prepare<[number, number], TotalRow>(
      `select method, currency, count(*) as paid_count, sum(amount_minor) as paid_minor from attempts
       where phase = 'paid' and paid_at_ms >= ? and paid_at_ms < ? group by method, currency order by method, currency`,
    ),
    unseenAlarms: db.prepare<[], AlarmRow>("select * from alarms where seen_at_ms is null order by at_ms, rowid"),
    eventsOfAttempt: db.prepare<[string], EventRow>("select * from attempt_events where attempt_id = ? order by step"),
    alarmsOfAttempt: db.prepare<[string], AlarmRow>("select * from alarms where attempt_id = ? order by at_ms, rowid"),
  };
}
type Queries = ReturnType<typeof prepareQueries>;

type Reading = Pick<
  Ledger,
  | "sale"
  | "attempt"
  | "attemptsOfSale"
  | "openAttempts"
  | "unpaidEndsSince"
  | "recentSales"
  | "rows"
  | "totals"
  | "unseenAlarms"
>;

/** The reading half of the Ledger. Throws on a row that cannot be what we wrote. */
export function readingWith(queries: Queries): Reading {
  return {
    sale(saleId) {
      const row = queries.sale.get(saleId);
      return row === undefined ? null : saleOf(row);
    },
    attempt(attemptId) {
      const row = queries.attempt.get(attemptId);
      return row === undefined ? null : attemptOf(row);
    },
    attemptsOfSale: (saleId) => queries.attemptsOfSale.all(saleId).map(attemptOf),
    openAttempts: () => queries.openAttempts.all().map(attemptOf),
    unpaidEndsSince: (endedAtMs) => queries.unpaidEndsSince.all(endedAtMs).map(attemptOf),
    recentSales: (limit) => queries.recentSales.all(limit).map(recentSaleOf),
    rows: ({ before, limit }) => queries.rows.all(before ?? Number.MAX_SAFE_INTEGER, limit).map(dayRowOf),
    totals: ({ fromMs, toMs }) => queries.totals.all(fromMs, toMs).map(totalOf),
    unseenAlarms: () => queries.unseenAlarms.all().map(alarmOf),
  };
}

function totalOf({ method, currency, paid_count: paidCount, paid_minor: paidMinor }: TotalRow) {
  if (!Number.isSafeInteger(paidMinor)) throw new RangeError("a total is beyond what can be counted exactly");
  return { method, currency, paidCount, paidMinor };
}
