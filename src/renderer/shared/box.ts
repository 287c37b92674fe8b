// A value that stands outside of React: keys come in bunches, and the Enter of a bunch must see the digits in front of it, drawn
// or not. State that is read at drawing time would lose them, and with them a zero of the amount.
import { useState, useSyncExternalStore } from "react";

export type Box<Value> = {
  readonly now: () => Value;
  readonly set: (next: (now: Value) => Value) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

function createBox<Value>(first: Value): Box<Value> {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    now: () => value,
    set(next) {
      value = next(value);
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The box of this component, and what is in it as it is drawn. */
export function useBox<Value>(first: Value): readonly [Box<Value>, Value] {
  const [box] = useState(() => createBox(first));
  return [box, useSyncExternalStore(box.subscribe, box.now)];
}
