// The queue as a person sees and pushes it: what the ledger says is still to be done, with what the loops know of the moment.
import type { CommandName } from "#contract/commands.ts";
import { failure, Refusal } from "#contract/failure.ts";
import { QUEUE_DOINGS, type QueueItem } from "#contract/queue-view.ts";
import type { Handlers } from "./handler-table.ts";
import type { Loops } from "./loop.ts";
import type { Ledger, Operation, Payments } from "./ports.ts";
import type { RefundLoops } from "./refund/loop.ts";

export type QueueCommand = Extract<CommandName, `queue/${string}`>;

type QueueParts = { readonly ledger: Ledger; readonly loops: Loops; readonly refundLoops: RefundLoops };

/** One thing of the queue, as the ledger has it. */
export type Work = Pick<QueueItem, "kind" | "method" | "money" | "doing"> & {
  readonly operation: Operation;
  /** Nothing of it has left, so it can be sent now. */
  readonly waits: boolean;
};

/** null where the ledger knows nothing of it that a person could read. */
export function workOf(ledger: Ledger, operation: Operation): Work | null {
  const doing = QUEUE_DOINGS.find((word) => word === operation.doing);
  if (!doing) return null;
  if (operation.kind === "charge") {
    const record = ledger.attempt(operation.subjectId);
    if (!record) return null;
    const { method, money } = record.attempt;
    return { operation, doing, kind: "charge", method, money, waits: record.state.name === "queued" };
  }
  const record = ledger.refund(operation.subjectId);
  const attempt = record && ledger.attempt(record.refund.attemptId)?.attempt;
  if (!attempt) return null;
  const { kind, money } = record.refund;
  return { operation, doing, kind, method: attempt.method, money, waits: record.state.name === "asked" };
}

/** With what the loops know of this moment. */
export function queueItemOf(
  { operation, waits, ...what }: Work,
  { loops, refundLoops }: Omit<QueueParts, "ledger">,
  nowMs: number,
): QueueItem {
  const { subjectId: id, saleId, tries, sinceMs, deadlineMs, lastError } = operation;
  const { nextAtMs } = operation.kind === "charge" ? loops.live(id) : refundLoops.live(id);
  const left = (untilMs: number): number => Math.max(0, Math.round(untilMs - nowMs));
  return {
    ...what,
    id,
    saleId,
    ageMs: Math.max(0, Math.round(nowMs - sinceMs)),
    tries,
    nextInMs: left(nextAtMs ?? operation.nextAtMs),
    deadlineInMs: deadlineMs === null ? null : left(deadlineMs),
    lastError,
    may: { askNow: what.doing !== "send", sendNow: waits },
  };
}

export function createQueueHandlers({
  ledger,
  loops,
  refundLoops,
  payments,
}: QueueParts & { readonly payments: Pick<Payments, "link"> }): Pick<Handlers, QueueCommand> {
  function push(id: string, refundPush: (refundId: string) => void): null {
    // A person's word gets through even while an API that was down is given a rest.
    payments.link.tryNow();
    if (ledger.attempt(id)) loops.lookNow(id);
    else if (ledger.refund(id)) refundPush(id);
    else throw new Refusal(failure("not-found", "nothing of that name is in the queue"));
    return null;
  }
  return {
    "queue/ask-now": ({ id }) => push(id, (refundId) => refundLoops.askNow(refundId)),
    "queue/send-now": ({ id }) => push(id, (refundId) => refundLoops.sendNow(refundId)),
  };
}
