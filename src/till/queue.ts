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

/** As many as a view carries; the oldest come first. */
const MOST_SHOWN = 20;

export function queueOf(
  { ledger, loops, refundLoops }: QueueParts,
  nowMs: number,
): { readonly queue: QueueItem[]; readonly queueLength: number } {
  const operations = ledger.operations();
  const queue = operations.slice(0, MOST_SHOWN).flatMap((operation) => {
    const facts = operation.kind === "charge" ? loops.live(operation.subjectId) : refundLoops.live(operation.subjectId);
    const item = itemOf(ledger, operation, { nowMs, nextAtMs: facts.nextAtMs ?? operation.nextAtMs });
    return item ? [item] : [];
  });
  return { queue, queueLength: operations.length };
}

function itemOf(
  ledger: Ledger,
  operation: Operation,
  { nowMs, nextAtMs }: { readonly nowMs: number; readonly nextAtMs: number },
): QueueItem | null {
  const about = aboutOf(ledger, operation);
  const doing = QUEUE_DOINGS.find((word) => word === operation.doing);
  if (!about || !doing) return null;
  const left = (untilMs: number): number => Math.max(0, Math.round(untilMs - nowMs));
  const { subjectId: id, saleId, tries, sinceMs, deadlineMs, lastError } = operation;
  const { waits, ...what } = about;
  return {
    ...what,
    id,
    saleId,
    doing,
    ageMs: Math.max(0, Math.round(nowMs - sinceMs)),
    tries,
    nextInMs: left(nextAtMs),
    deadlineInMs: deadlineMs === null ? null : left(deadlineMs),
    lastError,
    may: { askNow: doing !== "send", sendNow: waits },
  };
}

type About = Pick<QueueItem, "kind" | "method" | "money"> & { readonly waits: boolean };

/** `waits`: nothing of it has left, so it can be sent now. */
function aboutOf(ledger: Ledger, { kind, subjectId }: Operation): About | null {
  if (kind === "charge") {
    const record = ledger.attempt(subjectId);
    if (!record) return null;
    return { kind, method: record.attempt.method, money: record.attempt.money, waits: record.state.name === "queued" };
  }
  const record = ledger.refund(subjectId);
  const attempt = record && ledger.attempt(record.refund.attemptId);
  if (!attempt) return null;
  const { refund, state } = record;
  return { kind: refund.kind, method: attempt.attempt.method, money: refund.money, waits: state.name === "asked" };
}

export function createQueueHandlers({
  ledger,
  loops,
  refundLoops,
  payments,
}: QueueParts & { readonly payments: Pick<Payments, "link"> }): Pick<Handlers, QueueCommand> {
  function push(id: string, refundPush: (refundId: string) => void): null {
    // A person's word gets through even while an API that was down is given a rest.
    payments.link.tryNow?.();
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
