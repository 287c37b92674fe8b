// What one run of an attempt shares with its effects: the parts of the till, and what is remembered while it runs.
import type { Memory } from "./attempt/plan.ts";
import type { BankTime } from "./bank-time.ts";
import type { AttemptRecord } from "./attempt/state.ts";
import type { Book } from "./book.ts";
import type { Clock, Ledger, Log, Payments, Picture } from "./ports.ts";
import type { SecretCode } from "./secret.ts";
import type { Timings } from "./timings.ts";

/** What screens may know of a running attempt beside its state. */
export type LiveFacts = {
  readonly picture: Picture | null;
  readonly lastGoodMs: number | null;
  /** When the loop acts next; null while it is at it, or where nothing runs. */
  readonly nextAtMs: number | null;
};

export type RunParts = {
  readonly ledger: Ledger;
  readonly book: Book;
  readonly payments: Payments;
  readonly clock: Clock;
  readonly bank: BankTime;
  readonly log: Log;
  readonly timings: Timings;
  readonly staff: () => number;
  /** A request was refused for its key. */
  readonly keyDoubted: () => void;
  /** An attempt was found paid: what else of its sale could still be paid is to be ended. */
  readonly paid: (record: AttemptRecord) => void;
  /** 0 to 1, drawn anew each time: two tills that met the same trouble do not come back together. */
  readonly chance: () => number;
  readonly changed: () => void;
};

export type Run = Memory & {
  picture: Picture | null;
  lastGoodMs: number | null;
  code: SecretCode | null;
  lastLookMs: number | null;
  looks: number;
  holdUntilMs: number;
  lookNow: boolean;
  pictureAtMs: number | null;
  failures: number;
  looking: Promise<void> | null;
  posting: Promise<void> | null;
  wake: (() => void) | null;
  nextAtMs: number | null;
};

export function newRun(code: SecretCode | null): Run {
  return {
    picture: null,
    lastGoodMs: null,
    code,
    lastLookMs: null,
    looks: 0,
    holdUntilMs: 0,
    lookNow: false,
    pictureAtMs: 0,
    failures: 0,
    looking: null,
    posting: null,
    wake: null,
    nextAtMs: null,
  };
}
