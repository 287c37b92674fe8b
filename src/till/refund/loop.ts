// The loop of money that goes back: one owner a refund, from its approval to its end. Plan one effect, do it, feed the answer
// back as an event, and begin again from the ledger. Nothing else sends a refund.
import { createDriver, type Turn } from "#till/driver.ts";
import { createRefundBook, type RefundBook } from "./book.ts";
import { turnOf } from "./effects.ts";
import type { RefundEvent } from "./events.ts";
import { planRefund } from "./plan.ts";
import { newRefundRun, type RefundParts, type RefundRoom, type RefundRun } from "./run.ts";
import type { RefundRecord } from "./state.ts";

/** What the queue may know of a refund beside its state. */
export type LiveRefundFacts = {
  /** In vain, of what is being done now. */
  readonly tries: number;
  readonly lastError: string | null;
  /** null while something is under way, or where nothing more is planned. */
  readonly nextAtMs: number | null;
};

export type RefundLoops = {
  /** Approval and refund are on the disk when it returns; what was asked for is sent after that. */
  ask: RefundBook["ask"];
  /** Owns a refund that is in the ledger from now on; who has an owner is only woken. */
  begin(refundId: string): void;
  /** A person's event; the loop sees it at once. */
  tell(refundId: string, event: RefundEvent): void;
  /** Looks at the API now, whatever was planned. */
  askNow(refundId: string): void;
  /** A webhook named its charge: looked at sooner, and not against a pause after trouble. */
  hint(refundId: string): void;
  /** What waits to be sent is checked and sent now. What may have been heard is looked for and never sent again. */
  sendNow(refundId: string): void;
  live(refundId: string): LiveRefundFacts;
  close(): Promise<void>;
};

/** @param parts.recovered refunds of an earlier run, which are gone on with at once */
export function openRefunds(parts: RefundParts & { readonly recovered: readonly RefundRecord[] }): RefundLoops {
  const refundBook = createRefundBook(parts);
  const room: RefundRoom = { ...parts, refundBook };
  const driver = createDriver<RefundRun>(parts);

  const begin = (refundId: string): void => driver.start(refundId, newRefundRun, (run) => turnNow(room, refundId, run));

  function now(refundId: string): void {
    const run = driver.run(refundId);
    if (!run) return;
    run.holdUntilMs = 0;
    run.lookNow = true;
    driver.wake(refundId);
  }

  function hint(refundId: string): void {
    const run = driver.run(refundId);
    if (!run) return;
    run.lookNow = true;
    driver.wake(refundId);
  }

  for (const { refund } of parts.recovered) begin(refund.refundId);
  return {
    ask(refund, approval, sendByMs) {
      const record = refundBook.ask(refund, approval, sendByMs);
      begin(refund.refundId);
      return record;
    },
    begin,
    tell(refundId, event) {
      const { state } = refundBook.apply(refundId, event);
      if (state.name === "closed" || state.name === "failed") driver.wake(refundId);
      else begin(refundId);
    },
    askNow: now,
    hint,
    sendNow: now,
    live: (refundId) => ({ ...refundBook.count(refundId), nextAtMs: driver.run(refundId)?.nextAtMs ?? null }),
    close: () => driver.close(),
  };
}

/** Read anew from the ledger each time. */
function turnNow(room: RefundRoom, refundId: string, run: RefundRun): Turn {
  const record = room.ledger.refund(refundId);
  if (!record) return { kind: "stop" };
  const plan = planRefund(record, run, { nowMs: room.clock.nowMs(), timings: room.timings });
  if (plan.do === "stop") return { kind: "stop" };
  if (plan.do === "rest") return { kind: "rest", untilMs: plan.untilMs };
  return turnOf(room, { effect: plan.do, record, run });
}
