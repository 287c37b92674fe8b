// Listening as Electron's objects do it. `on` returns `never` so that it fits every overload of Electron's own type.
import { EventEmitter } from "node:events";

type Listener = (...facts: never[]) => void;

export type StandInEvents = {
  readonly on: (event: string, listener: Listener) => never;
  readonly once: (event: string, listener: Listener) => never;
  readonly off: (event: string, listener: Listener) => never;
  readonly emit: (event: string, ...facts: unknown[]) => boolean;
  readonly listenerCount: (event: string) => number;
};

export function createEvents(): StandInEvents {
  const heard = new EventEmitter();
  const plain = (listener: Listener) => listener as (...facts: unknown[]) => void;
  return {
    on: (event, listener) => heard.on(event, plain(listener)) as never,
    once: (event, listener) => heard.once(event, plain(listener)) as never,
    off: (event, listener) => heard.off(event, plain(listener)) as never,
    emit: (event, ...facts) => heard.emit(event, ...facts),
    listenerCount: (event) => heard.listenerCount(event),
  };
}

/** An event that a listener may forbid, as Electron hands it over. */
export type Preventable = { preventDefault(): void; readonly defaultPrevented: boolean };

export function preventable<Facts extends object>(facts: Facts): Facts & Preventable {
  let prevented = false;
  return {
    ...facts,
    preventDefault() {
      prevented = true;
    },
    get defaultPrevented() {
      return prevented;
    },
  };
}
