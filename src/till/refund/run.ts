// What one run of a refund shares with its effects: the parts of the till, and what is remembered while it runs.
import type { StepRules } from "#till/attempt/stepped.ts";
import type { BankTime } from "#till/bank-time.ts";
import type { Book } from "#till/book.ts";
import type { Driven } from "#till/driver.ts";
import type { Clock, Ledger, Log, Payments } from "#till/ports.ts";
import type { Timings } from "#till/timings.ts";
import type { RefundBook } from "./book.ts";
import type { RefundMemory } from "./plan.ts";

export type RefundParts = {
  readonly ledger: Ledger;
  readonly book: Pick<Book, "save" | "settleAlarm">;
  readonly payments: Payments;
  readonly clock: Clock;
  readonly bank: BankTime;
  readonly log: Log;
  readonly timings: Timings;
  readonly rules: StepRules;
  /** A request was refused for its key. */
  readonly keyDoubted: () => void;
  /** 0 to 1, drawn anew each time. */
  readonly chance: () => number;
  readonly changed: () => void;
};

/** The parts with the one book that all refunds of this run go through. */
export type RefundRoom = RefundParts & { readonly refundBook: RefundBook };

export type RefundRun = RefundMemory &
  Driven & { lastLookMs: number | null; looks: number; lookNow: boolean; failures: number };

export function newRefundRun(): RefundRun {
  return {
    lastLookMs: null,
    looks: 0,
    holdUntilMs: 0,
    lookNow: false,
    failures: 0,
    looking: null,
    posting: null,
    nextAtMs: null,
    wake: null,
  };
}
