// The planted mistakes, each with the world in which it shows, the promise that it breaks, and the shortest way there.
import type { PromiseName } from "./explore.ts";
import {
  ACTING_BEFORE_SAVING,
  APPROVAL_REUSABLE,
  BLIND_RETRY,
  BY_ANY_WAY,
  CANCEL_NOT_KEPT,
  FOUND_AND_LEFT,
  NEVER_GIVES_UP,
  PAID_FROM_A_LISTING,
  PENDING_MEANS_PAID,
  REFUND_SAVED_AFTER_SENDING,
  REFUND_SENT_AGAIN,
  RESTART_SENDS,
  TIME_OUT_MEANS_FAILED,
} from "./planted.ts";
import { NO_EXIT } from "./promises.ts";
import type { Planted } from "./real-till.ts";
import { boundOf, WHOLE_MINOR, type Bound } from "./world.ts";

export const REFUND = boundOf({
  begins: "successful",
  refunds: 1,
  approvals: 1,
  amounts: [{ kind: "refund", amountMinor: WHOLE_MINOR }],
});

type Plant = {
  readonly planted: Planted;
  readonly bound?: Bound;
  /** Only what the trace is wanted for; without it the first promise that breaks is told. */
  readonly promise: PromiseName;
  readonly trace: readonly string[];
};

const STRANGE = boundOf({ strange: true });
const ASKED = [
  "a manager approves refund of 12000 of 1",
  "the cashier asks for refund of 12000 of 1 with approval 1, 0 gone before",
];
const SENT = [
  ...ASKED,
  "the till: send refund 1: first it reads, the bank shows 0 gone",
  "the till hears what it read before refund 1: 0 gone",
];

const OF_CHARGES: Readonly<Record<string, Plant>> = {
  "a blind retry after no answer sends twice": {
    planted: BLIND_RETRY,
    promise: "no second POST unless the first was proven unheard",
    trace: ["the cashier: charge 1", "the till hears of POST 1: unknown", "the till: send 1"],
  },
  "a blind retry after no answer charges twice": {
    planted: BLIND_RETRY,
    promise: "at most one charge of an attempt at the bank",
    trace: [
      "the cashier: charge 1",
      "the till hears of POST 1: unknown",
      "the till: send 1",
      "the bank makes the charge of POST 1",
      "late, the bank makes the charge of POST 1",
    ],
  },
  "time-out means failed, and the charge can still be paid": {
    planted: TIME_OUT_MEANS_FAILED,
    promise: "what is shown ended can no longer be paid",
    trace: ["the cashier: charge 1", "the till hears of POST 1: unknown"],
  },
  "time-out means failed, and the money is never seen": {
    planted: TIME_OUT_MEANS_FAILED,
    promise: "money behind an unpaid end is still looked for, or a person was told to",
    trace: [
      "the cashier: charge 1",
      "the till hears of POST 1: unknown",
      "late, the bank makes the charge of POST 1",
      "the customer pays charge 1",
    ],
  },
  "acting before saving": {
    planted: ACTING_BEFORE_SAVING,
    promise: "no POST leaves before its sending is saved",
    trace: ["the cashier: charge 1"],
  },
  "acting before saving, and the power goes between": {
    planted: ACTING_BEFORE_SAVING,
    promise: "the ledger knows of every charge",
    trace: [
      "the cashier: charge 1, the till dies after its 1. act and starts again",
      "late, the bank makes the charge of POST 1",
    ],
  },
  "a start that sends what was queued": {
    planted: RESTART_SENDS,
    promise: "nothing is charged by itself after a restart",
    trace: [
      "the cashier: charge 1",
      "the till hears of POST 1: never-sent",
      "the till dies and starts again",
      "the till: send 1",
    ],
  },
  "an unknown that is never given up": {
    planted: NEVER_GIVES_UP,
    promise: NO_EXIT,
    trace: ["the cashier: charge 1, the till dies after its 1. act and starts again"],
  },
  "a cancel that is forgotten when the charge is there": {
    planted: CANCEL_NOT_KEPT,
    promise: "a cancel is kept",
    trace: ["the cashier: charge 1", "the cashier: cancel", "the till hears of POST 1: never-sent"],
  },
  "a charge found behind 'not found' that nobody ends": {
    planted: FOUND_AND_LEFT,
    promise: "a charge found behind 'not found' is ended",
    trace: [
      "the cashier: charge 1",
      "the till hears of POST 1: unknown",
      "the till: trace 1, the bank shows nothing",
      "the till hears its look at 1: nothing",
      "the till: trace 1, the bank shows nothing",
      "the till hears its look at 1: nothing",
      "late, the bank makes the charge of POST 1",
      "the till: trace 1, the bank shows nothing, late",
      "the till hears its look at 1: nothing",
      "the watch looks at 1, the bank shows pending",
      "the watch finds 1 in a listing: pending",
      "the watch hears of 1: pending",
    ],
  },
};

const OF_ANSWERS: Readonly<Record<string, Plant>> = {
  "a pending charge taken for money": {
    planted: PENDING_MEANS_PAID,
    promise: "shown paid only if it is",
    trace: [
      "the cashier: charge 1",
      "the bank makes the charge of POST 1",
      "the till hears of POST 1: charge",
      "the till: read 1, the bank shows pending",
      "the till hears its look at 1: pending",
    ],
  },
  "paid from a listing": {
    planted: PAID_FROM_A_LISTING,
    bound: STRANGE,
    promise: "shown paid only if it is",
    trace: [
      "the cashier: charge 1",
      "the bank makes the charge of POST 1",
      "the till: trace 1, the bank shows pending",
      "the till hears its look at 1: claims-paid",
    ],
  },
  "an answer that was not fetched ends what waits": {
    planted: BY_ANY_WAY,
    bound: STRANGE,
    promise: "shown paid only if it is",
    trace: [
      "the cashier: charge 1",
      "the bank makes the charge of POST 1",
      "the till: trace 1, the bank shows pending",
      "the till hears of POST 1: charge",
      "the till hears its look at 1: claims-paid",
    ],
  },
};

const OF_REFUNDS: Readonly<Record<string, Plant>> = {
  "a refund that is sent again after no answer": {
    planted: REFUND_SENT_AGAIN,
    bound: REFUND,
    promise: "no second POST of a refund unless the first was proven unheard",
    trace: [
      ...SENT,
      "the till hears of refund 1: unknown",
      "the till: send refund 1: first it reads, the bank shows 0 gone",
      "the till hears what it read before refund 1: 0 gone",
    ],
  },
  "a refund that is sent again after no answer goes back twice": {
    planted: REFUND_SENT_AGAIN,
    bound: REFUND,
    promise: "never more goes back at the bank than was paid",
    trace: [
      ...SENT,
      "the till hears of refund 1: unknown",
      "the till: send refund 1: first it reads, the bank shows 0 gone",
      "the till hears what it read before refund 1: 0 gone",
      "the bank takes refund (pending) 1",
      "late, the bank takes refund (pending) 1",
    ],
  },
  "a refund that is written down after it was sent": {
    planted: REFUND_SAVED_AFTER_SENDING,
    bound: REFUND,
    promise: "no refund leaves before its sending is saved",
    trace: SENT,
  },
  "an approval that can be used again": {
    planted: APPROVAL_REUSABLE,
    bound: { ...REFUND, refunds: 2 },
    promise: "an approval permits one refund",
    trace: [...ASKED, "withdraw refund 1", ASKED[1] ?? ""],
  },
};

export const PLANTS: Readonly<Record<string, Plant>> = { ...OF_CHARGES, ...OF_ANSWERS, ...OF_REFUNDS };
