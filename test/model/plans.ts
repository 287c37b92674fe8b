// What the real plans could say now or at any later time: asked at every instant that they know.
import { planFor, type Memory } from "#till/attempt/plan.ts";
import type { AttemptState } from "#till/attempt/state.ts";
import { planRefund, type RefundEffect } from "#till/refund/plan.ts";
import type { attemptOf } from "./names.ts";
import { RULES } from "./real-till.ts";
import { NOW_MS, type ModelRefund } from "./world.ts";

export type Effect = "send" | "lost" | "give-up" | "trace" | "read" | "cancel" | "expire";

export type Busy = { readonly looking: boolean; readonly posting: boolean };

/** After the step, and past each wait that a plan knows. */
const INSTANTS = [0, 1, 2_000, 5_000, 10_000, 15_000, 20_000, 60_000, 90_000, 120_000, 600_000, 86_400_000];

/** A pause after a failed read only puts off what is planned, so none is remembered; nor is the picture, which decides nothing. */
function memoryOf({ looking, posting }: Busy): Memory {
  const underWay = Promise.resolve();
  return {
    lastLookMs: null,
    looks: 0,
    holdUntilMs: 0,
    lookNow: false,
    pictureAtMs: null,
    looking: looking ? underWay : null,
    posting: posting ? underWay : null,
  };
}

export function plansOf(state: AttemptState, attempt: ReturnType<typeof attemptOf>, busy: Busy): readonly Effect[] {
  const memory = memoryOf(busy);
  const found = new Set<Effect>();
  for (const wait of INSTANTS) {
    const time = { nowMs: NOW_MS + wait, bankOffsetMs: 0, timings: RULES.timings };
    const plan = planFor({ attempt, state, step: 1 }, memory, time);
    if (plan.do === "picture") throw new Error("no picture is asked for in the model");
    if (plan.do !== "rest" && plan.do !== "stop") found.add(plan.do);
  }
  return [...found];
}

export function refundPlansOf({ refund, state }: ModelRefund, busy: Busy): readonly RefundEffect[] {
  const memory = memoryOf(busy);
  const found = new Set<RefundEffect>();
  for (const wait of INSTANTS) {
    const plan = planRefund({ refund, state, step: 1 }, memory, { nowMs: NOW_MS + wait, timings: RULES.timings });
    if (plan.do !== "rest" && plan.do !== "stop") found.add(plan.do);
  }
  return [...found];
}
