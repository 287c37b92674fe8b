// Stands around the ledger of every till: when an attempt is opened, no earlier one of its sale may still be payable.
import type { Simulator } from "#simulator/simulator.ts";
import type { Ledger } from "#till/ports.ts";
import { attemptOf, isPayable } from "./eyes.ts";
import type { Notes } from "./notes.ts";

type Watching = {
  readonly simulator: Simulator;
  readonly shown: ReadonlySet<string>;
  readonly overridden: ReadonlySet<string>;
  readonly notes: Notes;
};

export function watched(ledger: Ledger, { simulator, shown, overridden, notes }: Watching): Ledger {
  return {
    ...ledger,
    save(entry) {
      for (const { event, record } of entry.steps ?? []) {
        if (event.kind !== "created") continue;
        const { saleId } = record.attempt;
        if (overridden.has(saleId)) continue;
        const payable = simulator.bank
          .books()
          .charges.filter((charge) => charge.status === "pending" && isPayable(charge, shown));
        for (const { attempt, state } of ledger.attemptsOfSale(saleId)) {
          const isOpen = payable.some((charge) => attemptOf(charge) === attempt.attemptId);
          // "No payment found" never says that there is none; it is the one end that a later charge may contradict.
          if (isOpen && state.name !== "not-found")
            notes.tell("doubled", `a second attempt was opened while the first, ${state.name}, could still be paid`);
        }
      }
      ledger.save(entry);
    },
  };
}
