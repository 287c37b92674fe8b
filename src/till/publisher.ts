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
  /** Nobody is told anything any more. */
  close(): void;
};

/**
 * @param make builds a snapshot of a view with the given version
 * @param defect is told of a view that could not be made; the other watchers are served all the same
 */
export function createPublisher(
  make: <Name extends ViewName>(view: Name, version: number) => ViewOf<Name>,
  defect: (view: ViewName, thrown: unknown) => void,
  clock: Pick<Clock, "nowMs" | "after">,
): Publisher {
  const watchers = new Set<Watcher>();
  let version = 1;
  let due = false;
  let toldAtMs = Number.NEGATIVE_INFINITY;
  let callOff = (): void => undefined;

  function tellAll(): void {
    due = false;
    toldAtMs = clock.nowMs();
    version += 1;
    for (const tell of watchers) tell();
  }

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
      tell();
      return () => watchers.delete(tell);
    },
    changed() {
      if (due) return;
      due = true;
      const waitMs = toldAtMs + BETWEEN_MS - clock.nowMs();
      if (waitMs <= 0) void Promise.resolve().then(tellAll);
      else callOff = clock.after(waitMs, tellAll);
    },
    close() {
      callOff();
      watchers.clear();
    },
  };
}
