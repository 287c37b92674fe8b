// What stands on the counter, and the word said about it. Everything else takes the sale from here by its id, so a late key
// never meets another one.
import { failure, Refusal, type FailureCode } from "#contract/failure.ts";
import { isFinal, isPaid, standsAside, type AttemptRecord } from "./attempt/state.ts";
import type { Clock, Ledger, SaleRecord } from "./ports.ts";
import { createWord, type Said, type Saying } from "./said.ts";

export type OnCounter = {
  readonly sale: SaleRecord;
  /** True while the cashier may choose how to pay. */
  readonly choosing: boolean;
  /** It was over when it was opened again: it never takes the customer's screen. */
  readonly recalled: boolean;
  /** The attempt that speaks for the sale: paid beats open beats the newest that stands aside; null before the first. */
  readonly record: AttemptRecord | null;
};

type Spot = { readonly saleId: string; readonly choosing: boolean; readonly recalled?: boolean };

export type Place = {
  now(): OnCounter | null;
  isTaken(): boolean;
  said(): Said | null;
  /** Every step of a sale is one of these, and takes with it what was said before. */
  put(next: Spot | null): void;
  tell(saying: Saying): void;
  hush(): void;
  /** @throws Refusal `not-found` when another sale stands there, or none */
  expect(saleId: string): OnCounter;
  /** The open attempt of that sale. @throws Refusal `not-found`, or `too-late` when nothing of it is open */
  living(saleId: string): AttemptRecord;
};

type PlaceParts = {
  readonly ledger: Ledger;
  readonly clock: Pick<Clock, "nowMs">;
  readonly changed: () => void;
};

export function createPlace({ ledger, clock, changed }: PlaceParts): Place {
  let spot: Spot | null = null;
  const word = createWord(clock, changed);

  function now(): OnCounter | null {
    if (!spot) return null;
    const sale = ledger.sale(spot.saleId);
    if (!sale) throw new Error(`the sale on the counter is not in the ledger: ${spot.saleId}`);
    const record = speakerOf(ledger.attemptsOfSale(spot.saleId));
    // Money may come late, while the cashier chooses anew: what is paid or open is not chosen for again.
    const mayChoose = record === null || (standsAside(record.state) && !isPaid(record.state));
    const recalled = spot.recalled === true;
    return { sale, choosing: mayChoose && (spot.choosing || record === null), recalled, record };
  }

  function expect(saleId: string): OnCounter {
    const on = now();
    if (on?.sale.saleId !== saleId) throw refusal("not-found", "that sale is not on the counter");
    return on;
  }

  return {
    now,
    isTaken: () => spot !== null,
    said: word.now,
    put(next) {
      // Whether it is over is asked when it is put there: who pays after that is still standing at the screen.
      spot = next && { ...next, recalled: next.recalled === true && isOver(ledger, next.saleId) };
      word.hush();
      changed();
    },
    tell: word.tell,
    hush: word.hush,
    expect,
    living(saleId) {
      const on = expect(saleId);
      if (on.record && isOpen(on)) return on.record;
      throw refusal("too-late", "nothing of that sale is open");
    },
  };
}

function isOver(ledger: Ledger, saleId: string): boolean {
  const record = speakerOf(ledger.attemptsOfSale(saleId));
  return record !== null && isFinal(record.state);
}

function speakerOf(attempts: readonly AttemptRecord[]): AttemptRecord | null {
  const paid = attempts.find(({ state }) => isPaid(state));
  return paid ?? attempts.find(({ state }) => !standsAside(state)) ?? attempts.at(-1) ?? null;
}

/** Whether an attempt of the sale is on its way: the counter is then not free for another sale. */
function isOpen(on: OnCounter | null): boolean {
  return on?.record !== undefined && on?.record !== null && !on.choosing && !isFinal(on.record.state);
}

/** Open, and somebody still has to do with it: the counter is not free. What can only be watched gives way to the next sale. */
export function holdsCounter(on: OnCounter | null): boolean {
  return isOpen(on) && !(on?.record?.state.name === "cancelling" && on.record.state.refused);
}

export function refusal(code: FailureCode, words: string): Refusal {
  return new Refusal(failure(code, words));
}
