// Save, then act: the one way in which an attempt changes. It is read again by its id, stepped, committed, and told.
import type { AttemptEvent } from "./attempt/events.ts";
import type { AlarmKind } from "./attempt/judge.ts";
import type { Attempt, AttemptRecord } from "./attempt/state.ts";
import { firstState, step } from "./attempt/step.ts";
import type { StepRules } from "./attempt/stepped.ts";
import type { AlarmRecord, Clock, Ledger, Log, SaleRecord, SavedStep } from "./ports.ts";

export type Book = {
  /** Writes down a new sale. */
  begin(sale: SaleRecord): void;
  /** Opens an attempt and marks it as sending in one transaction, before a byte leaves. Throws when the sale has a living one. */
  open(attempt: Attempt, send: { readonly sendByMs: number; readonly bankMs: number | null }): AttemptRecord;
  /** Applies an event; an event that brings nothing new changes nothing. Returns the attempt as it now is. */
  apply(attemptId: string, event: AttemptEvent): AttemptRecord;
  /** True from a save that did not succeed until one does: the till takes no sale that it cannot record. */
  failed(): boolean;
  /** After a save that did not succeed: finds out whether the ledger takes one again. */
  tryAgain(): void;
};

export type BookParts = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly rules: StepRules;
  readonly log: Log;
  readonly changed: () => void;
};

export function createBook(parts: BookParts): Book {
  const { ledger, clock, rules } = parts;
  const pen = createPen(parts);
  const raised = new Set<string>();
  const save = (steps: readonly SavedStep[]): void => pen.write(() => ledger.saveSteps(steps));
  return {
    begin: (sale) => pen.write(() => ledger.saveSale(sale)),
    failed: pen.failed,
    tryAgain: pen.tryAgain,
    open(attempt, send) {
      const atMs = clock.nowMs();
      const first: AttemptRecord = { attempt, state: firstState(send.sendByMs), step: 1 };
      const created: AttemptEvent = { kind: "created", attempt, sendByMs: send.sendByMs };
      const began: AttemptEvent = { kind: "send-began", atMs, bankMs: send.bankMs };
      const stepped = step(first, began, rules);
      if (!stepped) throw new Error("a queued attempt can always begin to be sent");
      const sending: AttemptRecord = { attempt, state: stepped.state, step: 2 };
      save([savedStep(first, created, { atMs }), savedStep(sending, began, { atMs, alarms: stepped.alarms })]);
      return sending;
    },
    apply(attemptId, event) {
      const record = ledger.attempt(attemptId);
      if (!record) throw new Error(`no attempt ${attemptId} in the ledger`);
      const stepped = step(record, event, rules);
      if (!stepped) return record;
      const alarms = stepped.alarms.filter((kind) => !raised.has(alarmId(record, kind)));
      if (stepped.state === record.state && alarms.length === 0) return record;
      const next: AttemptRecord = { attempt: record.attempt, state: stepped.state, step: record.step + 1 };
      save([savedStep(next, event, { atMs: clock.nowMs(), alarms })]);
      // The same trouble seen at every look is one alarm, and one step of the ledger.
      for (const kind of alarms) raised.add(alarmId(record, kind));
      return next;
    },
  };
}

/** Whatever is written goes through it, so that the till knows whether its ledger takes anything. */
function createPen({ ledger, log, changed }: BookParts): Pick<Book, "failed" | "tryAgain"> & {
  write(entry: () => void): void;
} {
  let failed = false;

  function write(entry: () => void): void {
    failed = true;
    try {
      entry();
      failed = false;
    } finally {
      changed();
    }
  }

  return {
    write,
    failed: () => failed,
    tryAgain() {
      try {
        if (failed) write(() => ledger.prove());
      } catch (thrown) {
        log.warn("ledger/not-written", { error: thrown });
      }
    },
  };
}

function savedStep(
  record: AttemptRecord,
  event: AttemptEvent,
  { atMs, alarms = [] }: { readonly atMs: number; readonly alarms?: readonly AlarmKind[] },
): SavedStep {
  return { record, event, intent: intentOf(record), atMs, alarms: alarms.map((kind) => alarmOf(record, kind, atMs)) };
}

/** One alarm of a kind for an attempt, however often it is seen: the id says so. */
function alarmOf(record: AttemptRecord, kind: AlarmKind, atMs: number): AlarmRecord {
  const { attemptId, saleId } = record.attempt;
  return { alarmId: alarmId(record, kind), kind, saleId, attemptId, atMs, seen: false };
}

function alarmId(record: AttemptRecord, kind: AlarmKind): string {
  return `${record.attempt.attemptId}:${kind}`;
}

/** What will be done next, written with the state so that a crash can be read from the ledger. */
function intentOf(record: AttemptRecord): string {
  switch (record.state.name) {
    case "queued":
      return "send";
    case "sending":
      return "await the answer";
    case "unknown":
      return "look for it in the listing";
    case "pending":
      return "read until final";
    case "cancelling":
      return record.state.refused ? "read until it ends by itself" : "ask for expiry, then read";
    case "successful":
    case "paid-late":
      return "none";
    default:
      return "watch for late money";
  }
}
