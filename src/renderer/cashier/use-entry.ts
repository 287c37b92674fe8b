// Typing an amount: what strokes and touches do to the entry, and the one command that comes of it.
import { useCallback, useEffect, useState } from "react";
import type { FailureCode } from "#contract/failure.ts";
import type { CashierView } from "#contract/views.ts";
import { characterOf, useScans, useStrokes, type KeyStroke } from "#renderer/shared/keyboard.ts";
import { failureCodeOf, useStore } from "#renderer/shared/till.tsx";
import {
  emptyEntry,
  inField,
  isEmpty,
  minorOf,
  takesAsReference,
  withCharacter,
  withoutLast,
  type Entry,
} from "./entry.ts";
import { isEnter, KEYS } from "./keys.ts";
import { isOver } from "./states.ts";

export type EntryControl = {
  readonly entry: Entry;
  type(character: string): void;
  deleteLast(): void;
  clear(): void;
  toField(field: Entry["field"]): void;
  /** @param atMs when it was pressed, by `performance.now()` */
  enter(atMs: number): void;
};

export function useEntry(view: CashierView, onFailure: (code: FailureCode | null) => void): EntryControl {
  const store = useStore();
  const [entry, setEntry] = useState(() => emptyEntry(crypto.randomUUID()));
  const clear = useCallback(() => setEntry(emptyEntry(crypto.randomUUID())), []);
  const { counter, currency } = view;
  const keying = view.noSale === null && (counter === null || isOver(counter.state));

  // The typed amount stays in sight until the till's own snapshot carries the sale.
  const begun = counter?.saleId === entry.saleId;
  useEffect(() => {
    if (begun) clear();
  }, [begun, clear]);

  const enter = (atMs: number): void => {
    if (entry.field === "reference") return setEntry(inField(entry, "amount"));
    const amountMinor = minorOf(entry, currency);
    if (amountMinor === null) {
      if (counter?.may.clear) store.ask("sale/clear", { saleId: counter.saleId }).then(() => onFailure(null), refused);
      return;
    }
    const confirmed = entry.askedAtMs !== null;
    if (confirmed && atMs <= (entry.askedAtMs ?? 0)) return;
    const { saleId } = entry;
    const reference = entry.reference.trim() === "" ? null : entry.reference.trim();
    store.ask("sale/begin", { saleId, amountMinor, reference, confirmed }).then(({ step }) => {
      onFailure(null);
      if (step === "confirm-amount")
        setEntry((now) => (now.saleId === saleId ? { ...now, askedAtMs: performance.now() } : now));
    }, refused);
  };
  const refused = (error: unknown): void => onFailure(failureCodeOf(error));

  const control: EntryControl = {
    entry,
    type: (character) => setEntry((now) => withCharacter(now, character, currency)),
    deleteLast: () => setEntry(withoutLast),
    clear,
    toField: (field) => setEntry((now) => inField(now, field)),
    enter,
  };
  useStrokes((stroke) => keying && takeStroke(stroke, control));
  useScans((text) => {
    if (keying && takesAsReference(entry, text)) setEntry({ ...entry, reference: text });
    else store.ask("scan/typed", { text }).then(() => onFailure(null), refused);
  });
  return control;
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
