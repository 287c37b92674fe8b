// The real parts of the till over the model's ledger: book, steps, plan's effects, counter, recovery and watch run as they are.
// What they save and ask for is noted in its order; what they ask is answered from a list, and beyond it they wait for ever.
import type { AttemptRecord, AttemptState } from "#till/attempt/state.ts";
import { isFinal, isPaid } from "#till/attempt/state.ts";
import { createBankTime } from "#till/bank-time.ts";
import { createBook, type Book } from "#till/book.ts";
import { createEffects } from "#till/effects.ts";
import { createLink } from "#till/link.ts";
import type { Clock, Ledger, Log, Payments, SaleRecord } from "#till/ports.ts";
import type { RunParts } from "#till/run.ts";
import { TIMINGS } from "#till/timings.ts";
import { attemptOf, chargeIndexOf, SALE_ID, type Answer } from "./names.ts";
import { NOW_MS, timeless, type Flow } from "./world.ts";

export const RULES = { livemode: false, timings: { ...TIMINGS, watchLooksMs: [10_000] } };

/** What left a mark outside the process, in its order. A crash may come between any two. */
export type Act =
  | {
      readonly do: "save";
      readonly attempt: number;
      readonly state: AttemptState;
      readonly alarms: readonly string[];
    }
  | { readonly do: "request"; readonly attempt: number; readonly what: "post" | "read" | "list" | "expire" };

/** A known mistake, wrapped around the real parts. */
export type Planted = {
  readonly book?: (book: Book) => Book;
  readonly order?: (acts: readonly Act[]) => readonly Act[];
};

export type Setting = {
  readonly states: readonly (AttemptState | null)[];
  readonly flow: Flow;
  readonly nowMs: number;
  /** To the first requests that are made. Until the last of them is given nothing is noted: it was done before. */
  readonly answers: readonly Answer[];
  readonly planted: Planted;
};

export type RealTill = RunParts & {
  readonly acts: Act[];
  readonly defects: unknown[];
  /** Resolves once something waits for an answer that is not in the list. */
  readonly waiting: Promise<void>;
  /** While true the ledger shows no attempts. */
  readonly shelf: { hidden: boolean };
  /** Calls what the clock was asked to call first; resolves when it is asked for the next call. */
  readonly tick: () => Promise<void>;
};

export function openRealTill(setting: Setting): RealTill {
  const acts: Act[] = [];
  const defects: unknown[] = [];
  let asked = { run: (): void => undefined, again: (): void => undefined };
  const shelf = { hidden: false };
  const answers = [...setting.answers];
  const waiting = Promise.withResolvers<void>();
  const clock: Clock = {
    nowMs: () => setting.nowMs,
    wallMs: () => setting.nowMs,
    slept: () => () => undefined,
    zone: () => "Asia/Bangkok",
    after: (_ms, run) => {
      asked.again();
      asked = { ...asked, run };
      return () => undefined;
    },
    dayAt: () => ({ day: "2027-01-15", fromMs: 0, toMs: 1 }),
  };
  const bank = createBankTime(clock);
  bank.learn(setting.nowMs);
  const changed = (): void => undefined;
  const log: Log = { info: changed, warn: changed, error: (_event, facts) => defects.push(facts?.["error"]) };
  const ledger = ledgerOver(setting, { shelf, note: (act) => answers.length === 0 && acts.push(act) });
  const real = createBook({ ledger, clock, rules: RULES, log, changed });
  const payments = paymentsOver(answers, (attempt, what) => {
    acts.push({ do: "request", attempt, what });
    waiting.resolve();
  });
  const parts: RunParts = {
    ledger,
    book: setting.planted.book?.(real) ?? real,
    payments,
    clock,
    bank,
    link: createLink(clock, changed),
    log,
    timings: RULES.timings,
    staff: () => 1,
    keyDoubted: changed,
    changed,
  };
  async function tick(): Promise<void> {
    const again = Promise.withResolvers<void>();
    asked = { ...asked, again: again.resolve };
    asked.run();
    await again.promise;
  }
  return { ...parts, acts, defects, waiting: waiting.promise, shelf, tick };
}

/** Lets one effect of the loop run until it is done or waits for the next answer. */
export async function untilQuiet(till: RealTill, done: Promise<void>): Promise<void> {
  await Promise.race([done, till.waiting]);
}

export function effectsOf(till: RealTill): ReturnType<typeof createEffects> {
  return createEffects(till);
}

const STEP = 7;
const SALE: SaleRecord = {
  saleId: SALE_ID,
  money: attemptOf(0, "alipayplus_mpm").money,
  reference: null,
  staff: 1,
  beganAtMs: NOW_MS,
};

/** As strict as the real ledger: the next step only, nothing leaves a payment, one living attempt of a sale. */
function ledgerOver(
  { states, flow }: Setting,
  { shelf, note }: { readonly shelf: { readonly hidden: boolean }; readonly note: (act: Act) => unknown },
): Ledger {
  const records = states.map((state, index) => state && { attempt: attemptOf(index, flow), state, step: STEP });
  const known = (): readonly AttemptRecord[] => (shelf.hidden ? [] : records.filter((record) => record !== null));
  return {
    path: "model",
    saveSale: () => undefined,
    saveSteps(steps) {
      const index = indexOfId(steps[0]?.record.attempt.attemptId ?? "");
      const before = records[index] ?? null;
      for (const [nth, { record }] of steps.entries()) {
        if (record.step !== (before ? before.step : 0) + nth + 1) throw new Error("not the next step of its attempt");
      }
      const last = steps.at(-1)?.record;
      if (!last) throw new Error("nothing to save");
      if (before && isPaid(before.state)) throw new Error("nothing leaves a payment");
      if (before && isFinal(before.state) && !isFinal(last.state)) throw new Error("an end does not live again");
      const others = records.filter((record, at) => record && at !== index && !isFinal(record.state));
      if (!isFinal(last.state) && others.length > 0) throw new Error("two attempts of the sale live at once");
      const state = timeless(last.state);
      records[index] = { attempt: last.attempt, state, step: before ? last.step : STEP };
      note({ do: "save", attempt: index, state, alarms: steps.flatMap((each) => each.alarms.map(({ kind }) => kind)) });
    },
    sale: (saleId) => (saleId === SALE_ID ? SALE : null),
    attempt: (attemptId) => (shelf.hidden ? null : (records[indexOfId(attemptId)] ?? null)),
    attemptsOfSale: known,
    openAttempts: () => known().filter(({ state }) => !isFinal(state)),
    unpaidEndsSince: () => known().filter(({ state }) => isFinal(state) && !isPaid(state)),
    recentSales: () => [],
    rows: () => [],
    totals: () => [],
    unseenAlarms: () => [],
    markAlarmSeen: () => undefined,
    bindAccount: () => true,
    prove: () => undefined,
    close: () => undefined,
  };
}

function indexOfId(attemptId: string): number {
  return Number(attemptId);
}

type AskFor = (attempt: number, what: "post" | "read" | "list" | "expire") => void;

function paymentsOver(answers: Answer[], asked: AskFor): Payments {
  const silence = new Promise<never>(() => undefined);
  async function ask<Outcome>(attempt: number, what: "post" | "read" | "list" | "expire"): Promise<Outcome> {
    const answer = answers[0];
    if (!answer) {
      asked(attempt, what);
      return await silence;
    }
    if (answer.to !== what) throw new Error(`the till asks for ${what} where it asked for ${answer.to} before`);
    answers.shift();
    return answer.outcome as Outcome;
  }
  return {
    charge: (order) => ask(indexOfId(order.attemptId), "post"),
    read: (chargeId) => ask(chargeIndexOf(chargeId), "read"),
    expire: (chargeId) => ask(chargeIndexOf(chargeId), "expire"),
    list: () => ask(-1, "list"),
    picture: () => Promise.reject(new Error("no picture is asked for in the model")),
    account: () => Promise.reject(new Error("no account is asked for in the model")),
    close: () => Promise.resolve(),
  };
}
