// The ledger as it lies there, read without the product's own code: what it says happened, and what it says is so now.
import { existsSync } from "node:fs";
import Database from "better-sqlite3";

export type AttemptLine = {
  readonly attemptId: string;
  readonly saleId: string;
  readonly state: string;
  readonly phase: "living" | "unpaid" | "paid";
  readonly chargeId: string | null;
  readonly amountMinor: number;
};
export type RefundLine = {
  readonly refundId: string;
  readonly attemptId: string;
  readonly chargeId: string;
  readonly kind: "void" | "refund";
  readonly state: string;
  readonly amountMinor: number;
};
export type AlarmLine = {
  readonly alarmId: string;
  readonly attemptId: string;
  readonly kind: string;
  readonly settled: string | null;
};
export type LedgerBooks = {
  /** Every event with all of its columns, as text, in their order. */
  readonly events: readonly string[];
  /** The beginnings and steps of everything, in the words of a till that says what is safe. */
  readonly kept: ReadonlySet<string>;
  readonly attempts: readonly AttemptLine[];
  readonly refunds: readonly RefundLine[];
  readonly alarms: readonly AlarmLine[];
  /** Ids of what is still to be done. */
  readonly queue: readonly string[];
  readonly integrity: unknown;
};

export const EMPTY: LedgerBooks = {
  events: [],
  kept: new Set(),
  attempts: [],
  refunds: [],
  alarms: [],
  queue: [],
  integrity: "ok",
};

/** A file whose tables are not made yet is empty. */
export function readLedgerBooks(path: string): LedgerBooks {
  if (!existsSync(path)) return EMPTY;
  const db = new Database(path, { readonly: true });
  try {
    if (db.prepare("select 1 from sqlite_schema where name = 'refunds'").get() === undefined) return EMPTY;
    return db.transaction(() => readAll(db))();
  } finally {
    db.close();
  }
}

function readAll(db: Database.Database): LedgerBooks {
  const all = <Line>(sql: string): readonly Line[] => db.prepare<[], Line>(sql).all();
  const words = (sql: string): readonly string[] => db.prepare<[], string>(sql).pluck().all();
  return {
    events: readEvents(db),
    kept: new Set(KEPT.flatMap(words)),
    attempts: all<AttemptLine>(
      `select ${uuid("attempt_id")} as attemptId, ${uuid("sale_id")} as saleId, state, phase, charge_id as chargeId,
         attempts.amount_minor as amountMinor
       from attempts join sales on sales.row_id = attempts.sale order by attempts.row_id`,
    ),
    refunds: all<RefundLine>(
      `select ${uuid("refund_id")} as refundId, ${uuid("attempt_id")} as attemptId, refunds.charge_id as chargeId, kind,
         refunds.state, refunds.amount_minor as amountMinor
       from refunds join attempts on attempts.row_id = refunds.attempt order by refunds.row_id`,
    ),
    alarms: all<AlarmLine>(
      `select alarm_id as alarmId, ${uuid("attempt_id")} as attemptId, kind, settled
       from alarms join attempts on attempts.row_id = alarms.attempt order by alarms.row_id`,
    ),
    queue: words(`select ${uuid("subject_id")} from operations order by row_id`),
    integrity: db.pragma("integrity_check", { simple: true }),
  };
}

/** Steps are taken from the events alone: what is so now may be wrong, and is compared with them elsewhere. */
const KEPT = [
  steps("attempt", "first.kind not like '%/%'"),
  steps("refund", "first.kind like 'refund/%'"),
  `select 'sale/' || ${uuid("sale_id")} from sales`,
  "select 'approval/' || approval_id from approvals",
  "select 'alarm/' || alarm_id from alarms",
];

function steps(what: "attempt" | "refund", isFirst: string): string {
  return `select '${what}/' || ${uuid("first.id")} || '/' || e.step || '/' || (e.state ->> 'name')
    from events e join events first on first.seq = e.subject where ${isFirst}`;
}

function readEvents(db: Database.Database): readonly string[] {
  return db
    .prepare<[], string>(
      `select seq || ' ' || subject || ' ' || step || ' ' || kind || ' ' || coalesce(hex(id), '-') || ' ' || body || ' ' ||
         coalesce(state, '-') || ' ' || coalesce(intent, '-') || ' ' || at_ms || ' ' || hex(hash)
       from events order by seq`,
    )
    .pluck()
    .all();
}

/** Ids lie there as 16 bytes. */
function uuid(column: string): string {
  const part = (from: number, count: number): string => `substr(lower(hex(${column})), ${from}, ${count})`;
  return [part(1, 8), part(9, 4), part(13, 4), part(17, 4), part(21, 12)].join(" || '-' || ");
}

/** @returns where `now` is not what was, followed by more; null when it is */
export function changedPast(was: readonly string[], now: readonly string[]): string | null {
  const at = was.findIndex((line, index) => line !== now[index]);
  return at === -1 ? null : `event ${at + 1} was ${was[at]} and is ${now[at] ?? "gone"}`;
}
