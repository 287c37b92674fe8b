// One step of a refund on its way into the ledger.
import type { SavedRefundStep } from "#till/ports.ts";
import type { Refund } from "#till/refund/state.ts";
import type Database from "better-sqlite3";
import type { Alarms } from "./alarm-entries.ts";
import type { Append } from "./append.ts";
import { compact } from "./compact.ts";
import { prepareParents } from "./parents.ts";
import { refundKind } from "./project.ts";
import { refundBody } from "./refund-words.ts";
import { refundFactsOf, type RefundWhole } from "./rows.ts";
import { uuidBytes } from "./uuid.ts";

type Known = Omit<RefundWhole, "state_json">;

/**
 * @returns saves a step. Triggers refuse a gap, a second open refund of a charge, a change of facts, a way out of `closed`, and
 * more money back than was paid; a refund without an approval, or with one that was used, is refused too.
 */
export function savingRefunds(db: Database.Database, alarms: Alarms): (append: Append, saved: SavedRefundStep) => void {
  const known = db.prepare<[Buffer], Known>(
    `select r.*, s.sale_id, a.attempt_id from refunds r join sales s on s.row_id = r.sale
     join attempts a on a.row_id = r.attempt where r.refund_id = (select ?)`,
  );
  const parentsOf = prepareParents(db);
  return (append, saved) => {
    const { refund, state, step } = saved.record;
    if ("refund" in saved.event) mustBeSame(saved.event.refund, refund);
    const id = uuidBytes(refund.refundId);
    const begun = step === 1 ? undefined : known.get(id);
    if (begun !== undefined) mustBeSame(refundFactsOf(begun), refund);
    else if (step !== 1) throw new Error(`refund ${refund.refundId} has no step before step ${step}`);
    const of = begun ?? parentsOf(refund);
    if (of === undefined) throw new Error(`refund ${refund.refundId} is of no payment in the ledger`);
    append({
      subject: begun?.row_id ?? null,
      step,
      kind: refundKind(saved.event.kind),
      ...(begun === undefined && { id }),
      body: refundBody(saved.event, { saleRow: of.sale, attemptRow: of.attempt }, saved.atMs),
      state: compact(state),
      intent: saved.intent,
      atMs: saved.atMs,
    });
    for (const alarm of saved.alarms) alarms.raise(append, alarm);
  };
}

function mustBeSame(known: Refund, claimed: Refund): void {
  if (identityOf(known) === identityOf(claimed)) return;
  throw new Error(`refund ${claimed.refundId}: what a refund began with never changes`);
}

function identityOf({ money, ...refund }: Refund): string {
  const facts = { ...refund, ...money };
  return JSON.stringify(Object.entries(facts).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
