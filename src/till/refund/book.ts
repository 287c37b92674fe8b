// Save, then act, for money that goes back: the one way in which a refund changes. It is read again by its id, stepped,
// committed, and told; an approval is written in the same commit as what it permits.
import { alarmAbout, alarmId, settleReturned } from "#till/alarms.ts";
import type { Book } from "#till/book.ts";
import type { ApprovalRecord, Clock, Ledger, SavedRefundStep } from "#till/ports.ts";
import type { RefundEvent } from "./events.ts";
import { oursMinor } from "./gone.ts";
import { createRefundOperations, type RefundOperations } from "./operations.ts";
import { isRefundTaken, type Refund, type RefundRecord } from "./state.ts";
import { firstRefundState, stepRefund, type RefundAlarm, type RefundRules } from "./step.ts";

export type RefundBook = {
  /** Opens a refund together with the approval that permits it. Throws when its charge has an open one. */
  ask(refund: Refund, approval: ApprovalRecord, sendByMs: number): RefundRecord;
  /** Applies an event; an event that brings nothing new changes nothing. Returns the refund as it now is. */
  apply(refundId: string, event: RefundEvent): RefundRecord;
  /** A try that brought nothing: kept for the queue. */
  tried(refundId: string, failed: { readonly why: string; readonly nextAtMs: number }): void;
  /** Tries of what is being done now that brought nothing, over restarts. */
  count: RefundOperations["count"];
  /** Late money that has gone back whole needs nobody any more. */
  settleReturned(attemptId: string): void;
};

export type RefundBookParts = {
  readonly ledger: Ledger;
  /** Writes, so that the till knows whether its ledger takes anything. */
  readonly book: Pick<Book, "save" | "settleAlarm">;
  readonly clock: Clock;
  readonly rules: RefundRules;
};

export function createRefundBook(parts: RefundBookParts): RefundBook {
  const { ledger, book, clock } = parts;
  const room: Room = { ...parts, operations: createRefundOperations(ledger), raised: new Set() };
  return {
    ask(refund, approval, sendByMs) {
      const record: RefundRecord = { refund, state: firstRefundState(sendByMs), step: 1 };
      const event: RefundEvent = { kind: "asked", refund, sendByMs };
      const atMs = clock.nowMs();
      const operation = room.operations.after(record, event, atMs);
      const refundSteps = [savedStep(record, event, { atMs, alarms: [] })];
      book.save({ refundSteps, approvals: [approval], operations: operation ? [operation] : [] });
      return record;
    },
    apply: (refundId, event) => apply(room, refundId, event),
    tried(refundId, failed) {
      const record = ledger.refund(refundId);
      const operation = record && room.operations.tried(record, failed);
      if (operation) book.save({ operations: [operation] });
    },
    count: room.operations.count,
    settleReturned: (attemptId) => settleIfReturned(room, attemptId),
  };
}

type Room = RefundBookParts & { readonly operations: RefundOperations; readonly raised: Set<string> };

function apply(room: Room, refundId: string, event: RefundEvent): RefundRecord {
  const { ledger, book, clock, rules, operations, raised } = room;
  const record = ledger.refund(refundId);
  if (!record) throw new Error(`no refund ${refundId} in the ledger`);
  const stepped = stepRefund(record, event, rules);
  if (!stepped) return record;
  const alarms = stepped.alarms.filter((kind) => !raised.has(alarmId(aboutOf(record.refund), kind)));
  if (stepped.state === record.state && alarms.length === 0) return record;
  const next: RefundRecord = { refund: record.refund, state: stepped.state, step: record.step + 1 };
  const atMs = clock.nowMs();
  const operation = operations.after(next, event, atMs);
  book.save({ refundSteps: [savedStep(next, event, { atMs, alarms })], operations: operation ? [operation] : [] });
  // The same trouble seen at every look is one alarm, and one step of the ledger.
  for (const kind of alarms) raised.add(alarmId(aboutOf(record.refund), kind));
  if (isRefundTaken(next.state)) settleIfReturned(room, record.refund.attemptId);
  return next;
}

function settleIfReturned(room: Room, attemptId: string): void {
  const { ledger } = room;
  const attempt = ledger.attempt(attemptId)?.attempt;
  const refunds = ledger.refundsOfAttempt(attemptId);
  const taken = refunds.filter(({ state }) => isRefundTaken(state));
  const staff = taken.at(-1)?.refund.staff;
  if (!attempt || staff === undefined) return;
  // What an approver saw gone before counts too: a part of it may have gone back elsewhere.
  const wentBack = taken.map(({ refund }) => refund.refundedBeforeMinor + refund.money.amountMinor);
  if (Math.max(oursMinor(refunds), ...wentBack) >= attempt.money.amountMinor) settleReturned(room, attemptId, staff);
}

function savedStep(
  record: RefundRecord,
  event: RefundEvent,
  { atMs, alarms }: { readonly atMs: number; readonly alarms: readonly RefundAlarm[] },
): SavedRefundStep {
  const raised = alarms.map((kind) => alarmAbout(aboutOf(record.refund), kind, atMs));
  return { record, event, intent: intentOf(record), atMs, alarms: raised };
}

function aboutOf({ refundId, saleId, attemptId }: Refund) {
  return { subjectId: refundId, saleId, attemptId };
}

/** What will be done next, written with the state so that a crash can be read from the ledger. */
function intentOf({ state }: RefundRecord): string {
  switch (state.name) {
    case "asked":
      return "read charge and refunds, then send";
    case "sending":
      return "await the answer";
    case "unknown":
      return "look for it among the refunds of its charge";
    case "accepted":
      return "read until closed";
    case "not-found":
      return "look for it for a day";
    case "closed":
    case "failed":
      return "none";
  }
}
