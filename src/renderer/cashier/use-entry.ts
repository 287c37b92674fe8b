// Typing an amount: what strokes and touches do to the entry, and the one command that comes of it.
import { useLayoutEffect, useState } from "react";
import type { CashierView } from "#contract/views.ts";
import { useBox } from "#renderer/shared/box.ts";
import { characterOf, type KeyStroke } from "#renderer/shared/keyboard.ts";
import { useScans, useStrokes } from "#renderer/shared/keys-heard.tsx";
import { failureCodeOf, useStore } from "#renderer/shared/till.tsx";
import { answerSame, enter, type Told } from "./entering.ts";
import { EMPTY, inField, isEmpty, takesAsReference, withCharacter, withoutLast, type Entry } from "./entry.ts";
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
  /** Answers "Same customer?"; null goes back to the amount. */
  readonly answerSame: (same: "same" | "other" | null) => void;
};

export function useEntry(view: CashierView, told: Told): EntryControl {
  const store = useStore();
  const [box, entry] = useBox(EMPTY);
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
    answerSame: (same) => answerSame({ store, view: current(), box, told }, same, () => setPast(null)),
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
