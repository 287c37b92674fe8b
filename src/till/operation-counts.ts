// How often what is still to be done was tried in vain, over restarts: the part of the queue that attempts and refunds share.
import type { Ledger, Operation } from "./ports.ts";

/** What is to be done in a state, and until when; null where nothing is. */
export type Work = { readonly doing: string; readonly deadlineMs: number | null } | null;

type Count = { readonly doing: string; readonly tries: number; readonly lastError: string | null };
const NONE = { tries: 0, lastError: null } as const;
const LONGEST_ERROR = 200;

export type OperationCounts = {
  /** @param failedWith why a try brought nothing; null where none failed
   *  @returns the row for the ledger; null where nothing is to be done any more */
  row(
    about: Pick<Operation, "subjectId" | "saleId" | "sinceMs">,
    work: Work,
    now: { readonly nextAtMs: number; readonly failedWith: string | null },
  ): Operation | null;
  of(subjectId: string): Pick<Operation, "tries" | "lastError">;
};

/** Counts go on where the last run of the till left them. */
export function createOperationCounts(ledger: Pick<Ledger, "operations">, kind: Operation["kind"]): OperationCounts {
  const counts = new Map<string, Count>();
  for (const { subjectId, kind: kept, doing, tries, lastError } of ledger.operations())
    if (kept === kind) counts.set(subjectId, { doing, tries, lastError });
  return {
    row({ subjectId, saleId, sinceMs }, work, { nextAtMs, failedWith }) {
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
      return { subjectId, saleId, kind, ...now, sinceMs, nextAtMs, deadlineMs };
    },
    of(subjectId) {
      const { tries, lastError } = counts.get(subjectId) ?? NONE;
      return { tries, lastError };
    },
  };
}
