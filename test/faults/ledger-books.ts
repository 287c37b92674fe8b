// The ledger as it lies there, read without the product's own code.
import Database from "better-sqlite3";

export type AttemptLine = {
  readonly attemptId: string;
  readonly state: string;
  readonly phase: "living" | "unpaid" | "paid";
  readonly chargeId: string | null;
  readonly amountMinor: number;
};
export type RefundLine = { readonly refundId: string; readonly state: string; readonly amountMinor: number };
export type LedgerBooks = {
  readonly attempts: readonly AttemptLine[];
  readonly refunds: readonly RefundLine[];
  readonly alarms: readonly { readonly attemptId: string; readonly kind: string }[];
  readonly integrity: unknown;
};

export function readLedger(path: string): LedgerBooks {
  const db = new Database(path, { readonly: true });
  try {
    return db.transaction(() => ({
      attempts: db
        .prepare<[], AttemptLine>(
          `select ${uuid("attempt_id")} as attemptId, state, phase, charge_id as chargeId, amount_minor as amountMinor
           from attempts order by row_id`,
        )
        .all(),
      refunds: db
        .prepare<[], RefundLine>(
          `select ${uuid("refund_id")} as refundId, state, amount_minor as amountMinor from refunds order by row_id`,
        )
        .all(),
      alarms: db
        .prepare<[], { attemptId: string; kind: string }>(
          `select ${uuid("attempt_id")} as attemptId, kind from alarms
           join attempts on attempts.row_id = alarms.attempt order by alarms.row_id`,
        )
        .all(),
      integrity: db.pragma("integrity_check", { simple: true }),
    }))();
  } finally {
    db.close();
  }
}

/** Ids lie there as 16 bytes. */
function uuid(column: string): string {
  const part = (from: number, count: number): string => `substr(lower(hex(${column})), ${from}, ${count})`;
  return [part(1, 8), part(9, 4), part(13, 4), part(17, 4), part(21, 12)].join(" || '-' || ");
}
