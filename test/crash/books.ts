// The two books side by side: what the ledger says of every attempt, and what the pretend bank knows.
import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import type { Books } from "#simulator/simulator.ts";

type AttemptLine = {
  readonly attempt_id: string;
  readonly state: string;
  readonly phase: "living" | "unpaid" | "paid";
  readonly charge_id: string | null;
  readonly amount_minor: number;
};
export type EventLine = {
  readonly attempt_id: string;
  readonly step: number;
  readonly event: string;
  readonly state: string;
};
export type LedgerBooks = {
  readonly attempts: readonly AttemptLine[];
  readonly events: readonly EventLine[];
  /** Saved steps that are no event, as text: sales and alarms. */
  readonly beside: readonly string[];
  readonly integrity: unknown;
};

const EMPTY: LedgerBooks = { attempts: [], events: [], beside: [], integrity: "ok" };

/** Reads a ledger file as it lies there, without the product's own code. One whose tables are not made yet is empty. */
export function readLedgerBooks(path: string): LedgerBooks {
  if (!existsSync(path)) return EMPTY;
  const db = new Database(path, { readonly: true });
  try {
    if (db.prepare("select 1 from sqlite_schema where name = 'attempt_events'").get() === undefined) return EMPTY;
    return db.transaction(() => ({
      attempts: db
        .prepare<[], AttemptLine>(
          "select attempt_id, state, phase, charge_id, amount_minor from attempts order by row_id",
        )
        .all(),
      events: readEvents(db),
      beside: db
        .prepare<[], string>("select sale_id || amount_minor from sales union all select alarm_id from alarms")
        .pluck()
        .all(),
      integrity: db.pragma("integrity_check", { simple: true }),
    }))();
  } finally {
    db.close();
  }
}

export function readEvents(db: Database.Database): readonly EventLine[] {
  return db.prepare<[], EventLine>("select attempt_id, step, event, state from attempt_events order by seq").all();
}

/** Every way in which the two disagree, as a sentence each; attempts that are still open are one of them. */
export function disagreements(ledger: LedgerBooks, bank: Books): readonly string[] {
  const found: string[] = [];
  const attempts = new Set(ledger.attempts.map((each) => each.attempt_id));
  for (const charge of bank.charges) {
    const attemptId = charge.metadata["cf_attempt"];
    if (typeof attemptId !== "string" || !attempts.has(attemptId))
      found.push(`charge ${charge.id} (${charge.status}) has no attempt in the ledger`);
  }
  for (const attempt of ledger.attempts) {
    const charges = bank.charges.filter((each) => each.metadata["cf_attempt"] === attempt.attempt_id);
    if (charges.length > 1) found.push(`attempt ${attempt.attempt_id} was charged ${charges.length} times`);
    const untrue = untrueOf(attempt, charges[0]);
    if (untrue !== null) found.push(`attempt ${attempt.attempt_id} is ${attempt.state}, but ${untrue}`);
  }
  if (ledger.integrity !== "ok") found.push(`the ledger's integrity check says ${String(ledger.integrity)}`);
  return found;
}

const WITHOUT_CHARGE = new Set(["not-sent", "not-found"]);

function untrueOf(attempt: AttemptLine, charge: Books["charges"][number] | undefined): string | null {
  if (attempt.phase === "living") return `the bank has ${charge?.status ?? "no charge"}`;
  if (charge === undefined) {
    const isKnownWithout = WITHOUT_CHARGE.has(attempt.state) || (attempt.state === "failed" && !attempt.charge_id);
    return isKnownWithout ? null : "the bank has no charge";
  }
  if (WITHOUT_CHARGE.has(attempt.state)) return `the bank has a charge that is ${charge.status}`;
  if (attempt.charge_id !== charge.id) return `its charge is ${attempt.charge_id}, not ${charge.id}`;
  if (attempt.amount_minor !== charge.amount) return `the bank has ${charge.amount}, not ${attempt.amount_minor}`;
  if ((attempt.phase === "paid") !== (charge.status === "successful")) return `the bank's charge is ${charge.status}`;
  return charge.status === "pending" ? "the bank's charge is pending" : null;
}

/** @returns where `now` is not what was, followed by more; null when it is */
export function changedPast(was: readonly EventLine[], now: readonly EventLine[]): string | null {
  const at = was.findIndex((line, index) => JSON.stringify(line) !== JSON.stringify(now[index]));
  return at === -1 ? null : `event ${at + 1} was ${JSON.stringify(was[at])} and is ${JSON.stringify(now[at])}`;
}
