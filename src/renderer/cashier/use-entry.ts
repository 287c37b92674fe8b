// Typing an amount: what strokes and touches do to the entry, and the one command that comes of it.
import { useState, type Dispatch, type SetStateAction } from "react";
import type { FailureCode } from "#contract/failure.ts";
import type { CashierView } from "#contract/views.ts";
import { characterOf, useScans, useStrokes, type KeyStroke } from "#renderer/shared/keyboard.ts";
import type { Store } from "#renderer/shared/store.ts";
import { failureCodeOf, useStore } from "#renderer/shared/till.tsx";
import { EMPTY, inField, isEmpty, minorOf, takesAsReference, withCharacter, withoutLast, type Entry } from "./entry.ts";
import { isEnter, KEYS } from "./keys.ts";
import { isOver } from "./states.ts";

export type EntryControl = {
  readonly entry: Entry;
  readonly type: (character: string) => void;
  readonly deleteLast: () => void;
  readonly clear: () => void;
  readonly toField: (field: Entry["field"]) => void;
  /** @param atMs when it was pressed, by `performance.now()` */
  readonly enter: (atMs: number) => void;
};

type Told = (code: FailureCode | null) => void;
type SetEntry = Dispatch<SetStateAction<Entry>>;

export function useEntry(view: CashierView, told: Told): EntryControl {
  const store = useStore();
  const [entry, setEntry] = useState(EMPTY);
  const { counter, currency } = view;
  const keying = view.noSale === null && (counter === null || isOver(counter.state));
  // The typed amount stays in sight until the till's own snapshot carries the sale.
  if (entry.saleId !== null && counter?.saleId === entry.saleId) setEntry(EMPTY);

  const control: EntryControl = {
    entry,
    type: (character) => setEntry((now) => withCharacter(identified(now), character, currency)),
    deleteLast: () => setEntry(withoutLast),
    clear: () => setEntry(EMPTY),
    toField: (field) => setEntry((now) => inField(now, field)),
    enter: (atMs) => enter({ store, view, entry, setEntry, told }, atMs),
  };
  useStrokes((stroke) => keying && takeStroke(stroke, control));
  useScans((text) => {
    if (keying && takesAsReference(entry, text)) setEntry({ ...entry, reference: text });
    else
      store.ask("scan/typed", { text }).then(
        () => told(null),
        (error: unknown) => told(failureCodeOf(error)),
      );
  });
  return control;
}

function identified(entry: Entry): Entry {
  return entry.saleId === null ? { ...entry, saleId: crypto.randomUUID() } : entry;
}

type Entering = {
  readonly store: Store;
  readonly view: CashierView;
  readonly entry: Entry;
  readonly setEntry: SetEntry;
  readonly told: Told;
};

/** Enter: out of the reference, on with the amount, or away with the sale that has ended. */
function enter(entering: Entering, atMs: number): void {
  const { store, view, entry, setEntry, told } = entering;
  if (entry.field === "reference") return setEntry(inField(entry, "amount"));
  const amountMinor = minorOf(entry, view.currency);
  const refused = (error: unknown): void => told(failureCodeOf(error));
  if (amountMinor !== null && entry.saleId !== null) {
    const { saleId } = entry;
    const confirmed = entry.askedAtMs !== null;
    // Only a key pressed after the question was drawn answers it: a bouncing Enter does not.
    if (entry.askedAtMs !== null && atMs <= entry.askedAtMs) return;
    const reference = entry.reference.trim() === "" ? null : entry.reference.trim();
    store.ask("sale/begin", { saleId, amountMinor, reference, confirmed }).then(({ step }) => {
      told(null);
      if (step === "confirm-amount") setEntry((now) => askedNow(now, saleId));
    }, refused);
  } else if (view.counter?.may.clear) {
    store.ask("sale/clear", { saleId: view.counter.saleId }).then(() => told(null), refused);
  }
}

function askedNow(entry: Entry, saleId: string): Entry {
  return entry.saleId === saleId ? { ...entry, askedAtMs: performance.now() } : entry;
}

function takeStroke(stroke: KeyStroke, control: EntryControl): boolean {
  const character = characterOf(stroke);
  const wanted = control.entry.field === "reference" ? /^[\x20-\x7e]$/ : /^[\d.,]$/;
  if (character !== null && wanted.test(character)) {
    control.type(control.entry.field === "amount" ? character.replace(",", ".") : character);
  } else if (stroke.code === "Backspace") control.deleteLast();
  else if (isEnter(stroke.code)) control.enter(stroke.atMs);
  else if (stroke.code === KEYS.reference) control.toField(control.entry.field === "amount" ? "reference" : "amount");
  else if (stroke.code === KEYS.cancel && control.entry.field === "reference") control.toField("amount");
  else if (stroke.code === KEYS.cancel && !isEmpty(control.entry)) control.clear();
  else return false;
  return true;
}
