// How components reach the till: the store by context, snapshots by hook.
import { createContext, useCallback, useContext, useState, useSyncExternalStore } from "react";
import type { CommandName, InputOf } from "#contract/commands.ts";
import { Refusal, type FailureCode } from "#contract/failure.ts";
import type { ViewName } from "#contract/views.ts";
import type { Line, Received, Store } from "./store.ts";

const StoreContext = createContext<Store | null>(null);
export const TillProvider = StoreContext.Provider;

export function useStore(): Store {
  const store = useContext(StoreContext);
  if (store === null) throw new Error("no till around this component");
  return store;
}

export function useReceived<Name extends ViewName>(name: Name): Received<Name> | null {
  const store = useStore();
  const subscribe = useCallback((listener: () => void) => store.subscribe(listener, name), [store, name]);
  return useSyncExternalStore(subscribe, () => store.received(name));
}

export function useLine(): Line {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, store.line);
}

/** Gives a command and tells how it went: null, or the code of the refusal. Never repeats it. */
export type Give = <Name extends CommandName>(command: Name, input: InputOf<Name>) => void;

export function useGive(onFailure: (code: FailureCode | null) => void): Give {
  const store = useStore();
  return useCallback(
    (command, input) => {
      store.ask(command, input).then(
        () => onFailure(null),
        (error: unknown) => onFailure(failureCodeOf(error)),
      );
    },
    [store, onFailure],
  );
}

/** The same, with the newest refusal kept to be drawn. */
export function useFailure(): { readonly give: Give; readonly failure: FailureCode | null } {
  const [failure, setFailure] = useState<FailureCode | null>(null);
  return { give: useGive(setFailure), failure };
}

export function failureCodeOf(error: unknown): FailureCode {
  if (error instanceof Refusal) return error.failure.code;
  throw error;
}
