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
  return parts.ledger
    .openAttempts()
    .map(({ attempt }) => parts.book.apply(attempt.attemptId, { kind: "restarted", atMs: parts.clock.nowMs() }))
    .filter((record) => !isFinal(record.state));
}
