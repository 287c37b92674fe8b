// What the loop does next for a refund: one effect, or rest until a moment. Pure.
import { nextTraceAtMs } from "#till/attempt/trace.ts";
import type { Timings } from "#till/timings.ts";
import type { RefundRecord, RefundState } from "./state.ts";

/** What a running loop remembers of a refund; nothing here is needed to be right after a restart. */
export type RefundMemory = {
  /** The last whole look that was answered. */
  readonly lastLookMs: number | null;
  /** Whole looks since Omise has it. */
  readonly looks: number;
  /** Not before this: an answer said nothing. */
  readonly holdUntilMs: number;
  readonly lookNow: boolean;
  readonly looking: Promise<void> | null;
  /** The check and the send whose answer is awaited, if any. */
  readonly posting: Promise<void> | null;
};

/** `send`: read charge and refunds, then send once. `lost`: an answer that could not be recorded. */
export type RefundEffect = "send" | "lost" | "lapse" | "look";

export type RefundPlan =
  | { readonly do: RefundEffect }
  | { readonly do: "rest"; readonly untilMs: number }
  | { readonly do: "stop" };

type At = { readonly nowMs: number; readonly timings: Timings; readonly memory: RefundMemory };

/** What is under way wakes the loop when it ends; this is only the longest rest meanwhile. */
const UNDER_WAY_MS = 60_000;

export function planRefund(
  { state }: RefundRecord,
  memory: RefundMemory,
  time: { readonly nowMs: number; readonly timings: Timings },
): RefundPlan {
  const at: At = { ...time, memory };
  switch (state.name) {
    case "asked":
      return planAsked(state.sendByMs, at);
    case "sending":
      return planSending(state, at);
    case "unknown":
      return due(nextLookAtMs(state.sentAtMs, at), at);
    case "accepted":
      return due(nextClosingLookMs(at), at);
    case "not-found": {
      const nextMs = nextLateLookMs(state, at);
      return nextMs === null ? { do: "stop" } : due(nextMs, at);
    }
    case "closed":
    case "failed":
      return { do: "stop" };
  }
}

function planAsked(sendByMs: number, { nowMs, memory }: At): RefundPlan {
  if (memory.posting) return rest(nowMs + UNDER_WAY_MS);
  if (nowMs >= sendByMs) return { do: "lapse" };
  return memory.holdUntilMs > nowMs ? rest(Math.min(memory.holdUntilMs, sendByMs)) : { do: "send" };
}

function planSending(state: Extract<RefundState, { name: "sending" }>, at: At): RefundPlan {
  const { memory, nowMs, timings } = at;
  if (!memory.posting) return memory.holdUntilMs > nowMs ? rest(memory.holdUntilMs) : { do: "lost" };
  return due(Math.max(state.sentAtMs + timings.lookUpAfterMs, nextLookAtMs(state.sentAtMs, at)), at);
}

/** Counted from the send; at once where the PC's clock was set back since then. */
function nextLookAtMs(sentAtMs: number, { nowMs, timings, memory: { lastLookMs } }: At): number {
  return lastLookMs === null && sentAtMs > nowMs ? nowMs : nextTraceAtMs(sentAtMs, lastLookMs, timings);
}

/** Twice as long after each look, up to the slowest pace. At once after a restart. */
function nextClosingLookMs({ nowMs, timings, memory: { lastLookMs, looks } }: At): number {
  if (lastLookMs === null) return nowMs;
  return lastLookMs + Math.min(timings.refundLookMs * 2 ** Math.min(looks, 10), timings.refundSlowestLookMs);
}

/** At the moments at which late money is watched for, then every hour until a day has passed; null when it has. */
function nextLateLookMs(
  { endedAtMs }: Extract<RefundState, { name: "not-found" }>,
  { nowMs, timings, memory: { lastLookMs } }: At,
): number | null {
  const { watchLooksMs, watchNotFoundMs } = timings;
  const slowest = watchLooksMs.at(-1) ?? watchNotFoundMs;
  if (endedAtMs > nowMs) return lastLookMs === null ? nowMs : lastLookMs + slowest;
  const lastMs = endedAtMs + watchNotFoundMs;
  const afterMs = Math.max(endedAtMs, lastLookMs ?? 0);
  if (afterMs >= lastMs) return null;
  const next = watchLooksMs.map((wait) => endedAtMs + wait).find((atMs) => atMs > afterMs);
  return Math.min(next ?? afterMs + slowest, lastMs);
}

function due(atMs: number, { memory, nowMs }: At): RefundPlan {
  if (memory.looking) return rest(nowMs + UNDER_WAY_MS);
  const when = memory.lookNow ? memory.holdUntilMs : Math.max(atMs, memory.holdUntilMs);
  return when <= nowMs ? { do: "look" } : rest(when);
}

function rest(untilMs: number): RefundPlan {
  return { do: "rest", untilMs };
}
