// Bugs on purpose, each around a port of the till that is killed or of the one that is started after it.
import { join } from "node:path";
import { openLedger } from "#ledger/ledger.ts";
import { isFinal, type AttemptRecord } from "#till/attempt/state.ts";
import type { Ledger, Payments, SavedStep } from "#till/ports.ts";
import type { Plant } from "./words.ts";

/** `next`: it is not the killed till that has it, but the one that is started after it. */
type Planted = {
  readonly life: "killed" | "next";
  ledger?(ledger: Ledger, folder: string): Ledger;
  /** What it does as soon as it has both. */
  start?(payments: Payments, ledger: Ledger): void;
};

export const PLANTED: Readonly<Record<Plant, Planted>> = {
  "acts before it saves": { life: "killed", ledger: lateLedger },
  "forgets that it was sending": { life: "killed", ledger: forgetfulLedger },
  "sends again what may not have been sent": { life: "next", start: chargesAgain },
  "refunds again what is not known": { life: "next", start: refundsAgain },
};

/** Believes what it has only noted elsewhere: an attempt is written into the book when it has ended. */
function lateLedger(ledger: Ledger, folder: string): Ledger {
  const notes = openLedger({ path: join(folder, "notes"), mode: "training" });
  let waiting: readonly SavedStep[] = [];
  return {
    ...notes,
    path: ledger.path,
    saveSale(sale) {
      notes.saveSale(sale);
      ledger.saveSale(sale);
    },
    save(entry) {
      notes.save(entry);
      waiting = [...waiting, ...(entry.steps ?? [])];
      if (!waiting.some(({ record }) => isFinal(record.state))) return;
      ledger.save({ ...entry, steps: waiting });
      waiting = [];
    },
  };
}

/** Writes `queued` where the request may have left the machine. */
function forgetfulLedger(ledger: Ledger): Ledger {
  const truth = new Map<string, AttemptRecord>();
  return {
    ...ledger,
    save(entry) {
      const steps = (entry.steps ?? []).map((each) => ({ ...each, record: forgotten(each.record) }));
      ledger.save({ ...entry, steps });
      for (const { record } of entry.steps ?? []) truth.set(record.attempt.attemptId, record);
    },
    attempt: (attemptId) => truth.get(attemptId) ?? ledger.attempt(attemptId),
  };
}

function forgotten(record: AttemptRecord): AttemptRecord {
  const { state } = record;
  return state.name === "sending" ? { ...record, state: { name: "queued", sendByMs: state.sendByMs } } : record;
}

function chargesAgain(payments: Payments, ledger: Ledger): void {
  for (const { attempt, state } of ledger.openAttempts()) {
    if (state.name !== "queued" && state.name !== "sending") continue;
    const { attemptId, saleId, method, money, reference } = attempt;
    void payments.charge({ attemptId, saleId, method, money, reference, staff: 0, code: null, expiresAtMs: null });
  }
}

function refundsAgain(payments: Payments, ledger: Ledger): void {
  for (const { refund, state } of ledger.openRefunds()) {
    if (state.name !== "sending" && state.name !== "unknown") continue;
    const { refundId, chargeId, money, kind, approver } = refund;
    void payments.refund({ refundId, chargeId, money, asVoid: kind === "void", approver });
  }
}
