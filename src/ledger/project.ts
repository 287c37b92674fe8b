// What is true now, made from what happened: one event at a time, for the writer and for whoever checks it afterwards.
import type Database from "better-sqlite3";
import { readAttemptEvent } from "./attempt-events.ts";
import type { EventRow } from "./chain.ts";
import { readNote, type Note } from "./notes.ts";
import { prepareProjections, type Projections } from "./projections.ts";
import { readRefundEvent, readRefundState } from "./refund-words.ts";
import { marksOf, readState } from "./states.ts";

const REFUND = "refund/";

/** @returns writes what one event changes; throws on an event that could not be read back and on what a guard refuses */
export function projectingTo(db: Database.Database): (row: EventRow) => void {
  const projections = prepareProjections(db);
  return (row) => {
    if (isRefundKind(row.kind)) projectRefund(projections, row);
    else if (row.kind.includes("/")) projectNote(projections, row, readNote(row.kind, row.body));
    else projectAttempt(projections, row);
  };
}

/** The kind of a refund's event as the file has it: attempts have the bare words. */
export function refundKind(kind: string): string {
  return REFUND + kind;
}

export function isRefundKind(kind: string): boolean {
  return kind.startsWith(REFUND);
}

/** Throws where the event is none of a refund. */
export function bareRefundKind(kind: string): string {
  if (!isRefundKind(kind)) throw new TypeError(`${kind} is no event of a refund`);
  return kind.slice(REFUND.length);
}

function projectAttempt(to: Projections, row: EventRow): void {
  const event = readAttemptEvent(row.kind, row.body);
  const state = readState(row.state ?? "null");
  const { chargeId, paidAtMs, endedAtMs, gaveWay } = marksOf(state);
  const now = {
    row_id: row.subject,
    step: row.step,
    event_seq: row.seq,
    state: state.name,
    gave_way: gaveWay ? 1 : 0,
    charge_id: chargeId,
    paid_at_ms: paidAtMs,
    ended_at_ms: endedAtMs,
  } as const;
  if (row.step > 1) return changeOne(to.attemptGoesOn.run(now).changes, row);
  if (!("attempt" in event)) throw new Error(`the first event of an attempt is ${row.kind}`);
  const { sale, method, amountMinor, currency, reference, codeLastFour, createdAtMs = row.at_ms } = event.attempt;
  to.attemptBegins.run({
    ...now,
    attempt_id: idOf(row),
    sale,
    method,
    amount_minor: amountMinor,
    currency,
    reference,
    code_last_four: codeLastFour,
    created_at_ms: createdAtMs,
  });
}

function projectRefund(to: Projections, row: EventRow): void {
  const event = readRefundEvent(bareRefundKind(row.kind), row.body);
  const state = readRefundState(row.state ?? "null");
  const now = {
    row_id: row.subject,
    step: row.step,
    event_seq: row.seq,
    state: state.name,
    ended_at_ms: "endedAtMs" in state ? state.endedAtMs : null,
  };
  if (row.step > 1) return changeOne(to.refundGoesOn.run(now).changes, row);
  if (!("refund" in event)) throw new Error(`the first event of a refund is ${row.kind}`);
  const { refund } = event;
  to.refundBegins.run({
    ...now,
    refund_id: idOf(row),
    sale: refund.sale,
    attempt: refund.attempt,
    charge_id: refund.chargeId,
    kind: refund.kind,
    amount_minor: refund.amountMinor,
    currency: refund.currency,
    refunded_before_minor: refund.refundedBeforeMinor,
    approval_id: refund.approvalId,
    approver: refund.approver,
    staff: refund.staff,
    asked_at_ms: refund.askedAtMs,
  });
}

function projectNote(to: Projections, row: EventRow, note: Note): void {
  const { seq: row_id, at_ms } = row;
  switch (note.kind) {
    case "sale/began": {
      const { amountMinor: amount_minor, currency, reference, staff } = note;
      to.sale.run({ row_id, sale_id: idOf(row), amount_minor, currency, reference, staff, began_at_ms: at_ms });
      return;
    }
    case "approval/given": {
      const { approvalId: approval_id, action, approver, asker, subject, amountMinor: amount_minor, currency } = note;
      to.approval.run({ row_id, approval_id, action, approver, asker, subject, amount_minor, currency, at_ms });
      return;
    }
    case "alarm/raised": {
      const { alarmId: alarm_id, alarm: kind, sale, attempt } = note;
      to.alarm.run({ row_id, alarm_id, kind, sale, attempt, at_ms });
      return;
    }
    case "alarm/settled":
      return changeOne(to.alarmSettled.run(note.how, note.staff, at_ms, row.subject).changes, row);
    case "account/bound":
      return changeOne(to.account.run(note.accountId).changes, row);
    case "ledger/restored":
      return changeOne(to.missing.run(note.missingSinceMs).changes, row);
    case "ledger/rebuilt":
      return changeOne(to.missing.run(null).changes, row);
  }
}

function changeOne(changes: number, row: EventRow): void {
  if (changes !== 1) throw new Error(`event ${row.seq}, ${row.kind}, is about nothing that began before it`);
}

function idOf(row: EventRow): Buffer {
  if (row.id === null) throw new Error(`event ${row.seq}, ${row.kind}, begins something without an id`);
  return row.id;
}
