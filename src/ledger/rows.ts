// Rows as SQLite gives them, and the records that they are. A test holds each type against the columns of its statement.
import type { Currency } from "#contract/money.ts";
import { toneOf } from "#contract/tone.ts";
import type { DayRow, RecentSale } from "#contract/views.ts";
import type { AttemptStateName, MethodId } from "#contract/words.ts";
import type { Attempt, AttemptRecord } from "#till/attempt/state.ts";
import type { AlarmRecord, AlarmSettlement, ApprovalRecord, Operation, SaleRecord } from "#till/ports.ts";
import type { Refund, RefundRecord, RefundState } from "#till/refund/state.ts";
import { readRefundState } from "./refund-words.ts";
import { readState } from "./states.ts";
import { uuidText } from "./uuid.ts";

export type SaleRow = {
  readonly row_id: number;
  readonly sale_id: Buffer;
  readonly amount_minor: number;
  readonly currency: Currency;
  readonly reference: string | null;
  readonly staff: number;
  readonly began_at_ms: number;
};

export type AttemptRow = {
  readonly row_id: number;
  readonly attempt_id: Buffer;
  /** Row of its sale. */
  readonly sale: number;
  readonly method: MethodId;
  readonly amount_minor: number;
  readonly currency: Currency;
  readonly reference: string | null;
  readonly code_last_four: string | null;
  readonly created_at_ms: number;
  readonly step: number;
  /** Its last event. */
  readonly event_seq: number;
  readonly state: AttemptStateName;
  readonly phase: "living" | "unpaid" | "paid";
  readonly gave_way: 0 | 1;
  readonly charge_id: string | null;
  readonly paid_at_ms: number | null;
  readonly ended_at_ms: number | null;
};

/** An attempt with the id of its sale. */
export type AttemptLine = AttemptRow & { readonly sale_id: Buffer };
/** An attempt with its state in full. */
export type AttemptWhole = AttemptLine & { readonly state_json: string };

export type RefundRow = {
  readonly row_id: number;
  readonly refund_id: Buffer;
  readonly sale: number;
  readonly attempt: number;
  readonly charge_id: string;
  readonly kind: Refund["kind"];
  readonly amount_minor: number;
  readonly currency: Currency;
  readonly refunded_before_minor: number;
  readonly approval_id: string;
  readonly approver: number;
  readonly staff: number;
  readonly asked_at_ms: number;
  readonly step: number;
  readonly event_seq: number;
  readonly state: RefundState["name"];
  readonly ended_at_ms: number | null;
};
export type RefundWhole = RefundRow & {
  readonly sale_id: Buffer;
  readonly attempt_id: Buffer;
  readonly state_json: string;
};

export type ApprovalRow = {
  readonly row_id: number;
  readonly approval_id: string;
  readonly action: string;
  readonly approver: number;
  readonly asker: number;
  readonly subject: string;
  readonly amount_minor: number | null;
  readonly currency: Currency | null;
  readonly at_ms: number;
};

export type AlarmRow = {
  readonly row_id: number;
  readonly alarm_id: string;
  readonly kind: AlarmRecord["kind"];
  readonly sale: number;
  readonly attempt: number;
  readonly at_ms: number;
  readonly settled: AlarmSettlement | null;
  readonly settled_by: number | null;
  readonly settled_at_ms: number | null;
};
export type AlarmWhole = AlarmRow & { readonly sale_id: Buffer; readonly attempt_id: Buffer };

export type OperationRow = {
  readonly row_id: number;
  readonly subject_id: Buffer;
  readonly sale_id: Buffer;
  readonly kind: Operation["kind"];
  readonly doing: string;
  readonly tries: number;
  readonly since_ms: number;
  readonly next_at_ms: number;
  readonly deadline_ms: number | null;
  readonly last_error: string | null;
};

export type TotalRow = {
  readonly method: MethodId;
  readonly currency: Currency;
  readonly paid_count: number;
  readonly paid_minor: number;
};

export function saleOf(row: SaleRow): SaleRecord {
  return {
    saleId: uuidText(row.sale_id),
    money: { amountMinor: row.amount_minor, currency: row.currency },
    reference: row.reference,
    staff: row.staff,
    beganAtMs: row.began_at_ms,
  };
}

/** What is true of the attempt from its first moment. */
export function factsOf(row: AttemptLine): Attempt {
  return {
    attemptId: uuidText(row.attempt_id),
    saleId: uuidText(row.sale_id),
    method: row.method,
    money: { amountMinor: row.amount_minor, currency: row.currency },
    reference: row.reference,
    codeLastFour: row.code_last_four,
    createdAtMs: row.created_at_ms,
  };
}

export function attemptOf(row: AttemptWhole): AttemptRecord {
  return { attempt: factsOf(row), state: readState(row.state_json), step: row.step };
}

export function refundFactsOf(row: Omit<RefundWhole, "state_json">): Refund {
  return {
    refundId: uuidText(row.refund_id),
    saleId: uuidText(row.sale_id),
    attemptId: uuidText(row.attempt_id),
    chargeId: row.charge_id,
    kind: row.kind,
    money: { amountMinor: row.amount_minor, currency: row.currency },
    refundedBeforeMinor: row.refunded_before_minor,
    approvalId: row.approval_id,
    approver: row.approver,
    staff: row.staff,
    askedAtMs: row.asked_at_ms,
  };
}

export function refundOf(row: RefundWhole): RefundRecord {
  return { refund: refundFactsOf(row), state: readRefundState(row.state_json), step: row.step };
}

export function approvalOf(row: ApprovalRow): ApprovalRecord {
  const { amount_minor: amountMinor, currency } = row;
  return {
    approvalId: row.approval_id,
    action: row.action,
    approver: row.approver,
    asker: row.asker,
    subject: row.subject,
    money: amountMinor === null || currency === null ? null : { amountMinor, currency },
    atMs: row.at_ms,
  };
}

export function alarmOf(row: AlarmWhole): AlarmRecord {
  const { settled: how, settled_by: staff, settled_at_ms: atMs } = row;
  return {
    alarmId: row.alarm_id,
    kind: row.kind,
    saleId: uuidText(row.sale_id),
    attemptId: uuidText(row.attempt_id),
    atMs: row.at_ms,
    settled: how === null || staff === null || atMs === null ? null : { how, staff, atMs },
  };
}

export function operationOf(row: OperationRow): Operation {
  return {
    subjectId: uuidText(row.subject_id),
    saleId: uuidText(row.sale_id),
    kind: row.kind,
    doing: row.doing,
    tries: row.tries,
    sinceMs: row.since_ms,
    nextAtMs: row.next_at_ms,
    deadlineMs: row.deadline_ms,
    lastError: row.last_error,
  };
}

/** `atMs` is when the attempt was made. */
export function dayRowOf(row: AttemptLine): DayRow {
  return {
    cursor: row.row_id,
    saleId: uuidText(row.sale_id),
    attemptId: uuidText(row.attempt_id),
    money: { amountMinor: row.amount_minor, currency: row.currency },
    method: row.method,
    state: row.state,
    tone: toneOf(row.state),
    atMs: row.created_at_ms,
    chargeId: row.charge_id,
  };
}

/** @param row the attempt that speaks for its sale */
export function recentSaleOf(row: AttemptLine): RecentSale {
  return {
    saleId: uuidText(row.sale_id),
    money: { amountMinor: row.amount_minor, currency: row.currency },
    method: row.method,
    state: row.state,
    tone: toneOf(row.state),
    atMs: row.created_at_ms,
    reference: row.reference,
  };
}
