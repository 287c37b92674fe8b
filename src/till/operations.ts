// What is still to be done about an attempt, as the ledger keeps it for the queue: which doing, how often in vain, until when.
import type { AttemptEvent } from "./attempt/events.ts";
import type { AttemptRecord, AttemptState } from "./attempt/state.ts";
import { createOperationCounts, type Work } from "./operation-counts.ts";
import type { Ledger, Operation } from "./ports.ts";

export type Operations = {
  /** The row that goes with a step; an attempt that is final has none. */
  after(record: AttemptRecord, event: AttemptEvent, atMs: number): Operation | null;
  /** A try that brought nothing and changed no state. */
  tried(record: AttemptRecord, failed: { readonly why: string; readonly nextAtMs: number }): Operation | null;
};

export function createOperations(ledger: Pick<Ledger, "operations">): Operations {
  const counts = createOperationCounts(ledger, "charge");

  function row({ attempt, state }: AttemptRecord, nextAtMs: number, failedWith: string | null): Operation | null {
    const { attemptId: subjectId, saleId, createdAtMs: sinceMs } = attempt;
    return counts.row({ subjectId, saleId, sinceMs }, workOf(state), { nextAtMs, failedWith });
  }

  return {
    after: (record, event, atMs) => row(record, atMs, errorOf(event)),
    tried: (record, { why, nextAtMs }) => row(record, nextAtMs, why),
  };
}

function errorOf(event: AttemptEvent): string | null {
  switch (event.kind) {
    case "never-sent":
    case "no-answer":
      return event.why;
    case "expire-refused":
      return `${event.error.status} ${event.error.code}`;
    default:
      return null;
  }
}

function workOf(state: AttemptState): Work {
  switch (state.name) {
    case "queued":
    case "sending":
      return { doing: "send", deadlineMs: state.sendByMs };
    case "unknown":
      return { doing: "look", deadlineMs: null };
    case "pending":
      return { doing: "read", deadlineMs: state.charge.endAtMs };
    case "cancelling":
      return { doing: state.refused ? "read" : "expire", deadlineMs: null };
    default:
      return null;
  }
}
