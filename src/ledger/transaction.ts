// All or nothing: the one way in which the ledger writes.
import type Database from "better-sqlite3";

/**
 * Runs `body` in one immediate transaction, committed and on the disk when this returns.
 * Whatever it throws rolls everything back; a body that returns a promise is refused and rolled back too.
 */
export function inOneTransaction<Result>(db: Database.Database, body: () => Result): Result {
  return db.transaction(body).immediate();
}
