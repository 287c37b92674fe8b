// One piece of work after another, with a short bench: who comes when it is full is sent away at once.

/** Null when too many wait already. What the work throws goes to who asked for it, and the next one begins all the same. */
export type TakeTurn = <Result>(work: () => Promise<Result>) => Promise<Result> | null;

/** @param mostWaiting beside the one that is being worked on */
export function createTurns(mostWaiting: number): TakeTurn {
  let inside = 0;
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    if (inside > mostWaiting) return null;
    inside += 1;
    const turn = last.then(work).finally(() => {
      inside -= 1;
    });
    // The next in the row waits for the end of this turn, good or bad; its failure is the asker's to handle.
    last = turn.catch(() => undefined);
    return turn;
  };
}
