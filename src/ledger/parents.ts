// The rows that a refund and an alarm hang on: an attempt and its sale, found by their ids together.
import type Database from "better-sqlite3";
import { uuidBytes } from "./uuid.ts";

export type Parents = { readonly sale: number; readonly attempt: number };

/** @returns finds them; undefined where the attempt is not in the ledger, or is of another sale */
export function prepareParents(
  db: Database.Database,
): (of: { readonly attemptId: string; readonly saleId: string }) => Parents | undefined {
  const parents = db.prepare<[Buffer, Buffer], Parents>(
    `select s.row_id as sale, a.row_id as attempt from attempts a join sales s on s.row_id = a.sale
     where a.attempt_id = (select ?) and s.sale_id = (select ?)`,
  );
  return ({ attemptId, saleId }) => parents.get(uuidBytes(attemptId), uuidBytes(saleId));
}
