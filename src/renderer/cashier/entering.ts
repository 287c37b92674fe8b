// Enter on an amount: the one command that comes of it, and the two questions that the till may ask back. A question is
// answered only for the amount that it was asked about.
import type { OutputOf } from "#contract/commands.ts";
import type { FailureCode } from "#contract/failure.ts";
import type { CashierView } from "#contract/views.ts";
import type { SaleStateName } from "#contract/words.ts";
import type { Box } from "#renderer/shared/box.ts";
import type { Store } from "#renderer/shared/store.ts";
import { failureCodeOf } from "#renderer/shared/till.tsx";
import { EMPTY, inField, minorOf, type Entry } from "./entry.ts";

export type Told = (code: FailureCode | null) => void;

export type Entering = {
  readonly store: Store;
  readonly view: CashierView;
  readonly box: Box<Entry>;
  readonly told: Told;
};

/** Ended without a payment: with the same customer it is tried again. */
const UNPAID_ENDS: readonly SaleStateName[] = ["failed", "expired", "cancelled", "not-sent", "not-found"];

/** Out of the reference, on with the amount, or away with the sale that has ended. */
export function enter(entering: Entering, atMs: number): void {
  const { store, view, box, told } = entering;
  const entry = box.now();
  if (entry.field === "reference") return box.set((now) => inField(now, "amount"));
  if (minorOf(entry, view.currency) !== null) {
    // Only a key pressed after the question was drawn answers it: a bouncing Enter does not.
    if (entry.askedAtMs === null || atMs > entry.askedAtMs) begin(entering, entry);
  } else if (view.counter?.may.clear) {
    store.ask("sale/clear", { saleId: view.counter.saleId }).then(() => told(null), refusedTo(told));
  }
}

/** With `same` the open sale comes back, to be tried again where it has ended; with `other` this one begins all the same. */
export function answerSame(entering: Entering, answer: "same" | "other" | null, recall: () => void): void {
  const { store, box, told } = entering;
  const entry = box.now();
  const { same } = entry;
  if (same === null) return;
  box.set((now) => ({ ...now, same: null, otherCustomer: answer === "other" }));
  if (answer === "other") return begin(entering, box.now());
  if (answer === null) return;
  const { saleId, state } = same;
  const opened = async (): Promise<void> => {
    await store.ask("sale/open", { saleId });
    box.set((now) => (isSame(now, entry) ? EMPTY : now));
    recall();
    if (UNPAID_ENDS.includes(state)) await store.ask("sale/again", { saleId });
  };
  opened().then(() => told(null), refusedTo(told));
}

function begin({ store, view, box, told }: Entering, entry: Entry): void {
  const { saleId, otherCustomer } = entry;
  const amountMinor = minorOf(entry, view.currency);
  if (amountMinor === null || saleId === null) return;
  const confirmed = entry.askedAtMs !== null;
  const reference = entry.reference.trim() === "" ? null : entry.reference.trim();
  store.ask("sale/begin", { saleId, amountMinor, reference, confirmed, otherCustomer }).then((answer) => {
    told(null);
    box.set((now) => (isSame(now, entry) ? askedBack(now, answer) : now));
  }, refusedTo(told));
}

function askedBack(entry: Entry, answer: OutputOf<"sale/begin">): Entry {
  const atMs = performance.now();
  if (answer.step === "confirm-amount") return { ...entry, askedAtMs: atMs };
  return answer.step === "same-customer" ? { ...entry, same: { ...answer, atMs } } : entry;
}

function isSame(now: Entry, then: Entry): boolean {
  return now.saleId === then.saleId && now.amount === then.amount;
}

function refusedTo(told: Told): (error: unknown) => void {
  return (error) => told(failureCodeOf(error));
}
