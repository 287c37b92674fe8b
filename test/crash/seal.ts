// The product's own check of a whole ledger: SQLite's soundness, the chain, and what is true now made again from the events.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkWhole } from "#ledger/check.ts";
import { openBookForReading } from "#ledger/open.ts";

/** @returns what it finds wrong in the folder's ledger, a sentence each */
export function sealFaults(folder: string): readonly string[] {
  const path = join(folder, "training.ledger");
  if (!existsSync(path)) return ["there is no ledger"];
  const db = openBookForReading(path);
  try {
    return checkWhole(db).faults.map(({ sentence }) => `the ledger's own check: ${sentence}`);
  } finally {
    db.close();
  }
}
