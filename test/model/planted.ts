// Mistakes that tills are known for, wrapped around the real code. The exploration must find each of them.
import type { AttemptEvent } from "#till/attempt/events.ts";
import type { Approval, Approvals } from "#till/approvals.ts";
import { Refusal } from "#contract/failure.ts";
import type { Book } from "#till/book.ts";
import type { Ledger } from "#till/ports.ts";
import type { RefundEvent } from "#till/refund/events.ts";
import type { Act, Planted } from "./real-till.ts";

/** No answer is taken for proof that nothing was heard, and the POST is made again. */
export const BLIND_RETRY: Planted = meaning(({ atMs, why }) => ({ kind: "never-sent", atMs, why }));

/** No answer is taken for a refusal. */
export const TIME_OUT_MEANS_FAILED: Planted = meaning(({ atMs, why }) => ({
  kind: "refused",
  atMs,
  error: { status: 504, code: "time-out", message: why },
}));

/** The request leaves first and is written down afterwards. */
export const ACTING_BEFORE_SAVING: Planted = {
  order: (acts) => acts.toSorted((one, other) => Number(one.do === "save") - Number(other.do === "save")),
};

/** As before, for refunds alone. */
export const REFUND_SAVED_AFTER_SENDING: Planted = {
  order(acts) {
    const isRefund = (act: Act): boolean => act.do === "request" && act.what === "refund";
    return acts.some(isRefund) ? [...acts.filter(isRefund), ...acts.filter((act) => !isRefund(act))] : acts;
  },
};

/** A complete listing without the attempt is no news: what is unknown stays unknown. */
export const NEVER_GIVES_UP: Planted = hearing((event) =>
  event.kind === "not-in-listing" ? { ...event, certain: false } : event,
);

/** A charge that is there is taken for money. */
export const PENDING_MEANS_PAID: Planted = hearing((event) => {
  if (event.kind !== "charge-seen" || event.charge.status !== "pending") return event;
  return { ...event, charge: { ...event.charge, status: "successful", paid: true } };
});

/** A listing or the answer to the POST ends what waits, as if it had been fetched. */
export const BY_ANY_WAY: Planted = hearing((event, state) =>
  event.kind === "charge-seen" && WAITS.has(state) ? { ...event, by: "get" } : event,
);

const WAITS: ReadonlySet<string> = new Set(["pending", "cancelling"]);

/** What a listing says is believed at once, the status with it. */
export const PAID_FROM_A_LISTING: Planted = {
  book: (book) => ({
    ...book,
    apply(attemptId, event, approval) {
      const after = book.apply(attemptId, event, approval);
      const listed = event.kind === "charge-seen" && event.by === "list";
      return listed && WAITS.has(after.state.name) ? book.apply(attemptId, { ...event, by: "get" }) : after;
    },
  }),
};

/** A cancel that is pressed while the answer is awaited is forgotten when the charge is there. */
export const CANCEL_NOT_KEPT: Planted = {
  book: (book, ledger) => ({
    ...book,
    apply(attemptId, event, approval) {
      const state = ledger.attempt(attemptId)?.state;
      const early = state?.name === "sending" || state?.name === "unknown";
      if (event.kind !== "cancel-asked" || !early) return book.apply(attemptId, event, approval);
      // It is saved that somebody pressed, and nothing follows from it.
      return rewritten(book, ledger, attemptId);
    },
  }),
};

function rewritten(book: Book, ledger: Ledger, attemptId: string): ReturnType<Book["apply"]> {
  const known = ledger.attempt(attemptId);
  if (!known) throw new Error("it is in the ledger");
  const record = { ...known, step: known.step + 1 };
  const event = { kind: "cancel-asked", atMs: 0, by: "cashier" } as const;
  book.save({ steps: [{ record, event, intent: "", alarms: [], atMs: 0 }] });
  return record;
}

/** A charge that turns up behind "not found" is left to itself. */
export const FOUND_AND_LEFT: Planted = {
  order(acts) {
    const found = acts.some((act) => act.do === "save" && act.attempts.some(({ state }) => state.name === "not-found"));
    return found ? acts.filter((act) => act.do !== "request" || act.what !== "expire") : acts;
  },
};

/** What was queued before the start is still there after it, and is sent. */
export const RESTART_SENDS: Planted = {
  book: (book, ledger) => ({
    ...book,
    apply(attemptId, event, approval) {
      const record = ledger.attempt(attemptId);
      if (event.kind === "restarted" && record?.state.name === "queued") return record;
      return book.apply(attemptId, event, approval);
    },
  }),
};

/** No answer to a refund is taken for proof that nothing was heard, and it is sent again. */
export const REFUND_SENT_AGAIN: Planted = {
  refundBook: (book) => ({
    ...book,
    apply: (refundId, event) => book.apply(refundId, event.kind === "no-answer" ? neverSent(event) : event),
  }),
};

function neverSent({ atMs, why }: Extract<RefundEvent, { kind: "no-answer" }>): RefundEvent {
  return { kind: "never-sent", atMs, why };
}

/** What was once allowed is allowed again; and the ledger does not mind. */
export const APPROVAL_REUSABLE: Planted = { approvals: reusable };

function reusable(approvals: Approvals): Approvals {
  const used = new Map<string, Approval>();
  return {
    ...approvals,
    consume(approvalId, terms) {
      try {
        const approval = approvals.consume(approvalId, terms);
        used.set(approvalId, approval);
        return approval;
      } catch (thrown) {
        const before = used.get(approvalId);
        if (before && thrown instanceof Refusal) return before;
        throw thrown;
      }
    },
  };
}

type NoAnswer = Extract<AttemptEvent, { kind: "no-answer" }>;

function meaning(instead: (event: NoAnswer) => AttemptEvent): Planted {
  return hearing((event) => (event.kind === "no-answer" ? instead(event) : event));
}

/** The book is told something else than what happened. */
function hearing(instead: (event: AttemptEvent, state: string) => AttemptEvent): Planted {
  return {
    book: (book, ledger) => ({
      ...book,
      apply(attemptId, event, approval) {
        const state = ledger.attempt(attemptId)?.state.name ?? "";
        return book.apply(attemptId, instead(event, state), approval);
      },
    }),
  };
}
