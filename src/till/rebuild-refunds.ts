// Refunds that a restored ledger misses: Omise has them, with our own id. Who approved one is not known any more, and the
// ledger says so: staff number 0, by the action "rebuilt".
import { isPaid, type AttemptRecord } from "./attempt/state.ts";
import type { Book } from "./book.ts";
import type { Clock, Ledger, PastCharge } from "./ports.ts";
import type { RefundFacts } from "./refund/events.ts";
import { createRefundBook, type RefundBook } from "./refund/book.ts";
import { oursMinor } from "./refund/gone.ts";
import type { RefundRules } from "./refund/step.ts";
import { isRefundOpen, isRefundTaken, type Refund } from "./refund/state.ts";

const NOT_KNOWN = 0;

export type RebuildRefundParts = {
  readonly ledger: Ledger;
  readonly book: Book;
  readonly clock: Clock;
  readonly rules: RefundRules;
};

export type RebuiltRefunds = {
  /** Written again or brought on. */
  readonly written: number;
  /** Omise's ids of those that do not fit beside what the ledger knows. */
  readonly strange: readonly string[];
};

export function rebuildRefunds(parts: RebuildRefundParts, past: PastCharge): RebuiltRefunds {
  const { ledger } = parts;
  const record = past.charge.attemptId === null ? null : ledger.attempt(past.charge.attemptId);
  if (!record || !isPaid(record.state)) return { written: 0, strange: [] };
  const refundBook = createRefundBook(parts);
  const strange: string[] = [];
  let written = 0;
  let beforeMinor = 0;
  const oldestFirst = past.refunds.toSorted((one, other) => (one.createdAtMs ?? 0) - (other.createdAtMs ?? 0));
  for (const facts of oldestFirst) {
    const about = { facts, record, past, beforeMinor };
    beforeMinor += facts.amountMinor;
    if (facts.refundId === null) continue;
    if (!fits(ledger, about)) strange.push(facts.omiseRefundId);
    else if (writeOne({ ...parts, refundBook }, about, facts.refundId)) written += 1;
  }
  return { written, strange };
}

/** Beside a refund of unknown fate, or beyond what was paid, the ledger takes none. */
function fits(ledger: Ledger, { facts, record }: About): boolean {
  const { attemptId, money } = record.attempt;
  const others = ledger.refundsOfAttempt(attemptId).filter(({ refund }) => refund.refundId !== facts.refundId);
  if (facts.refundId !== null && ledger.refund(facts.refundId)) return true;
  const isFree = !others.some(({ state }) => isRefundOpen(state));
  return isFree && oursMinor(others) + facts.amountMinor <= money.amountMinor;
}

type About = {
  readonly facts: RefundFacts;
  readonly past: PastCharge;
  readonly record: AttemptRecord;
  readonly beforeMinor: number;
};

function writeOne(
  parts: RebuildRefundParts & { readonly refundBook: RefundBook },
  about: About,
  refundId: string,
): boolean {
  const { ledger, clock, refundBook } = parts;
  const { facts } = about;
  const atMs = clock.nowMs();
  const known = ledger.refund(refundId);
  if (known && isRefundTaken(known.state)) return false;
  if (!known) {
    const refund = refundOf(about, refundId, atMs);
    if (!refund) return false;
    const { approvalId, approver, chargeId, money } = refund;
    const approval = { approvalId, action: "rebuilt", approver, asker: NOT_KNOWN, subject: chargeId, money, atMs };
    refundBook.ask(refund, approval, atMs);
  }
  const before = ledger.refund(refundId)?.step;
  return refundBook.apply(refundId, { kind: "refund-seen", atMs, by: "list", facts }).step !== before;
}

function refundOf({ facts, past, record, beforeMinor }: About, refundId: string, atMs: number): Refund | null {
  const { attemptId, saleId, money } = record.attempt;
  const { chargeId } = past.charge;
  if (facts.chargeId !== chargeId || facts.currency !== money.currency) return null;
  return {
    refundId,
    saleId,
    attemptId,
    chargeId,
    kind: facts.voided === true ? "void" : "refund",
    money: { ...money, amountMinor: facts.amountMinor },
    refundedBeforeMinor: beforeMinor,
    approvalId: refundId,
    approver: NOT_KNOWN,
    staff: NOT_KNOWN,
    askedAtMs: facts.createdAtMs ?? atMs,
  };
}
