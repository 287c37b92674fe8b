// What is still to be done about a refund, as the ledger keeps it for the queue: which doing, how often in vain, until when.
import { createOperationCounts, type Work } from "#till/operation-counts.ts";
import type { Ledger, Operation } from "#till/ports.ts";
import type { RefundEvent } from "./events.ts";
import type { RefundRecord, RefundState } from "./state.ts";

export type RefundOperations = {
  /** The row that goes with a step; a refund that is final has none. */
  after(record: RefundRecord, event: RefundEvent, atMs: number): Operation | null;
  /** A try that brought nothing and changed no state. */
  tried(record: RefundRecord, failed: { readonly why: string; readonly nextAtMs: number }): Operation | null;
  count(refundId: string): { readonly tries: number; readonly lastError: string | null };
};

export function createRefundOperations(ledger: Pick<Ledger, "operations">): RefundOperations {
  const counts = createOperationCounts(ledger, "refund");

  function row({ refund, state }: RefundRecord, nextAtMs: number, failedWith: string | null): Operation | null {
    const { refundId: subjectId, saleId, askedAtMs: sinceMs } = refund;
    return counts.row({ subjectId, saleId, sinceMs }, workOf(state), { nextAtMs, failedWith });
  }

  return {
    after: (record, event, atMs) => row(record, atMs, errorOf(event)),
    tried: (record, { why, nextAtMs }) => row(record, nextAtMs, why),
    count: counts.of,
  };
}

function errorOf(event: RefundEvent): string | null {
  return event.kind === "no-answer" ? event.why : null;
}

function workOf(state: RefundState): Work {
  switch (state.name) {
    case "asked":
    case "sending":
      return { doing: "send", deadlineMs: state.sendByMs };
    case "unknown":
      return { doing: "look", deadlineMs: null };
    case "accepted":
      return { doing: "read", deadlineMs: null };
    case "closed":
    case "failed":
    case "not-found":
      return null;
  }
}
