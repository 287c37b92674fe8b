// Save, then act: the one way in which an attempt changes. It is read again by its id, stepped, committed, and told.
import { alarmAbout, alarmId } from "./alarms.ts";
import type { AttemptEvent } from "./attempt/events.ts";
import type { AlarmKind } from "./attempt/judge.ts";
import { isPaid, type Attempt, type AttemptRecord } from "./attempt/state.ts";
import { firstState, step } from "./attempt/step.ts";
import type { StepRules } from "./attempt/stepped.ts";
import { intentOf } from "./attempt/intent.ts";
import { createOperations, type Operations } from "./operations.ts";
import type { AlarmRecord, ApprovalRecord, Clock, Entry, Ledger, Log, SaleRecord, SavedStep } from "./ports.ts";

export type Book = {
  /** Writes down a new sale. */
  begin(sale: SaleRecord): void;
  /** Opens an attempt and marks it as sending in one transaction, before a byte leaves. Throws when the sale has a living one. */
  open(attempt: Attempt, send: { readonly sendByMs: number; readonly bankMs: number | null }): AttemptRecord;
  /** Applies an event; an event that brings nothing new changes nothing. Returns the attempt as it now is. */
  apply(attemptId: string, event: AttemptEvent, approval?: ApprovalRecord): AttemptRecord;
  /** Writes an attempt again that the ledger lost: its first event here, with the alarms that its state raises. */
  writeAgain(record: AttemptRecord, event: AttemptEvent, alarms: readonly AlarmKind[]): void;
  /** A try that brought nothing: kept for the queue. */
  tried(attemptId: string, failed: { readonly why: string; readonly nextAtMs: number }): void;
  /** Whatever else is written goes this way too, so that the till knows whether its ledger takes anything. */
  save(entry: Entry): void;
  settleAlarm(alarmId: string, settlement: NonNullable<AlarmRecord["settled"]>): void;
  /** How often something was written: between two of them the ledger says the same. */
  writes(): number;
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
  const { ledger } = parts;
  const pen = createPen(parts);
  const room: Room = { ...parts, pen, operations: createOperations(ledger), raised: new Set() };
  return {
    begin: (sale) => pen.write(() => ledger.saveSale(sale)),
    open: (attempt, send) => open(room, attempt, send),
    apply: (attemptId, event, approval) => apply(room, { attemptId, event, approval }),
    writeAgain: (record, event, alarms) => writeAgain(room, { record, event, alarms }),
    tried(attemptId, failed) {
      const record = ledger.attempt(attemptId);
      const operation = record && room.operations.tried(record, failed);
      if (operation) pen.write(() => ledger.save({ operations: [operation] }));
    },
    save: (entry) => pen.write(() => ledger.save(entry)),
    settleAlarm: (alarmId, settlement) => pen.write(() => ledger.settleAlarm(alarmId, settlement)),
    writes: pen.writes,
    failed: pen.failed,
    tryAgain: pen.tryAgain,
  };
}

type Room = BookParts & { readonly pen: Pen; readonly operations: Operations; readonly raised: Set<string> };

function open(
  { ledger, clock, rules, pen, operations }: Room,
  attempt: Attempt,
  send: { readonly sendByMs: number; readonly bankMs: number | null },
): AttemptRecord {
  const atMs = clock.nowMs();
  const first: AttemptRecord = { attempt, state: firstState(send.sendByMs), step: 1 };
  const created: AttemptEvent = { kind: "created", attempt, sendByMs: send.sendByMs };
  const began: AttemptEvent = { kind: "send-began", atMs, bankMs: send.bankMs };
  const stepped = step(first, began, rules);
  if (!stepped) throw new Error("a queued attempt can always begin to be sent");
  const sending: AttemptRecord = { attempt, state: stepped.state, step: 2 };
  const steps = [savedStep(first, created, { atMs }), savedStep(sending, began, { atMs, alarms: stepped.alarms })];
  const operation = operations.after(sending, began, atMs);
  pen.write(() => ledger.save({ steps, operations: operation ? [operation] : [] }));
  return sending;
}

type Happening = {
  readonly attemptId: string;
  readonly event: AttemptEvent;
  readonly approval: ApprovalRecord | undefined;
};

function apply(
  { ledger, clock, rules, pen, operations, raised }: Room,
  { attemptId, event, approval }: Happening,
): AttemptRecord {
  const record = ledger.attempt(attemptId);
  if (!record) throw new Error(`no attempt ${attemptId} in the ledger`);
  const stepped = step(record, event, rules);
  if (!stepped) return record;
  const next: AttemptRecord = { attempt: record.attempt, state: stepped.state, step: record.step + 1 };
  const becamePaid = isPaid(next.state) && !isPaid(record.state);
  const kinds = becamePaid && hasOtherPayment(ledger, record.attempt) ? twice(stepped.alarms) : stepped.alarms;
  const alarms = kinds.filter((kind) => !raised.has(alarmId(aboutOf(record), kind)));
  if (stepped.state === record.state && alarms.length === 0) return record;
  const atMs = clock.nowMs();
  const operation = operations.after(next, event, atMs);
  const entry: Entry = {
    steps: [savedStep(next, event, { atMs, alarms })],
    operations: operation ? [operation] : [],
    approvals: approval ? [approval] : [],
  };
  pen.write(() => ledger.save(entry));
  // The same trouble seen at every look is one alarm, and one step of the ledger.
  for (const kind of alarms) raised.add(alarmId(aboutOf(record), kind));
  return next;
}

function writeAgain(
  { ledger, clock, pen, operations }: Room,
  of: { readonly record: AttemptRecord; readonly event: AttemptEvent; readonly alarms: readonly AlarmKind[] },
): void {
  const { record, event } = of;
  const atMs = clock.nowMs();
  const isSecond = isPaid(record.state) && hasOtherPayment(ledger, record.attempt);
  const alarms = isSecond ? twice(of.alarms) : of.alarms;
  const operation = operations.after(record, event, atMs);
  const steps = [savedStep(record, event, { atMs, alarms })];
  pen.write(() => ledger.save({ steps, operations: operation ? [operation] : [] }));
}

function hasOtherPayment(ledger: Ledger, { saleId, attemptId }: Attempt): boolean {
  return ledger.attemptsOfSale(saleId).some((other) => other.attempt.attemptId !== attemptId && isPaid(other.state));
}

/** "Customer paid twice" says all that the other words for late money say. */
function twice(alarms: readonly AlarmKind[]): readonly AlarmKind[] {
  return [...alarms.filter((kind) => kind !== "paid-late" && kind !== "paid-after-cancel"), "paid-twice"];
}

type Pen = {
  write(entry: () => void): void;
  writes(): number;
  failed(): boolean;
  tryAgain(): void;
};

function createPen({ ledger, log, changed }: BookParts): Pen {
  let failed = false;
  let writes = 0;

  function write(entry: () => void): void {
    writes += 1;
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
    writes: () => writes,
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
  return {
    record,
    event,
    intent: intentOf(record),
    atMs,
    alarms: alarms.map((kind) => alarmAbout(aboutOf(record), kind, atMs)),
  };
}

function aboutOf({ attempt: { attemptId, saleId } }: AttemptRecord) {
  return { subjectId: attemptId, saleId, attemptId };
}
