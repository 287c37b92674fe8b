// The columns that each statement of the ledger must give, by the types that the code gives its rows.
import type { EventRow } from "#ledger/chain.ts";
import { prepareDutyQueries } from "#ledger/duty-queries.ts";
import { prepareQueries } from "#ledger/queries.ts";
import { prepareStoryQueries } from "#ledger/reading.ts";
import type {
  AlarmWhole,
  ApprovalRow,
  AttemptLine,
  AttemptWhole,
  OperationRow,
  RefundWhole,
  SaleRow,
  TotalRow,
} from "#ledger/rows.ts";
import type Database from "better-sqlite3";

/** Every key of a row and what SQLite declares for it; the compiler sees to it that none is left out. */
type Columns<Row> = Readonly<Record<keyof Row, "TEXT" | "INTEGER" | "BLOB" | null>>;

const sale: Columns<SaleRow> = {
  row_id: "INTEGER",
  sale_id: "BLOB",
  amount_minor: "INTEGER",
  currency: "TEXT",
  reference: "TEXT",
  staff: "INTEGER",
  began_at_ms: "INTEGER",
};
const attemptLine: Columns<AttemptLine> = {
  row_id: "INTEGER",
  attempt_id: "BLOB",
  sale: "INTEGER",
  method: "TEXT",
  amount_minor: "INTEGER",
  currency: "TEXT",
  reference: "TEXT",
  code_last_four: "TEXT",
  created_at_ms: "INTEGER",
  step: "INTEGER",
  event_seq: "INTEGER",
  state: "TEXT",
  phase: "TEXT",
  gave_way: "INTEGER",
  charge_id: "TEXT",
  paid_at_ms: "INTEGER",
  ended_at_ms: "INTEGER",
  sale_id: "BLOB",
};
const attempt: Columns<AttemptWhole> = { ...attemptLine, state_json: "TEXT" };
const refund: Columns<RefundWhole> = {
  row_id: "INTEGER",
  refund_id: "BLOB",
  sale: "INTEGER",
  attempt: "INTEGER",
  charge_id: "TEXT",
  kind: "TEXT",
  amount_minor: "INTEGER",
  currency: "TEXT",
  refunded_before_minor: "INTEGER",
  approval_id: "TEXT",
  approver: "INTEGER",
  staff: "INTEGER",
  asked_at_ms: "INTEGER",
  step: "INTEGER",
  event_seq: "INTEGER",
  state: "TEXT",
  ended_at_ms: "INTEGER",
  sale_id: "BLOB",
  attempt_id: "BLOB",
  state_json: "TEXT",
};
const event: Columns<EventRow> = {
  seq: "INTEGER",
  subject: "INTEGER",
  step: "INTEGER",
  kind: "TEXT",
  id: "BLOB",
  body: "TEXT",
  state: "TEXT",
  intent: "TEXT",
  at_ms: "INTEGER",
  hash: "BLOB",
};
const approval: Columns<ApprovalRow> = {
  row_id: "INTEGER",
  approval_id: "TEXT",
  action: "TEXT",
  approver: "INTEGER",
  asker: "INTEGER",
  subject: "TEXT",
  amount_minor: "INTEGER",
  currency: "TEXT",
  at_ms: "INTEGER",
};
const alarm: Columns<AlarmWhole> = {
  row_id: "INTEGER",
  alarm_id: "TEXT",
  kind: "TEXT",
  sale: "INTEGER",
  attempt: "INTEGER",
  at_ms: "INTEGER",
  settled: "TEXT",
  settled_by: "INTEGER",
  settled_at_ms: "INTEGER",
  sale_id: "BLOB",
  attempt_id: "BLOB",
};
const operation: Columns<OperationRow> = {
  row_id: "INTEGER",
  subject_id: "BLOB",
  sale_id: "BLOB",
  kind: "TEXT",
  doing: "TEXT",
  tries: "INTEGER",
  since_ms: "INTEGER",
  next_at_ms: "INTEGER",
  deadline_ms: "INTEGER",
  last_error: "TEXT",
};
const total: Columns<TotalRow> = { method: "TEXT", currency: "TEXT", paid_count: null, paid_minor: null };

export function statementsOf(db: Database.Database) {
  return { ...prepareQueries(db), ...prepareDutyQueries(db), ...prepareStoryQueries(db) };
}

export const COLUMNS: Readonly<Record<keyof ReturnType<typeof statementsOf>, Readonly<Record<string, string | null>>>> =
  {
    sale,
    attempt,
    attemptOfCharge: attempt,
    attemptsOfSale: attempt,
    openAttempts: attempt,
    unpaidEndsSince: attempt,
    unpaidSales: sale,
    recentSales: attemptLine,
    rows: attemptLine,
    totals: total,
    refund,
    refundsOfAttempt: refund,
    openRefunds: refund,
    lostRefundsSince: refund,
    standingAlarms: alarm,
    operations: operation,
    missing: { missing_since_ms: "INTEGER" },
    eventsOfAttempt: event,
    eventsOfRefund: event,
    alarmsOfAttempt: alarm,
    approvalsOf: approval,
  };
