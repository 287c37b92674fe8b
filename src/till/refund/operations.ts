// What is still to be done about a refund, as the ledger keeps it for the queue: which doing, how often in vain, until when.
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

type Count = { readonly doing: string; readonly tries: number; readonly lastError: string | null };
const NONE = { tries: 0, lastError: null } as const;
const LONGEST_ERROR = 200;

/** Counts go on where the last run of the till left them. */
export function createRefundOperations(ledger: Pick<Ledger, "operations">): RefundOperations {
  const counts = new Map<string, Count>();
  for (const { subjectId, kind, doing, tries, lastError } of ledger.operations())
    if (kind === "refund") counts.set(subjectId, { doing, tries, lastError });

  function row({ refund, state }: RefundRecord, nextAtMs: number, failedWith: string | null): Operation | null {
    const { refundId: subjectId, saleId, askedAtMs: sinceMs } = refund;
    const work = workOf(state);
    if (!work) {
      counts.delete(subjectId);
      return null;
    }
    const { doing, deadlineMs } = work;
    const before = counts.get(subjectId);
    const same = before?.doing === doing ? before : { doing, ...NONE };
    const now =
      failedWith === null ? same : { doing, tries: same.tries + 1, lastError: failedWith.slice(0, LONGEST_ERROR) };
    counts.set(subjectId, now);
    return { subjectId, saleId, kind: "refund", ...now, sinceMs, nextAtMs, deadlineMs };
  }

  return {
    after: (record, event, atMs) => row(record, atMs, errorOf(event)),
    tried: (record, { why, nextAtMs }) => row(record, nextAtMs, why),
    count(refundId) {
      const { tries, lastError } = counts.get(refundId) ?? NONE;
      return { tries, lastError };
    },
  };
}

function errorOf(event: RefundEvent): string | null {
  return event.kind === "no-answer" ? event.why : null;
}

function workOf(state: RefundState): { readonly doing: string; readonly deadlineMs: number | null } | null {
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
