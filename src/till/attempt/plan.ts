// What the loop does next for an attempt: one effect, or rest until a moment. Pure.
import { METHODS } from "#till/methods.ts";
import type { Timings } from "#till/timings.ts";
import { nextPayableLookMs } from "./payable.ts";
import { nextTraceAtMs } from "./trace.ts";
import type { AttemptRecord, AttemptState } from "./state.ts";

/** What a running loop remembers of an attempt; nothing here is needed to be right after a restart. */
export type Memory = {
  readonly lastLookMs: number | null;
  readonly looks: number;
  /** Not before this: a read was answered 429 or 5xx, or a send could not leave. */
  readonly holdUntilMs: number;
  readonly lookNow: boolean;
  /** When the QR picture is asked for (again); null once it is there. It never holds up the reads. */
  readonly pictureAtMs: number | null;
  /** The look that is under way, if any: another one waits for it, everything else goes on. */
  readonly looking: Promise<void> | null;
  /** The send whose answer is awaited, if any. */
  readonly posting: Promise<void> | null;
};

/** What is under way wakes the loop when it ends; this is only the longest rest meanwhile. */
const UNDER_WAY_MS = 60_000;

export type Plan =
  | { readonly do: "send" | "lost" | "give-up" | "trace" | "read" | "picture" | "cancel" | "expire" }
  | { readonly do: "rest"; readonly untilMs: number }
  | { readonly do: "stop" };

export function planFor(record: AttemptRecord, memory: Memory, time: Time): Plan {
  const { state, attempt } = record;
  const at = { ...time, memory };
  switch (state.name) {
    case "queued":
      if (memory.posting) return rest(at.nowMs + UNDER_WAY_MS);
      if (at.nowMs >= state.sendByMs) return { do: "give-up" };
      return memory.holdUntilMs > at.nowMs ? rest(Math.min(memory.holdUntilMs, state.sendByMs)) : { do: "send" };
    case "sending":
      return planSending(state, at);
    case "unknown":
      return due("trace", nextTraceAtMs(state.sentAtMs, memory.lastLookMs, at.timings), at);
    case "pending":
      return planPending(METHODS[attempt.method].flow, state, at);
    case "cancelling":
      return planCancelling(state, at);
    default:
      return { do: "stop" };
  }
}

type Time = {
  readonly nowMs: number;
  /** The bank's time minus the till's; null while it is not known. */
  readonly bankOffsetMs: number | null;
  readonly timings: Timings;
};
type At = Time & { readonly memory: Memory };

function planSending(state: Extract<AttemptState, { name: "sending" }>, at: At): Plan {
  const { memory, nowMs, timings } = at;
  // Nothing is under way: its answer came and could not be recorded.
  if (!memory.posting) return memory.holdUntilMs > nowMs ? rest(memory.holdUntilMs) : { do: "lost" };
  const fromMs = state.sentAtMs + timings.lookUpAfterMs;
  return due("trace", Math.max(fromMs, nextTraceAtMs(state.sentAtMs, memory.lastLookMs, timings)), at);
}

function planPending(flow: "scan" | "qr", state: Extract<AttemptState, { name: "pending" }>, at: At): Plan {
  if (at.nowMs >= state.charge.endAtMs) return { do: "cancel" };
  const scan = flow === "scan";
  const pictureAtMs = scan || at.memory.looking ? null : at.memory.pictureAtMs;
  if (pictureAtMs !== null && pictureAtMs <= at.nowMs) return { do: "picture" };
  const plan = due("read", scan ? nextScanLook(state.sentAtMs, at) : nextQrLook(at), at);
  return plan.do === "rest" ? rest(Math.min(plan.untilMs, pictureAtMs ?? plan.untilMs, state.charge.endAtMs)) : plan;
}

function planCancelling(state: Extract<AttemptState, { name: "cancelling" }>, at: At): Plan {
  const { nowMs, timings, memory } = at;
  if (state.refused) return due("read", nextPayableLookMs(state, memory.lastLookMs, at), at);
  const { askedAtMs, notBeforeMs } = state;
  // The first request waits for nothing; before another one, the look after the last must have told the truth.
  const again = memory.looking
    ? nowMs + UNDER_WAY_MS
    : Math.max((askedAtMs ?? 0) + timings.expireAgainMs, memory.holdUntilMs);
  const expireAt = askedAtMs === null ? notBeforeMs : again;
  if (nowMs >= expireAt) return { do: "expire" };
  const plan = due("read", (memory.lastLookMs ?? 0) + timings.scanLookMs, at);
  return plan.do === "rest" ? rest(Math.min(plan.untilMs, expireAt)) : plan;
}

function nextScanLook(sentAtMs: number, { memory, timings }: At): number {
  return memory.lastLookMs === null ? sentAtMs + timings.scanFirstLookMs : memory.lastLookMs + timings.scanLookMs;
}

/** Each look makes the next one a quarter of a second later, up to the slowest pace. */
function nextQrLook({ memory, timings }: At): number {
  if (memory.lastLookMs === null) return 0;
  return memory.lastLookMs + Math.min(timings.qrLookMs + memory.looks * 250, timings.qrSlowestLookMs);
}

function due(effect: "trace" | "read", atMs: number, { memory, nowMs }: At): Plan {
  if (memory.looking) return rest(nowMs + UNDER_WAY_MS);
  const when = memory.lookNow ? memory.holdUntilMs : Math.max(atMs, memory.holdUntilMs);
  return when <= nowMs ? { do: effect } : rest(when);
}

function rest(untilMs: number): Plan {
  return { do: "rest", untilMs };
}
