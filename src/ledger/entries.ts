// Everything that the till writes to the ledger: whole, in one transaction, on the disk when the call returns.
import type { Ledger } from "#till/ports.ts";
import type Database from "better-sqlite3";
import { savingAlarms } from "./alarm-entries.ts";
import { appendingTo, type WriteInOne } from "./append.ts";
import { savingAttempts } from "./attempt-entries.ts";
import { compact } from "./compact.ts";
import { savingNotes } from "./note-entries.ts";
import { savingOperations } from "./operation-entries.ts";
import { savingRefunds } from "./refund-entries.ts";
import type { WaterMark } from "./water-mark.ts";

type Writing = Pick<Ledger, "saveSale" | "save" | "settleAlarm" | "bindAccount" | "prove"> & {
  /** What was missing since the file was restored has been written again: `missingSinceMs` is null from now on. */
  completeRebuild(atMs: number): void;
};

const NO_MARK = { rise: () => undefined };

/** The writing half of the Ledger. @param mark is raised with each commit */
export function writingTo(
  db: Database.Database,
  nowMs: () => number,
  mark: Pick<WaterMark, "rise"> = NO_MARK,
): Writing {
  const write: WriteInOne = appendingTo(db, mark.rise);
  const notes = savingNotes(db);
  const alarms = savingAlarms(db);
  const saveAttemptStep = savingAttempts(db, alarms);
  const saveRefundStep = savingRefunds(db, alarms);
  const operations = savingOperations(db);
  // The same value is written all the same: a page goes to the disk.
  const touch = db.prepare<[]>("update meta set mode = mode");
  return {
    /** The same sale again changes nothing, its first beginning counts; another one under its id is refused by throwing. */
    saveSale: (sale) => write((append) => notes.beginSale(append, sale)),
    save: ({ steps = [], refundSteps = [], approvals = [], operations: queue = [] }) =>
      write((append) => {
        for (const approval of approvals) notes.giveApproval(append, approval);
        for (const step of steps) saveAttemptStep(append, step);
        for (const step of refundSteps) saveRefundStep(append, step);
        for (const operation of queue) operations.keep(operation);
        // Only what is final has an end.
        for (const { record } of steps) if ("endedAtMs" in record.state) operations.drop(record.attempt.attemptId);
        for (const { record } of refundSteps) if ("endedAtMs" in record.state) operations.drop(record.refund.refundId);
      }),
    settleAlarm: (alarmId, settlement) => write((append) => alarms.settle(append, alarmId, settlement)),
    bindAccount: (accountId) =>
      write((append) => {
        const bound = notes.account();
        if (bound === null)
          append({ subject: null, step: 1, kind: "account/bound", body: compact({ accountId }), atMs: nowMs() });
        return bound === null || bound === accountId;
      }),
    prove: () => write(() => void touch.run()),
    completeRebuild: (atMs) =>
      write((append) => {
        if (notes.isMissing()) append({ subject: null, step: 1, kind: "ledger/rebuilt", body: "{}", atMs });
      }),
  };
}
