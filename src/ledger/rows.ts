// Rows as SQLite gives them, and the records that they are. A test holds each type against the columns of its statement.
import type { Currency } from "#contract/money.ts";
import { toneOf } from "#contract/tone.ts";
import type { DayRow, RecentSale } from "#contract/views.ts";
import type { AttemptStateName, MethodId } from "#contract/words.ts";
import type { AttemptRecord } from "#till/attempt/state.ts";
import type { AlarmRecord, SaleRecord } from "#till/ports.ts";
import { readState } from "./states.ts";

export type SaleRow = {
  readonly sale_id: string;
  readonly amount_minor: number;
  readonly currency: Currency;
  readonly reference: string | null;
  readonly staff: number;
  readonly began_at_ms: number;
};

export type AttemptRow = {
  readonly row_id: number;
  readonly attempt_id: string;
  readonly sale_id: string;
  readonly method: MethodId;
  readonly amount_minor: number;
  readonly currency: Currency;
  readonly reference: string | null;
  readonly code_last_four: string | null;
  readonly created_at_ms: number;
  readonly step: number;
  readonly state: AttemptStateName;
  readonly phase: "living" | "unpaid" | "paid";
  readonly state_json: string;
  readonly charge_id: string | null;
  readonly paid_at_ms: number | null;
  readonly ended_at_ms: number | null;
};

export type EventRow = {
  readonly seq: number;
  readonly attempt_id: string;
  readonly step: number;
  readonly kind: string;
  readonly event: string;
  readonly state: string;
  readonly intent: string;
  readonly at_ms: number;
};

export type AlarmRow = {
  readonly alarm_id: string;
  readonly kind: AlarmRecord["kind"];
  readonly sale_id: string;
  readonly attempt_id: string;
  readonly at_ms: number;
  readonly seen_at_ms: number | null;
};

export type TotalRow = {
  readonly method: MethodId;
  readonly currency: Currency;
  readonly paid_count: number;
  readonly paid_minor: number;
};

export function saleOf(row: SaleRow): SaleRecord {
  return {
    saleId: row.sale_id,
    money: { amountMinor: row.amount_minor, currency: row.currency },
    reference: row.reference,
    staff: row.staff,
    beganAtMs: row.began_at_ms,
  };
}

export function attemptOf(row: AttemptRow): AttemptRecord {
  return {
    attempt: {
      attemptId: row.attempt_id,
      saleId: row.sale_id,
      method: row.method,
      money: { amountMinor: row.amount_minor, currency: row.currency },
      reference: row.reference,
      codeLastFour: row.code_last_four,
      createdAtMs: row.created_at_ms,
    },
    state: readState(row.state_json),
    step: row.step,
  };
}

export function alarmOf(row: AlarmRow): AlarmRecord {
  return {
    alarmId: row.alarm_id,
    kind: row.kind,
    saleId: row.sale_id,
    attemptId: row.attempt_id,
    atMs: row.at_ms,
    seen: row.seen_at_ms !== null,
  };
}

/** `atMs` is when the attempt was made. */
export function dayRowOf(row: AttemptRow): DayRow {
  return {
    cursor: row.row_id,
    saleId: row.sale_id,
    attemptId: row.attempt_id,
    money: { amountMinor: row.amount_minor, currency: row.currency },
    method: row.method,
    state: row.state,
    tone: toneOf(row.state),
    atMs: row.created_at_ms,
    chargeId: row.charge_id,
  };
}

/** @param row the attempt that speaks for its sale */
export function recentSaleOf(row: AttemptRow): RecentSale {
  return {
    saleId: row.sale_id,
    money: { amountMinor: row.amount_minor, currency: row.currency },
    method: row.method,
    state: row.state,
    tone: toneOf(row.state),
    atMs: row.created_at_ms,
    reference: row.reference,
  };
}
