// Everything that is read from the ledger. Each statement is prepared once and walks along an index, however long the book is.
import type { Ledger } from "#till/ports.ts";
import type Database from "better-sqlite3";
import type { AttemptLine, AttemptWhole, SaleRow, TotalRow } from "./rows.ts";
import { attemptOf, dayRowOf, recentSaleOf, saleOf } from "./rows.ts";
import { uuidBytesOrNull } from "./uuid.ts";

// `(select ?)`: SQLite plans a join anew whenever a value is bound that its planner has looked at, which takes ten times as long
// as the look-up itself; it does not look into a subselect. Every statement with a join here is written so.
const LINE = "select a.*, s.sale_id from attempts a join sales s on s.row_id = a.sale";
const WHOLE = `select a.*, s.sale_id, e.state as state_json from attempts a
  join sales s on s.row_id = a.sale join events e on e.seq = a.event_seq`;

/** Sales by their newest attempt; each is told by its best one: paid beats open beats the last end. */
const SPEAKS_FOR_ITS_SALE = `select best.*, s.sale_id from attempts newest
  join attempts best on best.row_id = (
    select row_id from attempts where sale = newest.sale
    order by phase = 'paid' desc, phase = 'living' desc, row_id desc limit 1)
  join sales s on s.row_id = best.sale
  where not exists (select 1 from attempts later where later.sale = newest.sale and later.row_id > newest.row_id)
  order by newest.row_id desc limit ?`;

/** In two halves, each along its own index. */
const living = (column: string): string => `select ${column} from attempts where phase = 'living' and gave_way = 0
    union all select ${column} from attempts where phase = 'living' and gave_way = 1`;

const UNPAID_SALES = `select * from sales s where s.row_id in (
    ${living("sale")}
    union select sale from attempts where phase = 'unpaid' and ended_at_ms > ?)
  and s.amount_minor = ? and s.currency = ?
  and not exists (select 1 from attempts p where p.sale = s.row_id and p.phase = 'paid')
  order by s.row_id desc`;

export function prepareQueries(db: Database.Database) {
  return {
    sale: db.prepare<[Buffer], SaleRow>("select * from sales where sale_id = ?"),
    attempt: db.prepare<[Buffer], AttemptWhole>(`${WHOLE} where a.attempt_id = (select ?)`),
    attemptOfCharge: db.prepare<[string], AttemptWhole>(
      `${WHOLE} where a.charge_id = (select ?) order by a.row_id limit 1`,
    ),
    attemptsOfSale: db.prepare<[Buffer], AttemptWhole>(`${WHOLE} where s.sale_id = (select ?) order by a.row_id`),
    openAttempts: db.prepare<[], AttemptWhole>(`${WHOLE} where a.row_id in (${living("row_id")}) order by a.row_id`),
    unpaidEndsSince: db.prepare<[number], AttemptWhole>(
      `${WHOLE} where a.phase = 'unpaid' and a.ended_at_ms > (select ?) order by a.ended_at_ms, a.row_id`,
    ),
    unpaidSales: db.prepare<[number, number, string], SaleRow>(UNPAID_SALES),
    recentSales: db.prepare<[number], AttemptLine>(SPEAKS_FOR_ITS_SALE),
    rows: db.prepare<[number, number], AttemptLine>(
      `${LINE} where a.row_id < (select ?) order by a.row_id desc limit ?`,
    ),
    totals: db.prepare<[number, number], TotalRow>(
      `select method, currency, count(*) as paid_count, sum(amount_minor) as paid_minor from attempts
       where phase = 'paid' and paid_at_ms >= ? and paid_at_ms < ? group by method, currency order by method, currency`,
    ),
  };
}
type Queries = ReturnType<typeof prepareQueries>;

type Reading = Pick<
  Ledger,
  | "sale"
  | "attempt"
  | "attemptOfCharge"
  | "attemptsOfSale"
  | "openAttempts"
  | "unpaidEndsSince"
  | "unpaidSalesOf"
  | "recentSales"
  | "rows"
  | "totals"
>;

/** What the Ledger tells of sales and attempts. Throws on a row that cannot be what we wrote. */
export function readingWith(queries: Queries): Reading {
  return {
    sale: (saleId) => one(uuidBytesOrNull(saleId), (key) => queries.sale.get(key), saleOf),
    attempt: (attemptId) => one(uuidBytesOrNull(attemptId), (key) => queries.attempt.get(key), attemptOf),
    attemptOfCharge: (chargeId) => one(chargeId, (key) => queries.attemptOfCharge.get(key), attemptOf),
    attemptsOfSale(saleId) {
      const key = uuidBytesOrNull(saleId);
      return key === null ? [] : queries.attemptsOfSale.all(key).map(attemptOf);
    },
    openAttempts: () => queries.openAttempts.all().map(attemptOf),
    unpaidEndsSince: (endedAtMs) => queries.unpaidEndsSince.all(endedAtMs).map(attemptOf),
    unpaidSalesOf: ({ amountMinor, currency }, endedSinceMs) =>
      queries.unpaidSales.all(endedSinceMs, amountMinor, currency).map(saleOf),
    recentSales: (limit) => queries.recentSales.all(limit).map(recentSaleOf),
    rows: ({ before, limit }) => queries.rows.all(before ?? Number.MAX_SAFE_INTEGER, limit).map(dayRowOf),
    totals: ({ fromMs, toMs }) => queries.totals.all(fromMs, toMs).map(totalOf),
  };
}

/** @param key null: nothing can have it */
export function one<Key, Row, Result>(
  key: Key | null,
  get: (key: Key) => Row | undefined,
  read: (row: Row) => Result,
): Result | null {
  const row = key === null ? undefined : get(key);
  return row === undefined ? null : read(row);
}

function totalOf({ method, currency, paid_count: paidCount, paid_minor: paidMinor }: TotalRow) {
  if (!Number.isSafeInteger(paidMinor)) throw new RangeError("a total is beyond what can be counted exactly");
  return { method, currency, paidCount, paidMinor };
}
