// Alarms on their way into the ledger: raised once, settled once.
import type { AlarmRecord } from "#till/ports.ts";
import type Database from "better-sqlite3";
import type { Append } from "./append.ts";
import { compact } from "./compact.ts";
import { prepareParents } from "./parents.ts";

export type Alarms = {
  /** An alarm that is raised again by the same id is the same alarm, settled or not. */
  raise(append: Append, alarm: AlarmRecord): void;
  /** An alarm that is unknown or was settled before stays as it is. */
  settle(append: Append, alarmId: string, settlement: NonNullable<AlarmRecord["settled"]>): void;
};

export function savingAlarms(db: Database.Database): Alarms {
  const parentsOf = prepareParents(db);
  const known = db.prepare<[string], { readonly row_id: number; readonly settled: string | null }>(
    "select row_id, settled from alarms where alarm_id = ?",
  );
  const settle: Alarms["settle"] = (append, alarmId, { how, staff, atMs }) => {
    const standing = known.get(alarmId);
    if (standing === undefined || standing.settled !== null) return;
    append({ subject: standing.row_id, step: 2, kind: "alarm/settled", body: compact({ how, staff }), atMs });
  };
  return {
    settle,
    raise(append, { alarmId, kind, saleId, attemptId, atMs, settled }) {
      if (known.get(alarmId) !== undefined) return;
      const of = parentsOf({ attemptId, saleId });
      if (of === undefined) throw new Error(`alarm ${alarmId} is about no attempt in the ledger`);
      const body = compact({ alarmId, alarm: kind, sale: of.sale, attempt: of.attempt });
      append({ subject: null, step: 1, kind: "alarm/raised", body, atMs });
      if (settled !== null) settle(append, alarmId, settled);
    },
  };
}
