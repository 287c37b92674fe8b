// Random histories, legal and not: what is true now is always the outcome of the last event, and a refusal leaves no trace.
import { checkWhole } from "#ledger/check.ts";
import { openLedger } from "#ledger/ledger.ts";
import { ledgerPath, openBook } from "#ledger/open.ts";
import { readState } from "#ledger/states.ts";
import type { AttemptRecord, AttemptState } from "#till/attempt/state.ts";
import { isFinal, isPaid } from "#till/attempt/state.ts";
import type { Ledger, SavedStep } from "#till/ports.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { attemptOf, expiredAt, paidAt, QUEUED, saleOf, SENDING, stepTo, temporaryFolder } from "./builders.ts";

const SALES = 2;
const ATTEMPTS = 4;
const STATES: readonly AttemptState[] = [
  QUEUED,
  SENDING,
  {
    name: "unknown",
    sentAtMs: 3_000,
    sentBankMs: null,
    cancelWanted: true,
    gaveWay: false,
    why: "time-out",
    looks: [],
  },
  expiredAt(7_000),
  { name: "not-found", sentAtMs: 3_000, sentBankMs: 3_000, expireAskedAtMs: 7_050, endedAtMs: 7_100 },
  paidAt(7_000),
  paidAt(7_200, "paid-late"),
];

/** `skip`: steps left out (0 is right, -1 the same step again). */
type Move = { readonly attempt: number; readonly state: AttemptState; readonly skip: number };
const move: fc.Arbitrary<Move> = fc.record({
  attempt: fc.nat(ATTEMPTS - 1),
  state: fc.constantFrom(...STATES),
  skip: fc.oneof({ arbitrary: fc.constant(0), weight: 12 }, { arbitrary: fc.constantFrom(-1, 1), weight: 1 }),
});

type Book = ReadonlyMap<number, readonly AttemptRecord[]>;

/** The port's promise in plain words: null when the move must be refused. */
function after(book: Book, { attempt, state, skip }: Move): Book | null {
  const past = book.get(attempt) ?? [];
  const last = past.at(-1);
  const lives = [...book].some(([other, records]) => {
    const now = records.at(-1);
    return other !== attempt && other % SALES === attempt % SALES && now !== undefined && !isFinal(now.state);
  });
  if (skip !== 0 || (lives && !isFinal(state))) return null;
  if (last !== undefined && isPaid(last.state) && last.state !== state) return null;
  return new Map(book).set(attempt, [...past, recordOf(book, { attempt, state, skip })]);
}

function recordOf(book: Book, { attempt, state, skip }: Move): AttemptRecord {
  const step = (book.get(attempt)?.length ?? 0) + 1 + skip;
  return stepTo(attemptOf(attempt, attempt % SALES), step, state).record;
}

function saved({ attempt, state, step }: AttemptRecord): SavedStep {
  return stepTo(attempt, step, state);
}

/** Saves one batch and returns the book as it must be now: nothing of a batch stays when one of its steps is refused. */
function save(ledger: Ledger, book: Book, batch: readonly Move[]): Book {
  let next: Book | null = book;
  const steps: SavedStep[] = [];
  for (const one of batch) {
    if (next === null) break;
    steps.push(saved(recordOf(next, one)));
    next = after(next, one);
  }
  if (next === null) {
    expect(() => ledger.save({ steps: steps })).toThrow(/UNIQUE|no step before|next one|paid state/);
    return book;
  }
  ledger.save({ steps: steps });
  return next;
}

function expectSame(ledger: Ledger, path: string, book: Book): void {
  const db = openBook({ path, mode: "training" });
  const events = db
    .prepare<[], { step: number; state: string }>(
      "select e.step, e.state from events e join attempts a on a.row_id = e.subject order by a.attempt_id, e.step",
    )
    .all();
  expect(checkWhole(db).faults).toEqual([]);
  db.close();
  const records = [...book].toSorted(([one], [other]) => one - other).flatMap(([, history]) => history);
  expect(events.map(({ step, state }) => [step, readState(state)])).toEqual(
    records.map(({ step, state }) => [step, state]),
  );
  for (const [number, history] of book) {
    expect(ledger.attempt(attemptOf(number, number % SALES).attemptId)).toEqual(history.at(-1));
  }
}

test("the projection equals the last event, whatever was tried", () => {
  const met = { kept: 0, refused: 0 };
  fc.assert(
    fc.property(fc.array(fc.array(move, { minLength: 1, maxLength: 3 }), { maxLength: 12 }), (batches) => {
      const path = ledgerPath(temporaryFolder(), "training");
      const ledger = openLedger({ path, mode: "training" });
      for (let sale = 0; sale < SALES; sale += 1) ledger.saveSale(saleOf(sale));
      let book: Book = new Map();
      for (const batch of batches) {
        const next = save(ledger, book, batch);
        met[next === book ? "refused" : "kept"] += 1;
        book = next;
      }
      expectSame(ledger, path, book);
      ledger.close();
    }),
    { numRuns: 25 },
  );
  // A property that met only one of the two would prove nothing.
  expect([met.refused > 10, met.kept > 10]).toEqual([true, true]);
});
