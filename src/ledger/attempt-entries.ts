// One step of an attempt on its way into the ledger.
import type { Attempt } from "#till/attempt/state.ts";
import type { SavedStep } from "#till/ports.ts";
import type Database from "better-sqlite3";
import type { Alarms } from "./alarm-entries.ts";
import type { Append } from "./append.ts";
import { attemptBody } from "./attempt-events.ts";
import { compact } from "./compact.ts";
import { factsOf, type AttemptLine } from "./rows.ts";
import { uuidBytes } from "./uuid.ts";

/** @returns saves a step. Triggers refuse a gap, a second living attempt, a change of facts and a way out of a paid state. */
export function savingAttempts(db: Database.Database, alarms: Alarms): (append: Append, saved: SavedStep) => void {
  const known = db.prepare<[Buffer], AttemptLine>(
    "select a.*, s.sale_id from attempts a join sales s on s.row_id = a.sale where attempt_id = (select ?)",
  );
  const saleRow = db.prepare<[Buffer], number>("select row_id from sales where sale_id = ?").pluck();
  return (append, saved) => {
    const { attempt, state, step } = saved.record;
    if ("attempt" in saved.event) mustBeSame(saved.event.attempt, attempt);
    const id = uuidBytes(attempt.attemptId);
    const begun = step === 1 ? undefined : known.get(id);
    if (begun === undefined) mustBegin(saved);
    else mustBeSame(factsOf(begun), attempt);
    const sale = begun?.sale ?? saleRow.get(uuidBytes(attempt.saleId));
    if (sale === undefined) throw new Error(`attempt ${attempt.attemptId} is of no sale in the ledger`);
    append({
      subject: begun?.row_id ?? null,
      step,
      kind: saved.event.kind,
      ...(begun === undefined && { id }),
      body: attemptBody(saved.event, attempt, { saleRow: sale, atMs: saved.atMs }),
      state: compact(state),
      intent: saved.intent,
      atMs: saved.atMs,
    });
    for (const alarm of saved.alarms) alarms.raise(append, alarm);
  };
}

function mustBegin({ record: { attempt, step } }: SavedStep): void {
  if (step !== 1) throw new Error(`attempt ${attempt.attemptId} has no step before step ${step}`);
}

function mustBeSame(known: Attempt, claimed: Attempt): void {
  if (identityOf(known) === identityOf(claimed)) return;
  throw new Error(`attempt ${claimed.attemptId}: what an attempt began with never changes`);
}

function identityOf({ attemptId, saleId, method, money, reference, codeLastFour, createdAtMs }: Attempt): string {
  const { amountMinor, currency } = money;
  return JSON.stringify([attemptId, saleId, method, amountMinor, currency, reference, codeLastFour, createdAtMs]);
}
