// Whole snapshots out: whoever watches a view gets the present one at once and then every new one, each with a version
// that only grows. Changes of one turn are told together, and so is what changes within a moment of the last telling: a till
// with a hundred attempts in flight draws no more often than a screen does.
import type { ViewName, ViewOf } from "#contract/views.ts";
import type { Clock } from "./ports.ts";

type Watcher = () => void;

/** Two frames of a screen. */
const BETWEEN_MS = 33;

export type Publisher = {
  watch<Name extends ViewName>(view: Name, listener: (snapshot: ViewOf<Name>) => void): () => void;
  changed(): void;
  /** What has changed is told now: a page has its new view before the answer to its command. */
  flush(): void;
  /** Nobody is told anything any more. */
  close(): void;
};

export type PublisherParts = {
  /** Builds a snapshot of a view with the given version. */
  readonly make: <Name extends ViewName>(view: Name, version: number) => ViewOf<Name>;
  /** Is told of a view that could not be made; the other watchers are served all the same. */
  readonly defect: (view: ViewName, thrown: unknown) => void;
  readonly clock: Pick<Clock, "nowMs" | "after">;
};

export function createPublisher({ make, defect, clock }: PublisherParts): Publisher {
  const watchers = new Set<Watcher>();
  let version = 1;
  const telling = createTelling(clock, () => {
    version += 1;
    for (const tell of watchers) tell();
  });
  return {
    watch(view, listener) {
      const tell = (): void => {
        try {
          listener(make(view, version));
        } catch (thrown) {
          defect(view, thrown);
        }
      };
      watchers.add(tell);
      // A version of its own: what changed since the last telling may not have been told yet.
      version += 1;
      tell();
      return () => watchers.delete(tell);
    },
    changed: telling.plan,
    flush: telling.flush,
    close() {
      telling.callOff();
      watchers.clear();
    },
  };
}

/** When it is time to tell: at the end of the turn, or two frames after the last time. */
function createTelling(clock: PublisherParts["clock"], tellAll: () => void) {
  let due = false;
  let toldAtMs = Number.NEGATIVE_INFINITY;
  let callOff = (): void => undefined;

  function flush(): void {
    if (!due) return;
    due = false;
    callOff();
    toldAtMs = clock.nowMs();
    tellAll();
  }

  return {
    flush,
    plan(): void {
      if (due) return;
      due = true;
      // A turn of the event loop at the least: what was just asked of the network leaves before anything is drawn.
      callOff = clock.after(Math.max(0, toldAtMs + BETWEEN_MS - clock.nowMs()), flush);
    },
    callOff: () => callOff(),
  };
}
