// What stands around the ledger of a till that is killed: the points before and after every write, and two bugs on purpose.
import { join } from "node:path";
import { openLedger } from "#ledger/ledger.ts";
import { isFinal, type AttemptRecord } from "#till/attempt/state.ts";
import type { Ledger, SavedStep } from "#till/ports.ts";
import type { Line, Plant } from "./words.ts";

/** Tells every write before and after it is done; the same write again has the next number. */
export function countingLedger(ledger: Ledger, say: (line: Line) => void, reached: (point: string) => void): Ledger {
  const seen = new Map<string, number>();

  function around<Result>(name: string, write: () => Result): Result {
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    reached(`${name} #${number}: before`);
    const result = write();
    reached(`${name} #${number}: after`);
    return result;
  }

  return {
    ...ledger,
    saveSale: (sale) => around("sale", () => ledger.saveSale(sale)),
    saveSteps: (steps) =>
      around(steps.map(nameOf).join(" + "), () => {
        ledger.saveSteps(steps);
        const saved = steps.map(({ record: { attempt, step, state } }) => {
          return { attemptId: attempt.attemptId, step, state: state.name };
        });
        say({ saved });
      }),
    bindAccount: (accountId) => around("account", () => ledger.bindAccount(accountId)),
    markAlarmSeen: (alarmId, atMs) => around("alarm seen", () => ledger.markAlarmSeen(alarmId, atMs)),
    prove: () => around("proof", () => ledger.prove()),
  };
}

function nameOf({ event, record }: SavedStep): string {
  return `${event.kind} -> ${record.state.name}`;
}

export function plantedLedger(ledger: Ledger, plant: Plant, folder: string): Ledger {
  return plant === "acts before it saves" ? lateLedger(ledger, folder) : forgetfulLedger(ledger);
}

/** Believes what it has only noted elsewhere: an attempt is written into the book when it has ended. */
function lateLedger(ledger: Ledger, folder: string): Ledger {
  const notes = openLedger({ path: join(folder, "notes"), mode: "training" });
  let waiting: readonly SavedStep[] = [];
  return {
    ...notes,
    path: ledger.path,
    saveSale(sale) {
      notes.saveSale(sale);
      ledger.saveSale(sale);
    },
    saveSteps(steps) {
      notes.saveSteps(steps);
      waiting = [...waiting, ...steps];
      if (!steps.some(({ record }) => isFinal(record.state))) return;
      ledger.saveSteps(waiting);
      waiting = [];
    },
  };
}

/** Writes `queued` where the request may have left the machine. */
function forgetfulLedger(ledger: Ledger): Ledger {
  const truth = new Map<string, AttemptRecord>();
  return {
    ...ledger,
    saveSteps(steps) {
      ledger.saveSteps(steps.map((each) => ({ ...each, record: forgotten(each.record) })));
      for (const { record } of steps) truth.set(record.attempt.attemptId, record);
    },
    attempt: (attemptId) => truth.get(attemptId) ?? ledger.attempt(attemptId),
  };
}

function forgotten(record: AttemptRecord): AttemptRecord {
  const { state } = record;
  return state.name === "sending" ? { ...record, state: { name: "queued", sendByMs: state.sendByMs } } : record;
}
