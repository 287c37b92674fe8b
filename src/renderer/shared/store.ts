// The page's copy of the till's snapshots, and the way to ask for something. It holds what was received last and when;
// it decides nothing.
import { createClient, type Client } from "#bridge/client.ts";
import type { Pipe } from "#bridge/pipe.ts";
import type { CommandName, InputOf, OutputOf } from "#contract/commands.ts";
import { failure, Refusal } from "#contract/failure.ts";
import type { ViewName, ViewOf } from "#contract/views.ts";

/** A snapshot and the moment of its arrival on the page's clock: `remainingMs` counts from there. */
export type Received<Name extends ViewName> = { readonly view: ViewOf<Name>; readonly atMs: number };

export type Line = "joining" | "up" | "lost";

export type Store = {
  /** To be called with every new pipe. */
  readonly joined: (pipe: Pipe) => void;
  readonly ask: <Name extends CommandName>(command: Name, input: InputOf<Name>) => Promise<OutputOf<Name>>;
  readonly received: <Name extends ViewName>(name: Name) => Received<Name> | null;
  readonly line: () => Line;
  /** Hears of everything that changes; naming a view starts to watch it, for as long as the page lives. */
  readonly subscribe: (listener: () => void, view?: ViewName) => () => void;
};

type State = {
  client: Client | null;
  line: Line;
  readonly watched: Set<ViewName>;
  readonly snapshots: Map<ViewName, Received<ViewName>>;
  readonly listeners: Set<() => void>;
};

export function createStore(): Store {
  const state: State = {
    client: null,
    line: "joining",
    watched: new Set(),
    snapshots: new Map(),
    listeners: new Set(),
  };
  return {
    joined: (pipe) => join(state, pipe),
    async ask(command, input) {
      if (state.client === null) throw new Refusal(failure("connection-lost", "not joined to the till", "retry"));
      return await state.client.ask(command, input);
    },
    received<Name extends ViewName>(name: Name) {
      return (state.snapshots.get(name) ?? null) as Received<Name> | null;
    },
    line: () => state.line,
    subscribe(listener, view) {
      state.listeners.add(listener);
      if (view !== undefined && !state.watched.has(view)) {
        state.watched.add(view);
        if (state.client !== null) watch(state, state.client, view);
      }
      return () => state.listeners.delete(listener);
    },
  };
}

function join(state: State, pipe: Pipe): void {
  const client = createClient(pipe);
  state.client = client;
  state.line = "up";
  client.onLost(() => {
    if (state.client !== client) return;
    state.client = null;
    state.line = "lost";
    tell(state);
  });
  for (const name of state.watched) watch(state, client, name);
  tell(state);
}

/** Versions only grow while one till lives: an older snapshot on the same line is a late one and is not drawn. */
function watch(state: State, client: Client, name: ViewName): void {
  let newest = -1;
  client.watch(name, (view) => {
    if (state.client !== client || view.version < newest) return;
    newest = view.version;
    state.snapshots.set(name, { view, atMs: performance.now() });
    tell(state);
  });
}

function tell(state: State): void {
  for (const listener of state.listeners) listener();
}
