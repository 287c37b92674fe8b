// Asks the real code: opens the real till on what the ledger has, gives it its question, and hands back what it did.
import type { AttemptState } from "#till/attempt/state.ts";
import { createEffects } from "#till/effects.ts";
import { Refusal } from "#contract/failure.ts";
import { recover } from "#till/recover.ts";
import { recoverRefunds } from "#till/refund/recover.ts";
import { newRun } from "#till/run.ts";
import { openWatch } from "#till/watch.ts";
import { attemptOf, chargeIdOf } from "./names.ts";
import type { Done, Question } from "./question.ts";
import { counterOf, KEYS, type KeyName } from "./real-counter.ts";
import { askForRefund, readTerms, refundEffect, withdraw } from "./real-desk.ts";
import { FullDisk, type Kept } from "./real-ledger.ts";
import { openRealTill, untilQuiet, type Planted, type RealTill } from "./real-till.ts";
import { LATE_MS, NOW_MS, type Flow, type World } from "./world.ts";

export type Situation = {
  readonly world: World;
  readonly flow: Flow;
  readonly planted: Planted;
  readonly failAt: number;
};

type Outcome = Pick<Done, "refused" | "choosing" | "approvalLeft">;

export async function carryOut(question: Question, situation: Situation): Promise<Done> {
  const till = tillFor(question, situation);
  const { choosing } = situation.world;
  const plain: Outcome = { refused: false, choosing, approvalLeft: false };
  const outcome = await unlessFull(plain, async () => await answer(till, question, situation));
  if (till.defects.length > 0) throw till.defects[0];
  const { order } = situation.planted;
  return { ...outcome, acts: outcome.refused ? [] : (order?.(till.acts) ?? till.acts), writes: till.writes() };
}

/** What the disk does not take ends what was being done; the loop goes on from what the ledger has. */
async function unlessFull(plain: Outcome, act: () => Promise<Partial<Outcome>>): Promise<Outcome> {
  try {
    return { ...plain, ...(await act()) };
  } catch (thrown) {
    if (thrown instanceof FullDisk) return plain;
    throw thrown;
  }
}

function tillFor(question: Question, { world, flow, planted, failAt }: Situation): RealTill {
  const answers = "answers" in question ? question.answers : "answer" in question ? [question.answer] : [];
  const late = "late" in question && question.late;
  const nowMs = question.ask === "watch" ? question.dueMs : late ? LATE_MS : NOW_MS;
  const kept: Kept = { attempts: world.attempts.map(({ state }) => state), refunds: world.refunds };
  const setting = { flow, nowMs, answers, failAt, planted };
  if (question.ask !== "refund-post") return openRealTill({ ...setting, kept });
  // It was asked for when its send began; while its answer was awaited much may have happened.
  const asked = { name: "asked", sendByMs: NOW_MS + 1 } as const;
  const none = { name: "failed", end: "withdrawn", code: "", message: "", endedAtMs: NOW_MS } as const;
  const refunds = world.refunds.map((each, index) => ({ ...each, state: index === question.refund ? asked : none }));
  return openRealTill({ ...setting, kept: { ...kept, refunds }, keptThen: kept });
}

async function answer(till: RealTill, question: Question, situation: Situation): Promise<Partial<Outcome>> {
  switch (question.ask) {
    case "charge":
    case "again":
    case "cancel":
    case "wait":
    case "override":
    case "park":
      return await pressed(till, question, situation);
    case "recover":
      recover(till);
      recoverRefunds(till);
      return {};
    case "watch":
      await watchOnce(till, question.attempt);
      return {};
    case "refund": {
      const { asked } = question;
      const approval = situation.world.approvals[asked.approval];
      if (!approval) throw new Error("no such approval in the model");
      const { thrown, ...rest } = await askForRefund(till, asked, { approval, wrap: situation.planted.approvals });
      if (thrown !== null && !rest.refused && !(thrown instanceof FullDisk)) throw thrown;
      return rest;
    }
    case "withdraw":
      return refusedOr(() => withdraw(till, question.refund));
    case "terms":
      await untilQuiet(till, readTerms(till, question.attempt));
      return {};
    case "refund-effect":
    case "checked":
    case "refund-post":
    case "refund-look":
      await untilQuiet(till, refundDone(till, question, situation.world));
      return {};
    default:
      await untilQuiet(till, effectDone(till, question, situation));
      return {};
  }
}

function refusedOr(press: () => void): { readonly refused: boolean } {
  try {
    press();
    return { refused: false };
  } catch (thrown) {
    if (thrown instanceof Refusal) return { refused: true };
    throw thrown;
  }
}

async function pressed(
  till: RealTill,
  { ask: key, attempt }: { readonly ask: KeyName; readonly attempt: number },
  { world: { choosing }, flow }: Situation,
): Promise<Partial<Outcome>> {
  const counter = await counterOf(till, { choosing, next: attempt, key });
  const { refused } = refusedOr(() => KEYS[key](counter, attempt, flow));
  return { refused, choosing: counter.now()?.choosing ?? false };
}

async function refundDone(
  till: RealTill,
  question: Extract<Question, { ask: "refund-effect" | "checked" | "refund-post" | "refund-look" }>,
  world: World,
): Promise<void> {
  const refund = world.refunds[question.refund];
  if (!refund) throw new Error("the loop runs what is in the ledger");
  if (question.ask === "refund-effect") return refundEffect(till, { effect: question.effect, refund });
  if (question.ask === "refund-look") return refundEffect(till, { effect: "look", refund, from: question.from });
  return refundEffect(till, { effect: "send", refund });
}

async function effectDone(
  till: RealTill,
  question: Extract<Question, { ask: "effect" | "post" | "read" | "trace" | "expire" }>,
  { world, flow }: Situation,
): Promise<void> {
  const effects = createEffects(till);
  const attempt = attemptOf(question.attempt, flow);
  const state = world.attempts[question.attempt]?.state;
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
  const sent = { sentAtMs: NOW_MS, sentBankMs: null, cancelWanted: false, gaveWay: false };
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
  const ledger = { ...till.ledger, unpaidEndsSince: () => [attempt] };
  openWatch({ ...till, ledger, lastAliveMs: till.clock.nowMs() });
  await untilQuiet(till, till.tick());
}
