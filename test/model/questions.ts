// One thing that the real till does, asked of the real code: a key of the cashier, an effect of the loop up to its request, an
// answer given to it, a look of the watch, a start. The same question in the same situation is asked once and remembered.
import { planFor, type Memory } from "#till/attempt/plan.ts";
import type { AttemptState } from "#till/attempt/state.ts";
import { Refusal } from "#contract/failure.ts";
import { recover } from "#till/recover.ts";
import { newRun } from "#till/run.ts";
import { nextWatchAtMs, openWatch } from "#till/watch.ts";
import { attemptOf, chargeIdOf, type Answer } from "./names.ts";
import { effectsOf, openRealTill, RULES, untilQuiet, type Act, type Planted, type RealTill } from "./real-till.ts";
import { counterOf, KEYS } from "./real-counter.ts";
import { spell } from "./spell.ts";
import { LATE_MS, NOW_MS, type Flow, type World } from "./world.ts";

export type Effect = "send" | "lost" | "give-up" | "trace" | "read" | "cancel" | "expire";

export type Question =
  | { readonly ask: "charge" | "again" | "cancel" | "wait"; readonly attempt: number }
  | { readonly ask: "effect"; readonly attempt: number; readonly effect: Effect }
  | {
      readonly ask: "post" | "read" | "expire";
      readonly attempt: number;
      readonly answer: Answer;
      readonly late: boolean;
    }
  | {
      readonly ask: "trace";
      readonly attempt: number;
      readonly answer: Answer;
      readonly from: "sending" | "unknown";
      readonly late: boolean;
    }
  | { readonly ask: "watch"; readonly attempt: number; readonly dueMs: number; readonly answers: readonly Answer[] }
  | { readonly ask: "recover" };

/** `refused`: the till said no to a person and did nothing. */
export type Done = { readonly acts: readonly Act[]; readonly refused: boolean; readonly choosing: boolean };

export type RealCode = {
  ask(world: World, question: Question): Promise<Done>;
  /** What the loop could do now or at any later time. */
  plans(
    state: AttemptState,
    attempt: number,
    busy: { readonly looking: boolean; readonly posting: boolean },
  ): readonly Effect[];
  nextWatchAtMs(state: AttemptState | null, attempt: number, lastLookMs: number | null): number | null;
};

export function askRealCode(flow: Flow, planted: Planted): RealCode {
  const answered = new Map<string, Done>();
  const planned = new Map<string, readonly Effect[]>();
  return {
    async ask(world, question) {
      const states = world.attempts.map(({ state }) => state);
      const key = keyOf(question, states, world.choosing);
      const before = answered.get(key);
      if (before) return before;
      const done = await carryOut(question, { world, states, flow, planted });
      answered.set(key, done);
      return done;
    },
    plans(state, attempt, busy) {
      const key = `${spell(state)}${busy.looking}${busy.posting}`;
      const before = planned.get(key);
      if (before) return before;
      const effects = plansOf(state, attemptOf(attempt, flow), busy);
      planned.set(key, effects);
      return effects;
    },
    nextWatchAtMs: (state, attempt, lastLookMs) =>
      state &&
      nextWatchAtMs({ attempt: attemptOf(attempt, flow), state, step: 1 }, lastLookMs, {
        timings: RULES.timings,
        fromMs: null,
        bankOffsetMs: 0,
      }),
  };
}

/** Answers and states are made once each, so that their spelling is remembered. */
function keyOf(question: Question, states: readonly (AttemptState | null)[], choosing: boolean): string {
  const on = states.map((state) => (state ? spell(state) : "")).join(",");
  if (question.ask === "recover") return `recover|${on}`;
  const given = "answers" in question ? question.answers : "answer" in question ? [question.answer] : [];
  const how = [
    question.ask,
    question.attempt,
    "effect" in question ? question.effect : "",
    "from" in question ? question.from : "",
    "late" in question && question.late ? "late" : "",
    "dueMs" in question ? question.dueMs : "",
    choosing ? "c" : "",
  ];
  return `${how.join(",")}|${given.map(spell).join(",")}|${on}`;
}

/** After the step, and past each wait that a plan knows. */
const INSTANTS = [0, 1, 2_000, 5_000, 10_000, 15_000, 20_000, 60_000, 90_000, 120_000, 600_000, 86_400_000];

/** A pause after a failed read only puts off what is planned, so none is remembered; nor is the picture, which decides nothing. */
function plansOf(
  state: AttemptState,
  attempt: ReturnType<typeof attemptOf>,
  busy: { readonly looking: boolean; readonly posting: boolean },
): readonly Effect[] {
  const underWay = Promise.resolve();
  const memory: Memory = {
    lastLookMs: null,
    looks: 0,
    holdUntilMs: 0,
    lookNow: false,
    pictureAtMs: null,
    looking: busy.looking ? underWay : null,
    posting: busy.posting ? underWay : null,
  };
  const found = new Set<Effect>();
  for (const wait of INSTANTS) {
    const plan = planFor({ attempt, state, step: 1 }, memory, { nowMs: NOW_MS + wait, timings: RULES.timings });
    if (plan.do === "picture") throw new Error("no picture is asked for in the model");
    if (plan.do !== "rest" && plan.do !== "stop") found.add(plan.do);
  }
  return [...found];
}

type Situation = {
  readonly world: World;
  readonly states: readonly (AttemptState | null)[];
  readonly flow: Flow;
  readonly planted: Planted;
};

async function carryOut(question: Question, situation: Situation): Promise<Done> {
  const { states, flow, planted, world } = situation;
  const answers = "answers" in question ? question.answers : "answer" in question ? [question.answer] : [];
  const nowMs = question.ask === "watch" ? question.dueMs : "late" in question && question.late ? LATE_MS : NOW_MS;
  const till = openRealTill({ states, flow, nowMs, answers, planted });
  const refused = { refused: true, acts: [], choosing: world.choosing };
  let choosing = world.choosing;
  switch (question.ask) {
    case "charge":
    case "again":
    case "cancel":
    case "wait": {
      const counter = counterOf(till, world.choosing, question.attempt);
      try {
        KEYS[question.ask](counter, question.attempt, flow);
      } catch (thrown) {
        if (thrown instanceof Refusal) return refused;
        throw thrown;
      }
      choosing = counter.now()?.choosing ?? false;
      break;
    }
    case "recover":
      recover(till);
      break;
    case "watch":
      await watchOnce(till, question.attempt);
      break;
    default:
      await untilQuiet(till, effectDone(till, question, situation));
  }
  if (till.defects.length > 0) throw till.defects[0];
  return { acts: planted.order?.(till.acts) ?? till.acts, refused: false, choosing };
}

async function effectDone(
  till: RealTill,
  question: Extract<Question, { ask: "effect" | "post" | "read" | "trace" | "expire" }>,
  { states, flow }: Situation,
): Promise<void> {
  const effects = effectsOf(till);
  const attempt = attemptOf(question.attempt, flow);
  const state = states[question.attempt];
  if (question.ask === "post") return effects.post(attempt, newRun(null));
  if (question.ask === "effect") {
    if (!state) throw new Error("the loop runs what is in the ledger");
    return effects.carryOut(question.effect, { attempt, state, step: 1 }, newRun(null));
  }
  // Begun earlier, in a state that may have changed since: what of it still matters was kept.
  const began = question.ask === "trace" ? sentIn(question.from) : chargedIn(question.attempt);
  return effects.carryOut(question.ask, { attempt, state: began, step: 1 }, newRun(null));
}

function sentIn(name: "sending" | "unknown"): AttemptState {
  const sent = { sentAtMs: NOW_MS, sentBankMs: null, cancelWanted: false };
  return name === "sending" ? { name, sendByMs: NOW_MS, ...sent } : { name, why: "", looks: [], ...sent };
}

function chargedIn(attempt: number): AttemptState {
  const charge = { chargeId: chargeIdOf(attempt), expiresAtMs: null, endAtMs: NOW_MS };
  return { name: "pending", charge, sentAtMs: NOW_MS, askAtMs: null };
}

/** One sweep of the real watch, for this end alone, until it is over or waits for an answer. */
async function watchOnce(till: RealTill, index: number): Promise<void> {
  const attempt = till.ledger.attempt(String(index));
  if (!attempt) throw new Error("what is watched is in the ledger");
  openWatch({
    ...till,
    ledger: { ...till.ledger, unpaidEndsSince: () => [attempt] },
    lastAliveMs: till.clock.nowMs(),
    tell: (attemptId, event) => void till.book.apply(attemptId, event),
  });
  await untilQuiet(till, till.tick());
}
