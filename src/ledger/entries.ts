// Everything that is written to the ledger: whole, in one transaction, on the disk when the call returns.
import type { AlarmRecord, Ledger, SaleRecord, SavedStep } from "#till/ports.ts";
import type Database from "better-sqlite3";
import type { AlarmRow, AttemptRow, EventRow, SaleRow } from "./rows.ts";
import { marksOf, writeState } from "./states.ts";
import { inOneTransaction } from "./transaction.ts";

type AttemptEntry = Omit<AttemptRow, "row_id" | "phase">;
type EventEntry = Omit<EventRow, "seq">;

function prepareEntries(db: Database.Database) {
  return {
    sale: db.prepare<SaleRow>(
      `insert into sales (sale_id, amount_minor, currency, reference, staff, began_at_ms)
       values (@sale_id, @amount_minor, @currency, @reference, @staff, @began_at_ms) on conflict do nothing`,
    ),
    sameSale: db.prepare<SaleRow>(
      `select 1 from sales where sale_id = @sale_id and amount_minor = @amount_minor and currency = @currency
       and reference is @reference and staff = @staff`,
    ),
    attempt: db.prepare<AttemptEntry>(
      `insert into attempts (attempt_id, sale_id, method, amount_minor, currency, reference, code_last_four, created_at_ms,
         step, state, state_json, charge_id, paid_at_ms, ended_at_ms)
       values (@attempt_id, @sale_id, @method, @amount_minor, @currency, @reference, @code_last_four, @created_at_ms,
         @step, @state, @state_json, @charge_id, @paid_at_ms, @ended_at_ms)`,
    ),
    // What never changes is written again all the same, so that a trigger sees a record which claims otherwise.
    nextStep: db.prepare<AttemptEntry>(
      `update attempts set sale_id = @sale_id, method = @method, amount_minor = @amount_minor, currency = @currency,
         reference = @reference, code_last_four = @code_last_four, created_at_ms = @created_at_ms, step = @step, state = @state,
         state_json = @state_json, charge_id = @charge_id, paid_at_ms = @paid_at_ms, ended_at_ms = @ended_at_ms
       where attempt_id = @attempt_id`,
    ),
    event: db.prepare<EventEntry>(
      `insert into attempt_events (attempt_id, step, kind, event, state, intent, at_ms)
       values (@attempt_id, @step, @kind, @event, @state, @intent, @at_ms)`,
    ),
    // An alarm that is raised again by the same id is the same alarm, seen or not.
    alarm: db.prepare<AlarmRow>(
      `insert into alarms (alarm_id, kind, sale_id, attempt_id, at_ms, seen_at_ms)
       values (@alarm_id, @kind, @sale_id, @attempt_id, @at_ms, @seen_at_ms) on conflict (alarm_id) do nothing`,
    ),
    alarmSeen: db.prepare<[number, string]>(
      "update alarms set seen_at_ms = ? where alarm_id = ? and seen_at_ms is null",
    ),
    account: db.prepare<[], string | null>("select account_id from meta").pluck(),
    bind: db.prepare<[string]>("update meta set account_id = ?"),
    // The same value is written all the same: a page goes to the disk.
    prove: db.prepare<[]>("update meta set mode = mode"),
  };
}
type Entries = ReturnType<typeof prepareEntries>;

type Writing = Pick<Ledger, "saveSale" | "saveSteps" | "markAlarmSeen" | "bindAccount" | "prove">;

/** The writing half of the Ledger. */
export function writingTo(db: Database.Database): Writing {
  const entries = prepareEntries(db);
  return {
    /** The same sale again changes nothing, its first beginning counts; another one under its id is refused by throwing. */
    saveSale(sale) {
      inOneTransaction(db, () => {
        saveSale(entries, sale);
      });
    },
    saveSteps(steps) {
      inOneTransaction(db, () => {
        for (const step of steps) saveStep(entries, step);
      });
    },
    /** An alarm that is unknown or was seen before stays as it is. */
    markAlarmSeen(alarmId, atMs) {
      entries.alarmSeen.run(atMs, alarmId);
    },
    bindAccount: (accountId) =>
      inOneTransaction(db, () => {
        const bound = entries.account.get();
        if (bound === null) entries.bind.run(accountId);
        return bound === null || bound === accountId;
      }),
    prove() {
      inOneTransaction(db, () => entries.prove.run());
    },
  };
}

function saveSale(entries: Entries, sale: SaleRecord): void {
  const row: SaleRow = {
    sale_id: sale.saleId,
    amount_minor: sale.money.amountMinor,
    currency: sale.money.currency,
    reference: sale.reference,
    staff: sale.staff,
    began_at_ms: sale.beganAtMs,
  };
  if (entries.sale.run(row).changes === 1 || entries.sameSale.get(row) !== undefined) return;
  throw new Error(`sale ${sale.saleId} is already in the ledger with other facts`);
}

/** The attempt first, as its event points to it. Triggers refuse a gap, a change of facts and a way out of a paid state. */
function saveStep(entries: Entries, saved: SavedStep): void {
  const row = attemptEntry(saved);
  const statement = row.step === 1 ? entries.attempt : entries.nextStep;
  if (statement.run(row).changes !== 1)
    throw new Error(`attempt ${row.attempt_id} has no step before step ${row.step}`);
  entries.event.run({
    attempt_id: row.attempt_id,
    step: row.step,
    kind: saved.event.kind,
    event: JSON.stringify(saved.event),
    state: row.state_json,
    intent: saved.intent,
    at_ms: saved.atMs,
  });
  for (const alarm of saved.alarms) entries.alarm.run(alarmEntry(alarm));
}

function attemptEntry({ record: { attempt, state, step } }: SavedStep): AttemptEntry {
  const marks = marksOf(state);
  return {
    attempt_id: attempt.attemptId,
    sale_id: attempt.saleId,
    method: attempt.method,
    amount_minor: attempt.money.amountMinor,
    currency: attempt.money.currency,
    reference: attempt.reference,
    code_last_four: attempt.codeLastFour,
    created_at_ms: attempt.createdAtMs,
    step,
    state: state.name,
    state_json: writeState(state),
    charge_id: marks.chargeId,
    paid_at_ms: marks.paidAtMs,
    ended_at_ms: marks.endedAtMs,
  };
}

function alarmEntry(alarm: AlarmRecord): AlarmRow {
  return {
    alarm_id: alarm.alarmId,
    kind: alarm.kind,
    sale_id: alarm.saleId,
    attempt_id: alarm.attemptId,
    at_ms: alarm.atMs,
    seen_at_ms: alarm.seen ? alarm.atMs : null,
  };
}
