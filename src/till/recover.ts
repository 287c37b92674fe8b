// After a start nothing is charged by itself. What was being sent is unknown, what was queued is not sent,
// and what waits for the customer is watched again.
import { isFinal, type AttemptRecord } from "./attempt/state.ts";
import type { Book } from "./book.ts";
import type { Clock, Ledger } from "./ports.ts";

/** Reads the ledger and settles what the last run left. Returns the attempts that the loops go on with, oldest first. */
export function recover(parts: {
  readonly ledger: Ledger;
  readonly book: Book;
  readonly clock: Clock;
}): readonly AttemptRecord[] {
  const { ledger, book, clock } = parts;
  const isRestored = ledger.missingSinceMs() !== null;
  return ledger
    .openAttempts()
    .map(({ attempt, state }) => {
      const atMs = clock.nowMs();
      // A backup is older than what happened after it: what it knows as waiting may have been sent since.
      if (isRestored && state.name === "queued")
        book.apply(attempt.attemptId, { kind: "send-began", atMs, bankMs: null });
      return book.apply(attempt.attemptId, { kind: "restarted", atMs });
    })
    .filter((record) => !isFinal(record.state));
}
