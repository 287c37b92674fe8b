// Sales, attempts and steps for the ledger's tests, and folders that are gone afterwards.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLedger } from "#ledger/ledger.ts";
import { ledgerPath } from "#ledger/open.ts";
import type { AttemptEvent } from "#till/attempt/events.ts";
import type { Attempt, AttemptState } from "#till/attempt/state.ts";
import type { AlarmRecord, ApprovalRecord, Operation, SaleRecord, SavedRefundStep, SavedStep } from "#till/ports.ts";
import type { RefundEvent } from "#till/refund/events.ts";
import type { Refund, RefundState } from "#till/refund/state.ts";
import { afterAll, onTestFinished } from "vitest";

export function id(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-ledger-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Gone when all tests of the file are over. */
export function temporaryFolderOfTheFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-ledger-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new training ledger with these sales, closed when the test is over. */
export function opened(...sales: readonly number[]) {
  const path = ledgerPath(temporaryFolder(), "training");
  const ledger = openLedger({ path, mode: "training" });
  onTestFinished(() => ledger.close());
  for (const number of sales) ledger.saveSale(saleOf(number));
  return { path, ledger };
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
  gaveWay: false,
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
    settled: null,
    ...change,
  };
}

/** A refund of what `attempt` took. */
export function refundOf(number: number, attempt: Attempt, change: Partial<Refund> = {}): Refund {
  return {
    refundId: id(2_000_000 + number),
    saleId: attempt.saleId,
    attemptId: attempt.attemptId,
    chargeId: "chrg_1",
    kind: "refund",
    money: { amountMinor: 4_000, currency: "THB" },
    refundedBeforeMinor: 0,
    approvalId: `approval ${number}`,
    approver: 1,
    staff: 7,
    askedAtMs: 20_000 + number,
    ...change,
  };
}

export const ASKED: RefundState = { name: "asked", sendByMs: 99_000 };
export const SENDING_BACK: RefundState = { name: "sending", sendByMs: 99_000, sentAtMs: 21_000, sentBankMs: 21_001 };
export const ACCEPTED: RefundState = { name: "accepted", omiseRefundId: "rfnd_1", voided: null, acceptedAtMs: 22_000 };
export const CLOSED: RefundState = { ...ACCEPTED, name: "closed", voided: false, endedAtMs: 23_000 };

export function approvalFor(refund: Refund, change: Partial<ApprovalRecord> = {}): ApprovalRecord {
  return {
    approvalId: refund.approvalId,
    action: refund.kind,
    approver: refund.approver,
    asker: refund.staff,
    subject: refund.chargeId,
    money: refund.money,
    atMs: refund.askedAtMs,
    ...change,
  };
}

export function refundStepTo(
  refund: Refund,
  step: number,
  state: RefundState,
  parts: { readonly event?: RefundEvent; readonly alarms?: readonly AlarmRecord[] } = {},
): SavedRefundStep {
  const event: RefundEvent =
    step === 1 ? { kind: "asked", refund, sendByMs: 99_000 } : { kind: "restarted", atMs: 24_000 + step };
  return {
    record: { refund, state, step },
    event,
    intent: `after ${state.name}`,
    alarms: [],
    atMs: 25_000 + step,
    ...parts,
  };
}

/** All steps of a refund that went through these states. */
export function refundWalk(refund: Refund, states: readonly RefundState[]): readonly SavedRefundStep[] {
  return states.map((state, index) => refundStepTo(refund, index + 1, state));
}

export function operationOf(subjectId: string, saleId: string, change: Partial<Operation> = {}): Operation {
  return {
    subjectId,
    saleId,
    kind: "charge",
    doing: "send",
    tries: 0,
    sinceMs: 30_000,
    nextAtMs: 31_000,
    deadlineMs: null,
    lastError: null,
    ...change,
  };
}
