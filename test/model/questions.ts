// One thing that the real till does, asked of the real code: a key of the cashier, an effect of the loop up to its request, an
// answer given to it, a look of the watch, a start. The same question in the same situation is asked once and remembered.
import type { AttemptState } from "#till/attempt/state.ts";
import type { RefundEffect } from "#till/refund/plan.ts";
import { nextWatchAtMs } from "#till/watch.ts";
import { carryOut } from "./carry-out.ts";
import { attemptOf } from "./names.ts";
import type { Done, Question } from "./question.ts";
import { plansOf, refundPlansOf, type Busy, type Effect } from "./plans.ts";
import type { RefundAsked } from "./real-desk.ts";
import { RULES, type Planted } from "./real-till.ts";
import { spell } from "./spell.ts";
import type { Flow, ModelApproval, ModelRefund, World } from "./world.ts";

export type RealCode = {
  /** @param failAt which of its writes fails; 0: none @throws what the real code throws */
  ask(world: World, question: Question, failAt?: number): Done;
  /**
   * Answers are made once all that was asked for is known: until then `ask` gives nothing of worth.
   * @returns null when nothing is missing
   */
  learn(): Promise<void> | null;
  /** What the loop could do now or at any later time. */
  plans(state: AttemptState, attempt: number, busy: Busy): readonly Effect[];
  refundPlans(refund: ModelRefund, busy: Busy): readonly RefundEffect[];
  nextWatchAtMs(state: AttemptState | null, attempt: number, lastLookMs: number | null): number | null;
};

const WATCH = { timings: RULES.timings, fromMs: null, bankOffsetMs: 0 } as const;

const NOT_KNOWN_YET: Done = { acts: [], refused: true, choosing: false, writes: 0, approvalLeft: false };

export function askRealCode(flow: Flow, planted: Planted): RealCode {
  const answered = new Map<string, Done | Error>();
  const asked = new Map<string, () => Promise<Done>>();
  const planned = new Map<string, readonly Effect[]>();
  const refundsPlanned = new Map<string, readonly RefundEffect[]>();
  return {
    ask(world, question, failAt = 0) {
      const key = keyOf(question, world, failAt);
      const known = answered.get(key);
      if (known instanceof Error) throw known;
      if (known) return known;
      asked.set(key, () => carryOut(question, { world, flow, planted, failAt }));
      return NOT_KNOWN_YET;
    },
    learn() {
      if (asked.size === 0) return null;
      const todo = [...asked];
      asked.clear();
      return learnAll(todo, (key, done) => {
        answered.set(key, done);
      });
    },
    plans(state, attempt, busy) {
      return remembered(planned, `${spell(state)}${busy.looking}${busy.posting}`, () =>
        plansOf(state, attemptOf(attempt, flow), busy),
      );
    },
    refundPlans(refund, busy) {
      return remembered(refundsPlanned, `${spell(refund.state)}${busy.looking}${busy.posting}`, () =>
        refundPlansOf(refund, busy),
      );
    },
    // What an earlier run left is looked at once more, at once: looks that are made in any case.
    nextWatchAtMs: (state, attempt, lastLookMs) =>
      state && nextWatchAtMs({ attempt: attemptOf(attempt, flow), state, step: 1 }, lastLookMs, WATCH),
  };
}

async function learnAll(
  todo: readonly (readonly [string, () => Promise<Done>])[],
  learned: (key: string, done: Done | Error) => void,
): Promise<void> {
  for (const [key, answer] of todo) {
    try {
      learned(key, await answer());
    } catch (thrown) {
      learned(key, thrown instanceof Error ? thrown : new Error(String(thrown)));
    }
  }
}

function remembered<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const before = known.get(key);
  if (before !== undefined) return before;
  const value = make();
  known.set(key, value);
  return value;
}

const OF_REFUNDS: ReadonlySet<string> = new Set([
  "refund",
  "withdraw",
  "terms",
  "refund-effect",
  "checked",
  "refund-post",
  "refund-look",
  "recover",
]);

/** Answers and states are made once each, so that their spelling is remembered. */
function keyOf(question: Question, { attempts, refunds, approvals, choosing }: World, failAt: number): string {
  let key = question.ask + failAt;
  for (const { state } of attempts) key += state ? `,${spell(state)}` : ",";
  if (OF_REFUNDS.has(question.ask)) {
    for (const { refund, state } of refunds) key += `;${spell(refund)},${spell(state)}`;
    if (question.ask === "refund") return `${key}|${keyOfAsked(question.asked, approvals[question.asked.approval])}`;
  }
  if ("answer" in question) key += `|${spell(question.answer)}`;
  if ("answers" in question) for (const answer of question.answers) key += `|${spell(answer)}`;
  if ("attempt" in question) key += `|${question.attempt}${choosing ? "c" : ""}`;
  if ("refund" in question) key += `|${question.refund}`;
  if ("effect" in question) key += question.effect;
  if ("from" in question) key += question.from;
  if ("late" in question && question.late) key += "late";
  if ("dueMs" in question) key += question.dueMs;
  return key;
}

function keyOfAsked(asked: RefundAsked, approval: ModelApproval | undefined): string {
  const { refund, attempt, kind, amountMinor, refundedBeforeMinor } = asked;
  const given = approval && `${approval.is},${approval.kind},${approval.attempt},${approval.amountMinor}`;
  return `${refund},${attempt},${kind},${amountMinor},${refundedBeforeMinor},${asked.approval},${given}`;
}
