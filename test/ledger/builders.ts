// Sales, attempts and steps for the ledger's tests, and folders that are gone afterwards.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AttemptEvent } from "#till/attempt/events.ts";
import type { Attempt, AttemptState } from "#till/attempt/state.ts";
import type { AlarmRecord, SaleRecord, SavedStep } from "#till/ports.ts";
import { onTestFinished } from "vitest";

export function id(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-ledger-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function saleOf(number: number, change: Partial<SaleRecord> = {}): SaleRecord {
  const money = { amountMinor: 12_000, currency: "THB" } as const;
  return { saleId: id(number), money, reference: null, staff: 7, beganAtMs: 1_000 + number, ...change };
}

export function attemptOf(number: number, saleNumber: number, change: Partial<Attempt> = {}): Attempt {
  return {
    attemptId: id(1_000_000 + number),
    saleId: id(saleNumber),
    method: "wechat_pay_upm",
    money: { amountMinor: 12_000, currency: "THB" },
    reference: null,
    codeLastFour: "4321",
    createdAtMs: 2_000 + number,
    ...change,
  };
}

export const QUEUED: AttemptState = { name: "queued", sendByMs: 9_000 };
export const SENDING: AttemptState = {
  name: "sending",
  sendByMs: 9_000,
  sentAtMs: 3_000,
  sentBankMs: null,
  cancelWanted: false,
};

export function paidAt(paidAtMs: number, name: "successful" | "paid-late" = "successful"): AttemptState {
  return { name, chargeId: "chrg_1", paidAtMs, endedAtMs: paidAtMs + 1 };
}

export function expiredAt(endedAtMs: number): AttemptState {
  return { name: "expired", chargeId: "chrg_1", expiresAtMs: null, endedAtMs };
}

type StepParts = { readonly event?: AttemptEvent; readonly alarms?: readonly AlarmRecord[] };

export function stepTo(attempt: Attempt, step: number, state: AttemptState, parts: StepParts = {}): SavedStep {
  const event: AttemptEvent =
    step === 1 ? { kind: "created", attempt, sendByMs: 9_000 } : { kind: "restarted", atMs: 5_000 + step };
  return {
    record: { attempt, state, step },
    event,
    intent: `after ${state.name}`,
    alarms: [],
    atMs: 6_000 + step,
    ...parts,
  };
}

/** All steps of an attempt that went through these states. */
export function walk(attempt: Attempt, states: readonly AttemptState[]): readonly SavedStep[] {
  return states.map((state, index) => stepTo(attempt, index + 1, state));
}

export function alarmOf(attempt: Attempt, change: Partial<AlarmRecord> = {}): AlarmRecord {
  const { attemptId, saleId } = attempt;
  return {
    alarmId: `${attemptId}:paid-late`,
    kind: "paid-late",
    saleId,
    attemptId,
    atMs: 8_000,
    seen: false,
    ...change,
  };
}
