// The real parts of the till over the model's ledger: book, steps, effects, counter, recovery, watch and the desk for refunds
// run as they are. What they save and ask for is noted in its order.
import { createBankTime } from "#till/bank-time.ts";
import { createBook, type Book } from "#till/book.ts";
import { createOnePayment } from "#till/one-payment.ts";
import type { Approvals } from "#till/approvals.ts";
import type { Clock, Ledger, Log } from "#till/ports.ts";
import { createRefundBook, type RefundBook } from "#till/refund/book.ts";
import type { RefundRoom } from "#till/refund/run.ts";
import type { RunParts } from "#till/run.ts";
import { TIMINGS } from "#till/timings.ts";
import type { Answer } from "./names.ts";
import { FullDisk, ledgerOver, type Kept, type ModelLedger, type Saved } from "./real-ledger.ts";
import { paymentsOver, type Requested } from "./real-payments.ts";
import type { Flow } from "./world.ts";

export const RULES = { livemode: false, timings: { ...TIMINGS, watchLooksMs: [10_000] } };

/** What left a mark outside the process, in its order. A crash may come between any two. */
export type Act = Saved | Requested;

/** A known mistake, wrapped around the real parts. */
export type Planted = {
  readonly book?: (book: Book, ledger: Ledger) => Book;
  readonly refundBook?: (book: RefundBook, ledger: Ledger) => RefundBook;
  readonly approvals?: (approvals: Approvals) => Approvals;
  readonly order?: (acts: readonly Act[]) => readonly Act[];
};

export type Setting = {
  readonly kept: Kept;
  /** What the ledger has by the time of the last answer, where that is something else. */
  readonly keptThen?: Kept;
  readonly flow: Flow;
  readonly nowMs: number;
  /** To the first requests that are made. Until the last of them is given nothing is noted: it was done before. */
  readonly answers: readonly Answer[];
  /** Which of the writes that are noted fails; 0: none. */
  readonly failAt: number;
  readonly planted: Planted;
};

export type RealTill = RunParts &
  RefundRoom & {
    readonly ledger: ModelLedger;
    readonly acts: Act[];
    /** How many writes were made, or would have been. */
    readonly writes: () => number;
    readonly defects: unknown[];
    /** Resolves once something waits for an answer that is not in the list. */
    readonly waiting: Promise<void>;
    /** Calls what the clock was asked to call first; resolves when it is asked for the next call. */
    readonly tick: () => Promise<void>;
  };

export function openRealTill(setting: Setting): RealTill {
  const { planted } = setting;
  const acts: Act[] = [];
  const defects: unknown[] = [];
  const answers = [...setting.answers];
  const waiting = Promise.withResolvers<void>();
  const { clock, tick } = clockAt(setting.nowMs);
  const nothing = (): void => undefined;
  const bank = createBankTime(clock);
  bank.learn(setting.nowMs);
  const error: Log["error"] = (_event, facts) => {
    const thrown = facts?.["error"];
    if (!(thrown instanceof FullDisk)) defects.push(thrown);
  };
  const log: Log = { info: nothing, warn: nothing, error };
  const writes = { made: 0 };
  const ledger = ledgerOver(shelfOf(setting, { acts, writes, isNoted: () => answers.length === 0 }));
  const real = createBook({ ledger, clock, rules: RULES, log, changed: nothing });
  const book = planted.book?.(real, ledger) ?? real;
  const payments = paymentsOver({
    answers,
    asked: (request) => {
      acts.push(request);
      waiting.resolve();
    },
    lastAnswer: () => setting.keptThen && ledger.turnTo(setting.keptThen),
  });
  const { timings } = RULES;
  const refundBook = createRefundBook({ ledger, book, clock, rules: RULES });
  const paid = createOnePayment({ ledger, clock, tell: (attemptId, event) => void book.apply(attemptId, event) });
  const rest = { staff: () => 1, keyDoubted: nothing, changed: nothing, chance: () => 0, rules: RULES, paid };
  return {
    ...{ ledger, book, payments, clock, bank, log, timings, ...rest },
    refundBook: planted.refundBook?.(refundBook, ledger) ?? refundBook,
    ...{ acts, writes: () => writes.made, defects, waiting: waiting.promise, tick },
  };
}

function shelfOf(
  { kept, flow, failAt, planted }: Setting,
  {
    acts,
    writes,
    isNoted,
  }: { readonly acts: Act[]; readonly writes: { made: number }; readonly isNoted: () => boolean },
): Parameters<typeof ledgerOver>[0] {
  return {
    kept,
    flow,
    write() {
      if (!isNoted()) return;
      writes.made += 1;
      if (writes.made === failAt) throw new FullDisk("no room on the disk");
    },
    note: (saved) => void (isNoted() && acts.push(saved)),
    strict: !planted.approvals,
  };
}

function clockAt(nowMs: number): { readonly clock: Clock; readonly tick: () => Promise<void> } {
  let asked = { run: (): void => undefined, again: (): void => undefined };
  const clock: Clock = {
    nowMs: () => nowMs,
    wallMs: () => nowMs,
    slept: () => () => undefined,
    zone: () => "Asia/Bangkok",
    after: (_ms, run) => {
      asked.again();
      asked = { ...asked, run };
      return () => undefined;
    },
    dayAt: () => ({ day: "2027-01-15", fromMs: 0, toMs: 1 }),
  };
  async function tick(): Promise<void> {
    const again = Promise.withResolvers<void>();
    asked = { ...asked, again: again.resolve };
    asked.run();
    await again.promise;
  }
  return { clock, tick };
}

/** Lets one effect of the loop run until it is done or waits for the next answer. */
export async function untilQuiet(till: RealTill, done: Promise<void>): Promise<void> {
  await Promise.race([done, till.waiting]);
}
