// What a person does about money that goes back: read what is possible, ask for it with a manager's approval, take it back.
import { failure, Refusal, type FailureCode } from "#contract/failure.ts";
import type { RefundTerms } from "#contract/refunds.ts";
import { settleReturned } from "#till/alarms.ts";
import type { Approvals } from "#till/approvals.ts";
import type { AttemptRecord } from "#till/attempt/state.ts";
import { goneMinor, oursMinor } from "./gone.ts";
import type { RefundLoops } from "./loop.ts";
import type { RefundParts } from "./run.ts";
import { isRefundOpen, isRefundTaken, type Refund, type RefundRecord } from "./state.ts";
import { MOST_REFUNDS, termsRead, termsUnread, type TermsOf } from "./terms.ts";

export type RefundAsk = {
  /** Drawn by the page with the button: the same again is the same refund. */
  readonly refundId: string;
  readonly attemptId: string;
  readonly kind: Refund["kind"];
  readonly amountMinor: number;
  /** What had gone back already, as the approver saw it. */
  readonly refundedBeforeMinor: number;
  /** Refunds were made elsewhere, and the manager knows. */
  readonly acceptElsewhere: boolean;
  readonly approvalId: string;
};

export type RefundDesk = {
  /** Reads charge and refunds fresh. Throws a `Refusal` for an attempt that is not paid. */
  terms(attemptId: string): Promise<RefundTerms>;
  /** Approval and refund are on the disk when it returns; they are sent after that. Throws a `Refusal`. */
  ask(asked: RefundAsk): void;
  /** Before it was sent only. Throws a `Refusal`. */
  withdraw(refundId: string): void;
};

export type RefundDeskParts = RefundParts & {
  readonly loops: Pick<RefundLoops, "ask" | "tell">;
  readonly approvals: Pick<Approvals, "consume">;
  /** Number of the member of staff at the till. */
  readonly staff: () => number;
};

export function createRefundDesk(parts: RefundDeskParts): RefundDesk {
  return {
    terms: (attemptId) => readTerms(parts, attemptId),
    ask: (asked) => ask(parts, asked),
    withdraw: (refundId) => withdraw(parts, refundId),
  };
}

async function readTerms(parts: RefundDeskParts, attemptId: string): Promise<RefundTerms> {
  const { chargeId } = paidAttempt(parts, attemptId);
  const askedAtMs = parts.clock.nowMs();
  const outcome = await parts.payments.money(chargeId);
  parts.bank.learn(outcome.bankMs, askedAtMs);
  if (outcome.kind !== "money" || !outcome.complete) return termsUnread(termsOf(parts, attemptId));
  // Whatever of ours it shows is news to its owner too.
  const atMs = parts.clock.nowMs();
  for (const facts of outcome.refunds) {
    const known = facts.refundId === null ? null : parts.ledger.refund(facts.refundId);
    if (known?.refund.attemptId !== attemptId) continue;
    parts.loops.tell(known.refund.refundId, { kind: "refund-seen", atMs, by: "list", facts });
  }
  if (goneMinor(outcome) >= outcome.charge.amountMinor) settleReturned(parts, attemptId, parts.staff());
  const now = { nowMs: parts.bank.nowMs(), livemode: parts.rules.livemode };
  return termsRead(termsOf(parts, attemptId), outcome, now);
}

function termsOf(parts: RefundDeskParts, attemptId: string): TermsOf {
  const paid = paidAttempt(parts, attemptId);
  return { ...paid, refunds: parts.ledger.refundsOfAttempt(attemptId) };
}

function ask(parts: RefundDeskParts, asked: RefundAsk): void {
  const { ledger, clock, timings } = parts;
  const known = ledger.refund(asked.refundId);
  if (known) return expectSame(known, asked);
  const { attempt, chargeId } = paidAttempt(parts, asked.attemptId);
  const { attemptId, saleId } = attempt;
  const money = { amountMinor: asked.amountMinor, currency: attempt.money.currency };
  refuseWhatCannotBe(asked, attempt.money.amountMinor, ledger.refundsOfAttempt(attemptId));
  const { refundId, kind, refundedBeforeMinor, acceptElsewhere } = asked;
  const seen = { refundedBeforeMinor, acceptElsewhere };
  const approval = parts.approvals.consume(asked.approvalId, { action: kind, subject: attemptId, money, seen });
  const { approvalId, approver, asker, atMs: approvedAtMs } = approval;
  const askedAtMs = clock.nowMs();
  parts.loops.ask(
    {
      refundId,
      saleId,
      attemptId,
      chargeId,
      kind,
      money,
      refundedBeforeMinor,
      approvalId,
      approver,
      staff: asker,
      askedAtMs,
    },
    { approvalId, action: kind, approver, asker, subject: chargeId, money, atMs: approvedAtMs },
    askedAtMs + timings.refundSendWithinMs,
  );
  parts.changed();
}

/** By our own books; Omise is asked once more just before the send. */
function refuseWhatCannotBe(asked: RefundAsk, wholeMinor: number, refunds: readonly RefundRecord[]): void {
  const { amountMinor, refundedBeforeMinor, kind } = asked;
  if (refunds.some(({ state }) => isRefundOpen(state))) throw refusal("busy", "a refund of that charge is open");
  if (refunds.filter(({ state }) => isRefundTaken(state)).length >= MOST_REFUNDS)
    throw refusal("too-late", "that charge has as many refunds as it may have");
  const elsewhereMinor = refundedBeforeMinor - oursMinor(refunds);
  if (elsewhereMinor < 0) throw refusal("too-late", "more has gone back than the approver saw");
  if (elsewhereMinor > 0 && !asked.acceptElsewhere)
    throw refusal("not-allowed", "a refund was made elsewhere: a manager has to decide");
  if (!Number.isSafeInteger(amountMinor) || amountMinor < 1) throw refusal("bad-input", "that is no amount");
  if (amountMinor > wholeMinor - refundedBeforeMinor) throw refusal("out-of-range", "that is more than is left");
  if (kind === "void" && amountMinor !== wholeMinor) throw refusal("out-of-range", "a void is the whole amount");
}

function withdraw({ ledger, clock, loops, changed }: RefundDeskParts, refundId: string): void {
  const record = ledger.refund(refundId);
  if (!record) throw refusal("not-found", "no such refund");
  const { state } = record;
  if (state.name === "failed" && state.end === "withdrawn") return;
  if (state.name !== "asked") throw refusal("too-late", "it may have been sent");
  loops.tell(refundId, { kind: "stopped", atMs: clock.nowMs(), end: "withdrawn" });
  changed();
}

type Paid = Pick<AttemptRecord, "attempt"> & { readonly chargeId: string; readonly paidAtMs: number };

/** Money goes back of a payment that was fetched, by the id of its charge. */
function paidAttempt({ ledger }: RefundDeskParts, attemptId: string): Paid {
  const record = ledger.attempt(attemptId);
  if (!record) throw refusal("not-found", "no such attempt");
  const { attempt, state } = record;
  if (state.name !== "successful" && state.name !== "paid-late") throw refusal("too-late", "that attempt is not paid");
  return { attempt, chargeId: state.chargeId, paidAtMs: state.paidAtMs };
}

function expectSame({ refund }: RefundRecord, asked: RefundAsk): void {
  const same =
    refund.attemptId === asked.attemptId &&
    refund.kind === asked.kind &&
    refund.money.amountMinor === asked.amountMinor;
  if (!same) throw refusal("bad-input", "that refund is another");
}

function refusal(code: FailureCode, words: string): Refusal {
  return new Refusal(failure(code, words));
}
