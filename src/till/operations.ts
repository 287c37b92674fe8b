// What is still to be done about an attempt, as the ledger keeps it for the queue: which doing, how often in vain, until when.
import type { AttemptEvent } from "./attempt/events.ts";
import type { AttemptRecord, AttemptState } from "./attempt/state.ts";
import type { Ledger, Operation } from "./ports.ts";

export type Operations = {
  /** The row that goes with a step; an attempt that is final has none. */
  after(record: AttemptRecord, event: AttemptEvent, atMs: number): Operation | null;
  /** A try that brought nothing and changed no state. */
  tried(record: AttemptRecord, failed: { readonly why: string; readonly nextAtMs: number }): Operation | null;
};

type Count = { readonly doing: string; readonly tries: number; readonly lastError: string | null };
const FIRST = { tries: 0, lastError: null } as const;

/** Counts go on where the last run of the till left them. */
export function createOperations(ledger: Pick<Ledger, "operations">): Operations {
  const counts = new Map<string, Count>();
  for (const { subjectId, doing, tries, lastError } of ledger.operations())
    counts.set(subjectId, { doing, tries, lastError });

  function row(record: AttemptRecord, nextAtMs: number, failedWith: string | null): Operation | null {
    const { attemptId, saleId, createdAtMs } = record.attempt;
    const work = workOf(record.state);
    if (!work) {
      counts.delete(attemptId);
      return null;
    }
    const before = counts.get(attemptId);
    const count = before?.doing === work.doing ? before : { doing: work.doing, ...FIRST };
    const now = failedWith === null ? count : { ...count, tries: count.tries + 1, lastError: failedWith.slice(0, 200) };
    counts.set(attemptId, now);
    const { doing, tries, lastError } = now;
    const { deadlineMs } = work;
    return {
      subjectId: attemptId,
      saleId,
      kind: "charge",
      doing,
      tries,
      sinceMs: createdAtMs,
      nextAtMs,
      deadlineMs,
      lastError,
    };
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

function workOf(state: AttemptState): { readonly doing: string; readonly deadlineMs: number | null } | null {
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
