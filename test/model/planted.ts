// Mistakes that tills are known for, wrapped around the real code. The exploration must find each of them.
import type { AttemptEvent } from "#till/attempt/events.ts";
import type { Planted } from "./real-till.ts";

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

/** A complete listing without the attempt is no news: what is unknown stays unknown. */
export const NEVER_GIVES_UP: Planted = {
  book: (book) => ({
    ...book,
    apply: (attemptId, event) => {
      const heard = event.kind === "not-in-listing" ? { ...event, certain: false } : event;
      return book.apply(attemptId, heard);
    },
  }),
};

/** A charge that is there is taken for money. */
export const PENDING_MEANS_PAID: Planted = {
  book: (book) => ({
    ...book,
    apply: (attemptId, event) => {
      if (event.kind !== "charge-seen" || event.charge.status !== "pending") return book.apply(attemptId, event);
      return book.apply(attemptId, { ...event, charge: { ...event.charge, status: "successful", paid: true } });
    },
  }),
};

type NoAnswer = Extract<AttemptEvent, { kind: "no-answer" }>;

function meaning(instead: (event: NoAnswer) => AttemptEvent): Planted {
  return {
    book: (book) => ({
      ...book,
      apply: (attemptId, event) => book.apply(attemptId, event.kind === "no-answer" ? instead(event) : event),
    }),
  };
}
