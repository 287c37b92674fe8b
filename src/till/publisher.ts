// Whole snapshots out: whoever watches a view gets the present one at once and then every new one, each with a version
// that only grows. Changes of one turn are told together.
import type { ViewName, ViewOf } from "#contract/views.ts";

type Watcher = () => void;

export type Publisher = {
  watch<Name extends ViewName>(view: Name, listener: (snapshot: ViewOf<Name>) => void): () => void;
  changed(): void;
};

/** @param make builds a snapshot of a view with the given version */
export function createPublisher(make: <Name extends ViewName>(view: Name, version: number) => ViewOf<Name>): Publisher {
  const watchers = new Set<Watcher>();
  let version = 1;
  let due = false;

  function tellAll(): void {
    due = false;
    version += 1;
    for (const tell of watchers) tell();
  }

  return {
    watch(view, listener) {
      const tell = (): void => listener(make(view, version));
      watchers.add(tell);
      tell();
      return () => watchers.delete(tell);
    },
    changed() {
      if (due) return;
      due = true;
      void Promise.resolve().then(tellAll);
    },
  };
}
