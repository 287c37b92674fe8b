// Refunds that a restored ledger misses: Omise has them, with our own id. Who approved one is not known any more, and the
// ledger says so: staff number 0, by the action "rebuilt".
import { isPaid } from "./attempt/state.ts";
import type { Book } from "./book.ts";
import type { Clock, Ledger, PastCharge } from "./ports.ts";
import type { RefundFacts } from "./refund/events.ts";
import { createRefundBook, type RefundBook } from "./refund/book.ts";
import type { RefundRules } from "./refund/step.ts";
import { isRefundTaken, type Refund } from "./refund/state.ts";

const NOT_KNOWN = 0;

export type RebuildRefundParts = {
  readonly ledger: Ledger;
  readonly book: Book;
  readonly clock: Clock;
  readonly rules: RefundRules;
};

/** @returns how many were written again or brought on */
export function rebuildRefunds(parts: RebuildRefundParts, past: PastCharge): number {
  const { ledger } = parts;
  const record = past.charge.attemptId === null ? null : ledger.attempt(past.charge.attemptId);
  if (!record || !isPaid(record.state)) return 0;
  const refundBook = createRefundBook(parts);
  let done = 0;
  let beforeMinor = 0;
  const oldestFirst = past.refunds.toSorted((one, other) => (one.createdAtMs ?? 0) - (other.createdAtMs ?? 0));
  for (const facts of oldestFirst) {
    if (writeOne({ ...parts, refundBook }, { facts, saleId: record.attempt.saleId, past, beforeMinor })) done += 1;
    beforeMinor += facts.amountMinor;
  }
  return done;
}

type About = {
  readonly facts: RefundFacts;
  readonly past: PastCharge;
  readonly saleId: string;
  readonly beforeMinor: number;
};

function writeOne(parts: RebuildRefundParts & { readonly refundBook: RefundBook }, about: About): boolean {
  const { ledger, clock, refundBook } = parts;
  const { facts } = about;
  if (facts.refundId === null) return false;
  const atMs = clock.nowMs();
  const known = ledger.refund(facts.refundId);
  if (known && isRefundTaken(known.state)) return false;
  if (!known) {
    const refund = refundOf(about, facts.refundId, atMs);
    if (!refund) return false;
    const { approvalId, approver, chargeId, money } = refund;
    const approval = { approvalId, action: "rebuilt", approver, asker: NOT_KNOWN, subject: chargeId, money, atMs };
    refundBook.ask(refund, approval, atMs);
  }
  const before = ledger.refund(facts.refundId)?.step;
  return refundBook.apply(facts.refundId, { kind: "refund-seen", atMs, by: "list", facts }).step !== before;
}

function refundOf({ facts, past, saleId, beforeMinor }: About, refundId: string, atMs: number): Refund | null {
  const { attemptId, chargeId, currency } = past.charge;
  if (attemptId === null || facts.chargeId !== chargeId || facts.currency !== currency) return null;
  if (currency !== "THB" && currency !== "SGD" && currency !== "MYR") return null;
  return {
    refundId,
    saleId,
    attemptId,
    chargeId,
    kind: facts.voided === true ? "void" : "refund",
    money: { amountMinor: facts.amountMinor, currency },
    refundedBeforeMinor: beforeMinor,
    approvalId: refundId,
    approver: NOT_KNOWN,
    staff: NOT_KNOWN,
    askedAtMs: facts.createdAtMs ?? atMs,
  };
}
