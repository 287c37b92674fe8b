// Whole snapshots out: whoever watches a view gets the present one at once and then every new one, each with a version
// that only grows. Changes of one turn are told together.
import type { ViewName, ViewOf } from "#contract/views.ts";

type Watcher = () => void;

export type Publisher = {
  watch<Name extends ViewName>(view: Name, listener: (snapshot: ViewOf<Name>) => void): () => void;
  changed(): void;
};

/**
 * @param make builds a snapshot of a view with the given version
 * @param defect is told of a view that could not be made; the other watchers are served all the same
 */
export function createPublisher(
  make: <Name extends ViewName>(view: Name, version: number) => ViewOf<Name>,
  defect: (view: ViewName, thrown: unknown) => void,
): Publisher {
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
      void Promise.resolve().then(tellAll);
    },
  };
}
