// The book, as the till needs it. Every method is synchronous and durable when it returns: nothing can slip between a read
// and a write.
import type { Currency, Money } from "#contract/money.ts";
import type { AlarmView, DayRow, RecentSale } from "#contract/views.ts";
import type { MethodId } from "#contract/words.ts";
import type { AttemptEvent } from "./attempt/events.ts";
import type { AttemptRecord } from "./attempt/state.ts";
import type { RefundEvent } from "./refund/events.ts";
import type { RefundRecord } from "./refund/state.ts";

export type SaleRecord = {
  readonly saleId: string;
  readonly money: Money;
  readonly reference: string | null;
  /** The shop's number of the member of staff; names live in settings. */
  readonly staff: number;
  readonly beganAtMs: number;
};

/** `attached`: kept as the sale's payment. `returned`: refunded or voided. `seen`: read, where nothing else is to be done. */
export type AlarmSettlement = "seen" | "attached" | "returned";

export type AlarmRecord = {
  readonly alarmId: string;
  readonly kind: AlarmView["words"];
  readonly saleId: string;
  readonly attemptId: string;
  readonly atMs: number;
  /** null while it stands. */
  readonly settled: { readonly how: AlarmSettlement; readonly staff: number; readonly atMs: number } | null;
};

/** One step, saved whole or not at all. */
type Saved<Record, Event> = {
  readonly record: Record;
  readonly event: Event;
  /** What the loop will do next, so that a crash can be read from the ledger. */
  readonly intent: string;
  readonly alarms: readonly AlarmRecord[];
  readonly atMs: number;
};
export type SavedStep = Saved<AttemptRecord, AttemptEvent>;
export type SavedRefundStep = Saved<RefundRecord, RefundEvent>;

/** What a manager allowed, written together with what it permits. Its id is used once in the life of a ledger. */
export type ApprovalRecord = {
  readonly approvalId: string;
  readonly action: string;
  readonly approver: number;
  readonly asker: number;
  /** Charge id of a refund or void, sale id of an override. */
  readonly subject: string;
  readonly money: Money | null;
  readonly atMs: number;
};

/**
 * What is still to be done about an attempt or a refund: the queue, which outlives the process. It is a working table, not
 * history: one row a subject, overwritten, gone when the subject is final.
 */
export type Operation = {
  /** Attempt id or refund id. */
  readonly subjectId: string;
  readonly saleId: string;
  readonly kind: "charge" | "refund";
  /** `send`, `look`, `read` or `expire`. */
  readonly doing: string;
  /** Tries of this doing that brought nothing. */
  readonly tries: number;
  readonly sinceMs: number;
  readonly nextAtMs: number;
  readonly deadlineMs: number | null;
  /** A short technical reason, never a secret. */
  readonly lastError: string | null;
};

/** Everything of one commit. */
export type Entry = {
  readonly steps?: readonly SavedStep[];
  readonly refundSteps?: readonly SavedRefundStep[];
  readonly approvals?: readonly ApprovalRecord[];
  readonly operations?: readonly Operation[];
};

/**
 * `save` writes the whole entry in one transaction (one fsync) and refuses, by throwing: a step number that is not the next
 * one of its attempt or refund, any step that leaves `successful` or `paid-late` (or `closed`), a second living attempt of a sale that
 * has not given way, a second open refund of a charge, an approval id that was used before.
 */
export type Ledger = {
  readonly path: string;
  saveSale(sale: SaleRecord): void;
  save(entry: Entry): void;
  sale(saleId: string): SaleRecord | null;
  attempt(attemptId: string): AttemptRecord | null;
  /** The attempt that has this charge; null where none has. */
  attemptOfCharge(chargeId: string): AttemptRecord | null;
  /** Oldest first. */
  attemptsOfSale(saleId: string): readonly AttemptRecord[];
  /** Every attempt that is not final. */
  openAttempts(): readonly AttemptRecord[];
  /** Unpaid ends younger than this, for the late-money watch. */
  unpaidEndsSince(endedAtMs: number): readonly AttemptRecord[];
  refund(refundId: string): RefundRecord | null;
  /** Oldest first. */
  refundsOfAttempt(attemptId: string): readonly RefundRecord[];
  /** asked, sending, unknown or accepted: what the loops go on with. Oldest first. */
  openRefunds(): readonly RefundRecord[];
  /** `not-found` younger than this: looked for again. */
  lostRefundsSince(endedAtMs: number): readonly RefundRecord[];
  /** Sales of exactly this amount with an attempt that is not final, or whose last unpaid end is younger; none of them paid. Newest first. */
  unpaidSalesOf(money: Money, endedSinceMs: number): readonly SaleRecord[];
  /** Newest first, with the best state of all attempts of each sale. */
  recentSales(limit: number): readonly RecentSale[];
  rows(page: { readonly before: number | null; readonly limit: number }): readonly DayRow[];
  /** Sums of what was paid between two instants, by method and currency. */
  totals(between: { readonly fromMs: number; readonly toMs: number }): readonly {
    readonly method: MethodId;
    readonly currency: Currency;
    readonly paidCount: number;
    readonly paidMinor: number;
  }[];
  /** Not settled yet, oldest first. */
  standingAlarms(): readonly AlarmRecord[];
  settleAlarm(alarmId: string, settlement: NonNullable<AlarmRecord["settled"]>): void;
  /** The queue, oldest first. */
  operations(): readonly Operation[];
  /** Binds the file to one account; false when it already belongs to another. */
  bindAccount(accountId: string): boolean;
  /** From when on payments are missing since the file was restored from a backup; null: it is whole. */
  missingSinceMs(): number | null;
  /** Commits a write that changes nothing; throws where none can be made (a full disk, a locked file). */
  prove(): void;
  close(): void;
};
