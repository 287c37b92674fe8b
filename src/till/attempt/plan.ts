// What the loop does next for an attempt: one effect, or rest until a moment. Pure.
import { METHODS } from "#till/methods.ts";
import type { Timings } from "#till/timings.ts";
import { nextTraceAtMs } from "./trace.ts";
import type { AttemptRecord, AttemptState } from "./state.ts";

/** What a running loop remembers of an attempt; nothing here is needed to be right after a restart. */
export type Memory = {
  readonly lastLookMs: number | null;
  readonly looks: number;
  /** Not before this: a read was answered 429 or 5xx, or a send could not leave. */
  readonly holdUntilMs: number;
  readonly lookNow: boolean;
  readonly hasPicture: boolean;
};

export type Plan =
  | { readonly do: "send" | "lost" | "give-up" | "trace" | "read" | "picture" | "cancel" | "expire" }
  | { readonly do: "rest"; readonly untilMs: number }
  | { readonly do: "stop" };

export function planFor(record: AttemptRecord, memory: Memory, at: { readonly nowMs: number; readonly timings: Timings }): Plan {
  const { state, attempt } = record;
  const { nowMs, timings } = at;
  switch (state.name) {
    case "queued":
      if (nowMs >= state.sendByMs) return { do: "give-up" };
      return memory.holdUntilMs > nowMs ? rest(Math.min(memory.holdUntilMs, state.sendByMs)) : { do: "send" };
    case "sending":
      // The loop awaits every send, so it meets this state only when the answer could not be recorded.
      return { do: "lost" };
    case "unknown":
      return due("trace", nextTraceAtMs(state.sentAtMs, memory.lastLookMs, timings), memory, nowMs);
    case "pending":
      return planPending(METHODS[attempt.method].flow, state, memory, at);
    case "cancelling":
      return planCancelling(state, memory, at);
    default:
      return { do: "stop" };
  }
}

type At = { readonly nowMs: number; readonly timings: Timings };

function planPending(
  flow: "scan" | "qr",
  state: Extract<AttemptState, { name: "pending" }>,
  memory: Memory,
  at: At,
): Plan {
  if (at.nowMs >= state.charge.endAtMs) return { do: "cancel" };
  const scan = flow === "scan";
  const lookAt = scan ? nextScanLook(state.sentAtMs, memory, at.timings) : nextQrLook(memory, at.timings);
  if (!scan && !memory.hasPicture && memory.holdUntilMs <= at.nowMs) return { do: "picture" };
  const plan = due("read", lookAt, memory, at.nowMs);
  return plan.do === "rest" ? rest(Math.min(plan.untilMs, state.charge.endAtMs)) : plan;
}

function planCancelling(state: Extract<AttemptState, { name: "cancelling" }>, memory: Memory, at: At): Plan {
  const { nowMs, timings } = at;
  if (state.refused) {
    return due("read", (memory.lastLookMs ?? 0) + timings.payableLookMs, memory, nowMs);
  }
  const askAt = state.askedAtMs === null ? state.notBeforeMs : state.askedAtMs + timings.expireAgainMs;
  if (nowMs >= askAt && memory.holdUntilMs <= nowMs) return { do: "expire" };
  const plan = due("read", (memory.lastLookMs ?? 0) + timings.scanLookMs, memory, nowMs);
  return plan.do === "rest" ? rest(Math.min(plan.untilMs, Math.max(askAt, memory.holdUntilMs))) : plan;
}

function nextScanLook(sentAtMs: number, memory: Memory, timings: Timings): number {
  return memory.lastLookMs === null ? sentAtMs + timings.scanFirstLookMs : memory.lastLookMs + timings.scanLookMs;
}

function nextQrLook(memory: Memory, timings: Timings): number {
  if (memory.lastLookMs === null) return 0;
  const slower = Math.min(timings.qrLookMs + memory.looks * 250, timings.qrSlowestLookMs);
  return memory.lastLookMs + slower;
}

function due(effect: "trace" | "read", atMs: number, memory: Memory, nowMs: number): Plan {
  const when = memory.lookNow ? memory.holdUntilMs : Math.max(atMs, memory.holdUntilMs);
  return when <= nowMs ? { do: effect } : rest(when);
}

function rest(untilMs: number): Plan {
  return { do: "rest", untilMs };
}
