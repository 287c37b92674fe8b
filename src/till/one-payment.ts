// One payment a sale: as soon as one attempt is paid, what else of the sale could still be paid is cancelled.
import { isFinal, isPaid, type AttemptRecord } from "./attempt/state.ts";
import type { AttemptEvent } from "./attempt/events.ts";
import type { Clock, Ledger } from "./ports.ts";

/** Asked before everything else that is done about an attempt, so that neither a crash nor a full disk lets it be forgotten. */
export function isToGo(ledger: Pick<Ledger, "attemptsOfSale">, { attempt, state }: AttemptRecord): boolean {
  if (isFinal(state) || state.name === "cancelling" || ("cancelWanted" in state && state.cancelWanted)) return false;
  return ledger.attemptsOfSale(attempt.saleId).some((other) => isPaid(other.state));
}

export function createOnePayment(parts: {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly tell: (attemptId: string, event: AttemptEvent) => void;
}): (paid: AttemptRecord) => void {
  return ({ attempt }) => {
    for (const other of parts.ledger.attemptsOfSale(attempt.saleId)) {
      if (!isToGo(parts.ledger, other)) continue;
      parts.tell(other.attempt.attemptId, { kind: "cancel-asked", atMs: parts.clock.nowMs(), by: "till" });
    }
  };
}
