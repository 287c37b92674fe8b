// When the books are handed over to be kept: gathered after changes, and once more when the bank closes.

const GATHER_MS = 200;

/** Where the books outlive the bank. */
export type Keep = {
  /** What an earlier run saved; null: empty books. */
  readonly text: string | null;
  /** Takes the whole books as one JSON document, at most every 200 ms after a change and once at `close()`: what a killed
   *  process did in its last moment is lost. Of a scanned code the text has the last four digits. It must not throw: a
   *  text that can not be kept is its owner's to tell, and the next one is whole again. */
  save(text: string): void;
};

export type Keeper = { changed(): void; close(): void };

/** @param write makes the text; called only when there is somebody to keep it */
export function openKeeper(keep: Keep | undefined, write: () => string): Keeper {
  if (keep === undefined) return { changed: () => {}, close: () => {} };
  let waiting: ReturnType<typeof setTimeout> | null = null;
  let closed = false;
  return {
    changed() {
      if (closed || waiting !== null) return;
      waiting = setTimeout(() => {
        waiting = null;
        keep.save(write());
      }, GATHER_MS);
    },
    close() {
      if (closed) return;
      closed = true;
      if (waiting !== null) clearTimeout(waiting);
      keep.save(write());
    },
  };
}
