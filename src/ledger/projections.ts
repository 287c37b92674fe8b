// The statements that write what is true now. Only events lead here.
import type Database from "better-sqlite3";
import type { AlarmRow, ApprovalRow, AttemptRow, RefundRow, SaleRow } from "./rows.ts";

/** The tables that follow from the events, and the columns by which their rows are told apart. */
export const PROJECTED = ["sales", "attempts", "approvals", "refunds", "alarms"] as const;

type AttemptNow = Pick<
  AttemptRow,
  "row_id" | "step" | "event_seq" | "state" | "gave_way" | "charge_id" | "paid_at_ms" | "ended_at_ms"
>;
type RefundNow = Pick<RefundRow, "row_id" | "step" | "event_seq" | "state" | "ended_at_ms">;
type RaisedAlarm = Omit<AlarmRow, "settled" | "settled_by" | "settled_at_ms">;

export function prepareProjections(db: Database.Database) {
  return { ...preparePayments(db), ...prepareRest(db) };
}
export type Projections = ReturnType<typeof prepareProjections>;

function preparePayments(db: Database.Database) {
  return {
    sale: db.prepare<SaleRow>(
      `insert into sales (row_id, sale_id, amount_minor, currency, reference, staff, began_at_ms)
       values (@row_id, @sale_id, @amount_minor, @currency, @reference, @staff, @began_at_ms)`,
    ),
    attemptBegins: db.prepare<Omit<AttemptRow, "phase">>(
      `insert into attempts (row_id, attempt_id, sale, method, amount_minor, currency, reference, code_last_four,
         created_at_ms, step, event_seq, state, gave_way, charge_id, paid_at_ms, ended_at_ms)
       values (@row_id, @attempt_id, @sale, @method, @amount_minor, @currency, @reference, @code_last_four,
         @created_at_ms, @step, @event_seq, @state, @gave_way, @charge_id, @paid_at_ms, @ended_at_ms)`,
    ),
    attemptGoesOn: db.prepare<AttemptNow>(
      `update attempts set step = @step, event_seq = @event_seq, state = @state, gave_way = @gave_way,
         charge_id = @charge_id, paid_at_ms = @paid_at_ms, ended_at_ms = @ended_at_ms where row_id = @row_id`,
    ),
  };
}

function prepareRest(db: Database.Database) {
  return {
    refundBegins: db.prepare<RefundRow>(
      `insert into refunds (row_id, refund_id, sale, attempt, charge_id, kind, amount_minor, currency,
         refunded_before_minor, approval_id, approver, staff, asked_at_ms, step, event_seq, state, ended_at_ms)
       values (@row_id, @refund_id, @sale, @attempt, @charge_id, @kind, @amount_minor, @currency,
         @refunded_before_minor, @approval_id, @approver, @staff, @asked_at_ms, @step, @event_seq, @state, @ended_at_ms)`,
    ),
    refundGoesOn: db.prepare<RefundNow>(
      "update refunds set step = @step, event_seq = @event_seq, state = @state, ended_at_ms = @ended_at_ms where row_id = @row_id",
    ),
    approval: db.prepare<ApprovalRow>(
      `insert into approvals (row_id, approval_id, action, approver, asker, subject, amount_minor, currency, at_ms)
       values (@row_id, @approval_id, @action, @approver, @asker, @subject, @amount_minor, @currency, @at_ms)`,
    ),
    alarm: db.prepare<RaisedAlarm>(
      `insert into alarms (row_id, alarm_id, kind, sale, attempt, at_ms)
       values (@row_id, @alarm_id, @kind, @sale, @attempt, @at_ms)`,
    ),
    alarmSettled: db.prepare<[string, number, number, number]>(
      "update alarms set settled = ?, settled_by = ?, settled_at_ms = ? where row_id = ?",
    ),
    account: db.prepare<[string]>("update meta set account_id = ?"),
    missing: db.prepare<[number | null]>("update meta set missing_since_ms = ?"),
  };
}
