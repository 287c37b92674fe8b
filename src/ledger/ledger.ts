// The book's door: opens a ledger file for the one till that owns it.
import type { Mode } from "#contract/words.ts";
import type { Ledger } from "#till/ports.ts";
import { dutiesWith, prepareDutyQueries } from "./duty-queries.ts";
import { writingTo } from "./entries.ts";
import { openBook, PRAGMAS } from "./open.ts";
import { prepareQueries, readingWith } from "./queries.ts";

export type OpenLedger = Ledger & {
  /** What SQLite answered when it was asked after opening. */
  readonly pragmas: typeof PRAGMAS;
  completeRebuild(atMs: number): void;
};

/**
 * Opens or creates a ledger (mode 0600), after the data folder was locked. Every method is durable when it returns.
 * Throws `LedgerRefusal` with one sentence, leaving the file as it was: another mode, a newer or foreign schema, no ledger at all,
 * a place that cannot be used, a SQLite that does not promise durability.
 */
export function openLedger(options: { readonly path: string; readonly mode: Mode }): OpenLedger {
  const db = openBook(options);
  return {
    path: options.path,
    pragmas: PRAGMAS,
    ...readingWith(prepareQueries(db)),
    ...dutiesWith(prepareDutyQueries(db)),
    ...writingTo(db, Date.now),
    close() {
      db.close();
    },
  };
}
