// Typing an amount: what strokes and touches do to the entry, and the one command that comes of it.
import { useLayoutEffect, useState, useSyncExternalStore } from "react";
import type { FailureCode } from "#contract/failure.ts";
import type { CashierView } from "#contract/views.ts";
import { characterOf, useScans, useStrokes, type KeyStroke } from "#renderer/shared/keyboard.ts";
import type { Store } from "#renderer/shared/store.ts";
import { failureCodeOf, useStore } from "#renderer/shared/till.tsx";
import { EMPTY, inField, isEmpty, minorOf, takesAsReference, withCharacter, withoutLast, type Entry } from "./entry.ts";
import { isEnter, KEYS } from "./keys.ts";

export type EntryControl = {
  readonly entry: Entry;
  /** A new entry was begun over the sale on the counter, which is drawn no more, also when the entry is emptied again. */
  readonly begun: boolean;
  /** Draws the sale on the counter again. */
  readonly recall: () => void;
  readonly type: (character: string) => void;
  readonly deleteLast: () => void;
  readonly clear: () => void;
  readonly toField: (field: Entry["field"]) => void;
  /** @param atMs when it was pressed, by `performance.now()` */
  readonly enter: (atMs: number) => void;
};

type Told = (code: FailureCode | null) => void;
/**
 * What is typed, outside of React: keys come in bunches, and the Enter of a bunch must see the digits in front of it, drawn
 * or not. State that is read at drawing time would lose them, and with them a zero of the amount.
 */
type EntryBox = {
  readonly now: () => Entry;
  readonly set: (next: (now: Entry) => Entry) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

function createEntryBox(): EntryBox {
  let entry = EMPTY;
  const listeners = new Set<() => void>();
  return {
    now: () => entry,
    set(next) {
      entry = next(entry);
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useEntry(view: CashierView, told: Told): EntryControl {
  const store = useStore();
  const [box] = useState(createEntryBox);
  const entry = useSyncExternalStore(box.subscribe, box.now);
  const current = (): CashierView => store.received("cashier")?.view ?? view;
  // The typed amount stays in sight until the till's own snapshot carries the sale.
  const sold = entry.saleId !== null && view.counter?.saleId === entry.saleId;
  useLayoutEffect(() => {
    if (sold) box.set(() => EMPTY);
  }, [box, sold]);

  const [past, setPast] = useState<string | null>(null);
  const control: EntryControl = {
    entry: sold ? EMPTY : entry,
    begun: (!sold && !isEmpty(entry)) || past === standing(view),
    recall: () => setPast(null),
    type(character) {
      setPast(standing(current()));
      box.set((now) => withCharacter(identified(now), character, current().currency));
    },
    deleteLast: () => box.set(withoutLast),
    clear: () => box.set(() => EMPTY),
    toField: (field) => box.set((now) => inField(now, field)),
    enter: (atMs) => enter({ store, view: current(), box, told }, atMs),
  };
  useStrokes((stroke) => isKeying(current()) && takeStroke(stroke, box.now(), control));
  useScans((text) => {
    if (isKeying(current()) && takesAsReference(box.now(), text)) box.set((now) => ({ ...now, reference: text }));
    else
      store.ask("scan/typed", { text }).then(
        () => told(null),
        (error: unknown) => told(failureCodeOf(error)),
      );
  });
  return control;
}

/** Whether the digits are those of a next sale. */
function isKeying({ noSale, counter }: CashierView): boolean {
  return noSale === null && (counter === null || counter.may.next);
}

/** What stands on the counter; what has come to another state since is not past. */
function standing({ counter }: CashierView): string {
  return counter === null ? "" : `${counter.saleId} ${counter.state}`;
}

function identified(entry: Entry): Entry {
  return entry.saleId === null ? { ...entry, saleId: crypto.randomUUID() } : entry;
}

type Entering = {
  readonly store: Store;
  readonly view: CashierView;
  readonly box: EntryBox;
  readonly told: Told;
};

/** Enter: out of the reference, on with the amount, or away with the sale that has ended. */
function enter(entering: Entering, atMs: number): void {
  const { store, view, box, told } = entering;
  const entry = box.now();
  if (entry.field === "reference") return box.set((now) => inField(now, "amount"));
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
      if (step === "confirm-amount") box.set((now) => askedNow(now, saleId));
    }, refused);
  } else if (view.counter?.may.clear) {
    store.ask("sale/clear", { saleId: view.counter.saleId }).then(() => told(null), refused);
  }
}

function askedNow(entry: Entry, saleId: string): Entry {
  return entry.saleId === saleId ? { ...entry, askedAtMs: performance.now() } : entry;
}

function takeStroke(stroke: KeyStroke, entry: Entry, control: EntryControl): boolean {
  const character = characterOf(stroke);
  const wanted = entry.field === "reference" ? /^[\x20-\x7e]$/ : /^[\d.,]$/;
  if (character !== null && wanted.test(character)) {
    control.type(entry.field === "amount" ? character.replace(",", ".") : character);
  } else if (stroke.code === "Backspace") control.deleteLast();
  else if (isEnter(stroke.code)) control.enter(stroke.atMs);
  else if (stroke.code === KEYS.reference) control.toField(entry.field === "amount" ? "reference" : "amount");
  else if (stroke.code === KEYS.cancel && entry.field === "reference") control.toField("amount");
  else if (stroke.code === KEYS.cancel && !isEmpty(entry)) control.clear();
  else return false;
  return true;
}
