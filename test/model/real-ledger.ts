// A ledger in memory, as strict as the real one, that notes what was saved. A write may be made to fail, as on a full disk.
import type { AttemptRecord, AttemptState } from "#till/attempt/state.ts";
import { isFinal, isPaid, standsAside } from "#till/attempt/state.ts";
import type { AlarmRecord, ApprovalRecord, Entry, Ledger, SaleRecord } from "#till/ports.ts";
import {
  isRefundFinal,
  isRefundOpen,
  isRefundTaken,
  type Refund,
  type RefundRecord,
  type RefundState,
} from "#till/refund/state.ts";
import { attemptOf, SALE_ID } from "./names.ts";
import { refundIndexOf } from "./refund-names.ts";
import { NOW_MS, timeless, type Flow } from "./world.ts";

/** What the ledger has of each attempt, by its number; null: nothing. */
export type Kept = {
  readonly attempts: readonly (AttemptState | null)[];
  readonly refunds: readonly { readonly refund: Refund; readonly state: RefundState }[];
};

/** One commit. */
export type Saved = {
  readonly do: "save";
  readonly attempts: readonly { readonly index: number; readonly state: AttemptState }[];
  readonly refunds: readonly { readonly index: number; readonly refund: Refund; readonly state: RefundState }[];
  readonly alarms: readonly string[];
  readonly approvals: readonly ApprovalRecord[];
};

export class FullDisk extends Error {}

export type Shelf = {
  readonly kept: Kept;
  readonly flow: Flow;
  /** Called before each write; throws where it cannot be made. */
  readonly write: () => void;
  readonly note: (saved: Saved) => void;
  /** Whether approval ids are used once only, as in the real ledger. */
  readonly strict: boolean;
};

const STEP = 7;
const SALE: SaleRecord = {
  saleId: SALE_ID,
  money: attemptOf(0, "alipayplus_mpm").money,
  reference: null,
  staff: 1,
  beganAtMs: NOW_MS,
};

type Books = { attempts: (AttemptRecord | null)[]; refunds: RefundRecord[]; hidden: boolean };

export type ModelLedger = Ledger & {
  /** While true it shows no attempts. */
  hide(hidden: boolean): void;
  /** From here on the ledger has that. */
  turnTo(kept: Kept): void;
};

function booksOf({ attempts, refunds }: Kept, flow: Flow): Books {
  return {
    attempts: attempts.map((state, index) => state && { attempt: attemptOf(index, flow), state, step: STEP }),
    refunds: refunds.map((each) => ({ ...each, step: STEP })),
    hidden: false,
  };
}

export function ledgerOver(shelf: Shelf): ModelLedger {
  let books = booksOf(shelf.kept, shelf.flow);
  const known = (): readonly AttemptRecord[] =>
    books.hidden ? [] : books.attempts.filter((record) => record !== null);
  const refundsIn = (wanted: (state: RefundState) => boolean): readonly RefundRecord[] =>
    books.refunds.filter(({ state }) => wanted(state));
  return {
    path: "model",
    saveSale: () => shelf.write(),
    save(entry) {
      // The queue's rows are rewritten at every look and decide nothing.
      if (!entry.steps?.length && !entry.refundSteps?.length && !entry.approvals?.length) return;
      shelf.write();
      save(books, entry, shelf);
    },
    sale: (saleId) => (saleId === SALE_ID ? SALE : null),
    attempt: (attemptId) => (books.hidden ? null : (books.attempts[Number(attemptId)] ?? null)),
    attemptOfCharge: () => null,
    attemptsOfSale: (saleId) => (saleId === SALE_ID ? known() : []),
    openAttempts: () => known().filter(({ state }) => !isFinal(state)),
    unpaidEndsSince: () => known().filter(({ state }) => isFinal(state) && !isPaid(state)),
    refund: (refundId) => books.refunds[refundIndexOf(refundId)] ?? null,
    refundsOfAttempt: (attemptId) => books.refunds.filter(({ refund }) => refund.attemptId === attemptId),
    openRefunds: () => refundsIn((state) => !isRefundFinal(state)),
    lostRefundsSince: () => refundsIn((state) => state.name === "not-found"),
    unpaidSalesOf: () => [],
    recentSales: () => [],
    rows: () => [],
    totals: () => [],
    // Nobody settles it in the model but money that goes back whole.
    standingAlarms: () => known().flatMap(lateMoney),
    settleAlarm: () => shelf.write(),
    operations: () => [],
    bindAccount: () => true,
    missingSinceMs: () => null,
    prove: () => undefined,
    close: () => undefined,
    hide: (hidden) => (books.hidden = hidden),
    turnTo: (kept) => (books = booksOf(kept, shelf.flow)),
  };
}

function lateMoney({ attempt, state }: AttemptRecord): readonly AlarmRecord[] {
  if (state.name !== "paid-late") return [];
  const { attemptId, saleId } = attempt;
  return [{ alarmId: `${attemptId}:paid-late`, kind: "paid-late", saleId, attemptId, atMs: NOW_MS, settled: null }];
}

function save(books: Books, { steps = [], refundSteps = [], approvals = [] }: Entry, shelf: Shelf): void {
  for (const { approvalId } of approvals) {
    const used = books.refunds.some(({ refund }) => refund.approvalId === approvalId);
    if (used && shelf.strict) throw new Error("an approval is used once");
  }
  const attempts = steps.map(({ record }) => saveAttempt(books, record));
  const refunds = refundSteps.map(({ record }) => saveRefund(books, record));
  const alarms = [...steps, ...refundSteps].flatMap((each) => each.alarms.map(({ kind }) => kind));
  shelf.note({ do: "save", attempts, refunds, alarms, approvals });
}

function saveAttempt({ attempts }: Books, next: AttemptRecord): Saved["attempts"][number] {
  const index = Number(next.attempt.attemptId);
  const before = attempts[index] ?? null;
  if (next.step !== (before ? before.step : 0) + 1) throw new Error("not the next step of its attempt");
  if (before && isPaid(before.state) && before.state.name !== next.state.name)
    throw new Error("nothing leaves a payment");
  if (before && isFinal(before.state) && !isFinal(next.state)) throw new Error("an end does not live again");
  const others = attempts.filter((record, at) => record && at !== index && !standsAside(record.state));
  if (!standsAside(next.state) && others.length > 0) throw new Error("two attempts of the sale live at once");
  const state = timeless(next.state);
  attempts[index] = { ...next, state };
  return { index, state };
}

function saveRefund({ attempts, refunds }: Books, next: RefundRecord): Saved["refunds"][number] {
  const { refund } = next;
  const index = refundIndexOf(refund.refundId);
  const before = refunds[index] ?? null;
  if (next.step !== (before ? before.step : 0) + 1) throw new Error("not the next step of its refund");
  if (before?.state.name === "closed" && next.state.name !== "closed")
    throw new Error("nothing leaves a closed refund");
  const others = refunds.filter((each, at) => each.refund.chargeId === refund.chargeId && at !== index);
  if (isRefundOpen(next.state) && others.some((each) => isRefundOpen(each.state)))
    throw new Error("a second open refund of a charge");
  const standing = others.filter(({ state }) => isRefundOpen(state) || isRefundTaken(state));
  const sum = standing.reduce((total, each) => total + each.refund.money.amountMinor, refund.money.amountMinor);
  const paid = attempts[Number(refund.attemptId)]?.attempt.money.amountMinor ?? 0;
  if (!before && sum > paid) throw new Error("never more is refunded than was paid");
  const state = timeless(next.state);
  refunds[index] = { ...next, state };
  return { index, refund, state };
}
