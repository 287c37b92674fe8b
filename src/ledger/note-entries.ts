// Sales and approvals on their way into the ledger, and what the file knows of itself.
import type { ApprovalRecord, SaleRecord } from "#till/ports.ts";
import type Database from "better-sqlite3";
import type { Append } from "./append.ts";
import { compact } from "./compact.ts";
import { saleOf, type SaleRow } from "./rows.ts";
import { uuidBytes } from "./uuid.ts";

export function savingNotes(db: Database.Database) {
  const sale = db.prepare<[Buffer], SaleRow>("select * from sales where sale_id = ?");
  const file = db.prepare<[], { readonly account_id: string | null; readonly missing_since_ms: number | null }>(
    "select account_id, missing_since_ms from meta",
  );
  return {
    account: () => file.get()?.account_id ?? null,
    isMissing: () => (file.get()?.missing_since_ms ?? null) !== null,
    beginSale(append: Append, record: SaleRecord): void {
      const { money, reference, staff, beganAtMs } = record;
      const id = uuidBytes(record.saleId);
      const known = sale.get(id);
      if (known !== undefined) return mustBeSame(saleOf(known), record);
      const body = compact({ ...money, reference, staff });
      append({ subject: null, step: 1, kind: "sale/began", id, body, atMs: beganAtMs });
    },
    giveApproval(append: Append, { money, atMs, ...approval }: ApprovalRecord): void {
      append({ subject: null, step: 1, kind: "approval/given", body: compact({ ...approval, ...money }), atMs });
    },
  };
}

function mustBeSame(known: SaleRecord, claimed: SaleRecord): void {
  const same =
    known.money.amountMinor === claimed.money.amountMinor &&
    known.money.currency === claimed.money.currency &&
    known.reference === claimed.reference &&
    known.staff === claimed.staff;
  if (!same) throw new Error(`sale ${claimed.saleId} is already in the ledger with other facts`);
}
