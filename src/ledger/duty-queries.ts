// Read from the ledger besides payments: refunds, alarms that stand, the queue, and what is missing in the file.
import type { Ledger } from "#till/ports.ts";
import type Database from "better-sqlite3";
import { one } from "./queries.ts";
import type { AlarmWhole, OperationRow, RefundWhole } from "./rows.ts";
import { alarmOf, operationOf, refundOf } from "./rows.ts";
import { uuidBytesOrNull } from "./uuid.ts";

const REFUND = `select r.*, s.sale_id, a.attempt_id, e.state as state_json from refunds r
  join sales s on s.row_id = r.sale join attempts a on a.row_id = r.attempt join events e on e.seq = r.event_seq`;

export const ALARM = `select l.*, s.sale_id, a.attempt_id from alarms l
  join sales s on s.row_id = l.sale join attempts a on a.row_id = l.attempt`;

export function prepareDutyQueries(db: Database.Database) {
  return {
    refund: db.prepare<[Buffer], RefundWhole>(`${REFUND} where r.refund_id = (select ?)`),
    refundsOfAttempt: db.prepare<[Buffer], RefundWhole>(`${REFUND} where a.attempt_id = (select ?) order by r.row_id`),
    openRefunds: db.prepare<[], RefundWhole>(
      `${REFUND} where r.state in ('asked', 'sending', 'unknown', 'accepted') order by r.row_id`,
    ),
    lostRefundsSince: db.prepare<[number], RefundWhole>(
      `${REFUND} where r.state = 'not-found' and r.ended_at_ms > (select ?) order by r.ended_at_ms, r.row_id`,
    ),
    standingAlarms: db.prepare<[], AlarmWhole>(`${ALARM} where l.settled is null order by l.at_ms, l.row_id`),
    operations: db.prepare<[], OperationRow>("select * from operations order by since_ms, row_id"),
    missing: db.prepare<[], { readonly missing_since_ms: number | null }>("select missing_since_ms from meta"),
  };
}
type DutyQueries = ReturnType<typeof prepareDutyQueries>;

type Duties = Pick<
  Ledger,
  | "refund"
  | "refundsOfAttempt"
  | "openRefunds"
  | "lostRefundsSince"
  | "standingAlarms"
  | "operations"
  | "missingSinceMs"
>;

/** What the Ledger tells of everything that is still to be done. Throws on a row that cannot be what we wrote. */
export function dutiesWith(queries: DutyQueries): Duties {
  return {
    refund: (refundId) => one(uuidBytesOrNull(refundId), (key) => queries.refund.get(key), refundOf),
    refundsOfAttempt(attemptId) {
      const key = uuidBytesOrNull(attemptId);
      return key === null ? [] : queries.refundsOfAttempt.all(key).map(refundOf);
    },
    openRefunds: () => queries.openRefunds.all().map(refundOf),
    lostRefundsSince: (endedAtMs) => queries.lostRefundsSince.all(endedAtMs).map(refundOf),
    standingAlarms: () => queries.standingAlarms.all().map(alarmOf),
    operations: () => queries.operations.all().map(operationOf),
    missingSinceMs: () => queries.missing.get()?.missing_since_ms ?? null,
  };
}
