// One payment a sale: as soon as one attempt is paid, what else of the sale could still be paid is cancelled.
import { isFinal, type AttemptRecord } from "./attempt/state.ts";
import type { AttemptEvent } from "./attempt/events.ts";
import type { Clock, Ledger } from "./ports.ts";

export function createOnePayment(parts: {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly tell: (attemptId: string, event: AttemptEvent) => void;
}): (paid: AttemptRecord) => void {
  return ({ attempt }) => {
    for (const other of parts.ledger.attemptsOfSale(attempt.saleId)) {
      if (isFinal(other.state)) continue;
      parts.tell(other.attempt.attemptId, { kind: "cancel-asked", atMs: parts.clock.nowMs(), by: "till" });
    }
  };
}
