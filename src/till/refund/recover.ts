// After a start nothing is sent back that may have been sent before. What was being sent is unknown; what a manager approved
// and nobody has heard of yet stays in the queue.
import type { Clock, Ledger } from "#till/ports.ts";
import { createRefundBook, type RefundBookParts } from "./book.ts";
import { isRefundFinal, type RefundRecord } from "./state.ts";
import type { RefundRules } from "./step.ts";

/** A till that was off when the day was over still looks once. */
const GRACE_MS = 48 * 3_600_000;

/** Reads the ledger and settles what the last run left. Returns the refunds that the loops go on with. */
export function recoverRefunds(parts: {
  readonly ledger: Ledger;
  readonly book: RefundBookParts["book"];
  readonly clock: Clock;
  readonly rules: RefundRules;
}): readonly RefundRecord[] {
  const { ledger, clock, rules } = parts;
  const refundBook = createRefundBook(parts);
  const nowMs = clock.nowMs();
  const isRestored = ledger.missingSinceMs() !== null;
  const open = ledger
    .openRefunds()
    .map(({ refund: { refundId }, state }) => {
      // A backup knows as asked what may have been taken back, sent, or replaced since: it wants a new approval.
      if (isRestored && state.name === "asked")
        return refundBook.apply(refundId, { kind: "stopped", atMs: nowMs, end: "changed" });
      return refundBook.apply(refundId, { kind: "restarted", atMs: nowMs });
    })
    .filter((record) => !isRefundFinal(record.state));
  // The till may have ended between a refund and the end of the alarm that it answers.
  for (const attemptId of new Set(ledger.standingAlarms().map((alarm) => alarm.attemptId)))
    refundBook.settleReturned(attemptId);
  return [...open, ...ledger.lostRefundsSince(nowMs - rules.timings.watchNotFoundMs - GRACE_MS)];
}
