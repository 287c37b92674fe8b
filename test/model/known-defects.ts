// What the real code throws although it can happen, and what follows from it: the driver of the loop catches it, writes it to
// the log, pauses, and goes on from what the ledger has. Every other throw breaks a promise; one that is mended leaves this list.

/** A look that was begun while nobody knew is answered when the charge has been adopted: nothing was new, and nothing is lost. */
const OLD_LOOK = /^an attempt that is (pending|cancelling) cannot meet not-in-listing$/;

export function isKnownDefect(thrown: unknown): thrown is Error {
  return thrown instanceof Error && OLD_LOOK.test(thrown.message);
}
