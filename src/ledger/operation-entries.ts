// The queue's rows: overwritten as often as it takes, gone when what they are about is final.
import type { Operation } from "#till/ports.ts";
import type Database from "better-sqlite3";
import type { OperationRow } from "./rows.ts";
import { uuidBytes } from "./uuid.ts";

const IS_FINAL = {
  charge: "select phase <> 'living' from attempts where attempt_id = ?",
  refund: "select state in ('closed', 'failed', 'not-found') from refunds where refund_id = ?",
} as const;

export function savingOperations(db: Database.Database) {
  const final = {
    charge: db.prepare<[Buffer], 0 | 1>(IS_FINAL.charge).pluck(),
    refund: db.prepare<[Buffer], 0 | 1>(IS_FINAL.refund).pluck(),
  };
  const keep = db.prepare<Omit<OperationRow, "row_id">>(
    `insert into operations (subject_id, sale_id, kind, doing, tries, since_ms, next_at_ms, deadline_ms, last_error)
     values (@subject_id, @sale_id, @kind, @doing, @tries, @since_ms, @next_at_ms, @deadline_ms, @last_error)
     on conflict (subject_id) do update set doing = @doing, tries = @tries, since_ms = @since_ms,
       next_at_ms = @next_at_ms, deadline_ms = @deadline_ms, last_error = @last_error`,
  );
  const remove = db.prepare<[Buffer]>("delete from operations where subject_id = ?");

  return {
    drop(subjectId: string): void {
      remove.run(uuidBytes(subjectId));
    },
    keep(operation: Operation): void {
      const { kind, subjectId } = operation;
      const id = uuidBytes(subjectId);
      const isFinal = final[kind].get(id);
      if (isFinal === undefined)
        throw new Error(`an operation is about the ${kind} ${subjectId}, which is not in the ledger`);
      if (isFinal === 1) return void remove.run(id);
      keep.run({
        subject_id: id,
        sale_id: uuidBytes(operation.saleId),
        kind: operation.kind,
        doing: operation.doing,
        tries: operation.tries,
        since_ms: operation.sinceMs,
        next_at_ms: operation.nextAtMs,
        deadline_ms: operation.deadlineMs,
        last_error: operation.lastError,
      });
    },
  };
}
