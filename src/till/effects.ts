// The effects of the loop: each makes one request, names what came back as an event, and commits it.
import type { Plan } from "./attempt/plan.ts";
import type { Attempt, AttemptRecord, AttemptState } from "./attempt/state.ts";
import { traceWindow } from "./attempt/trace.ts";
import type { LoopParts, Run } from "./loop.ts";
import { METHODS } from "./methods.ts";
import type { ChargeOrder } from "./ports.ts";

type EffectName = Exclude<Plan["do"], "rest" | "stop">;

export type Effects = {
  /** The one POST of a charge whose `sending` is committed. */
  post(attempt: Attempt, run: Run): Promise<void>;
  carryOut(effect: EffectName, record: AttemptRecord, run: Run): Promise<void>;
};

const SLOWEST_HOLD_MS = 30_000;

export function createEffects(parts: LoopParts): Effects {
  const { book, clock, bank } = parts;

  async function post(attempt: Attempt, run: Run): Promise<void> {
    const outcome = await parts.payments.charge(orderOf(parts, attempt, run));
    const atMs = heard(parts, outcome.bankMs, outcome.kind !== "never-sent" && outcome.kind !== "unknown");
    const { attemptId } = attempt;
    switch (outcome.kind) {
      case "answered":
        run.code = null;
        run.lastGoodMs = atMs;
        book.apply(attemptId, { kind: "charge-seen", atMs, by: "post", charge: outcome.charge });
        run.lookNow = outcome.charge.status !== "pending";
        return;
      case "refused":
        if (outcome.error.status === 429) return neverSent(attemptId, run, "too many requests");
        run.code = null;
        book.apply(attemptId, { kind: "refused", atMs, error: outcome.error });
        return;
      case "never-sent":
        return neverSent(attemptId, run, outcome.why);
      case "unknown":
        run.code = null;
        book.apply(attemptId, { kind: "no-answer", atMs, why: outcome.why });
    }
  }

  function neverSent(attemptId: string, run: Run, why: string): void {
    book.apply(attemptId, { kind: "never-sent", atMs: clock.nowMs(), why });
    run.holdUntilMs = clock.nowMs() + parts.timings.sendAgainMs;
  }

  async function carryOut(effect: EffectName, record: AttemptRecord, run: Run): Promise<void> {
    const { attempt, state } = record;
    const atMs = clock.nowMs();
    switch (effect) {
      case "send":
        book.apply(attempt.attemptId, { kind: "send-began", atMs, bankMs: bank.nowMs() });
        return post(attempt, run);
      case "lost":
        book.apply(attempt.attemptId, { kind: "no-answer", atMs, why: "the answer could not be recorded" });
        return;
      case "give-up":
        book.apply(attempt.attemptId, { kind: "gave-up", atMs, why: "it could not be sent in time" });
        return;
      case "cancel":
        book.apply(attempt.attemptId, { kind: "cancel-asked", atMs, by: "till" });
        return;
      case "trace":
        return trace(parts, record, run);
      case "read":
        return read(parts, { attempt, run, chargeId: chargeIdOf(state) });
      case "picture":
        return fetchPicture(parts, run, chargeIdOf(state));
      case "expire":
        return expire(parts, { attempt, run, chargeId: chargeIdOf(state) });
    }
  }

  return { post, carryOut };
}

function orderOf(parts: LoopParts, attempt: Attempt, run: Run): ChargeOrder {
  const { attemptId, saleId, method, money, reference } = attempt;
  const life = METHODS[method].settableLife;
  const bankNow = parts.bank.nowMs();
  const wanted = life && Math.min(Math.max(parts.timings.qrLifeMs, life.minMs), life.maxMs);
  const expiresAtMs = wanted !== null && bankNow !== null ? bankNow + wanted : null;
  return { attemptId, saleId, method, money, reference, staff: parts.staff(), code: run.code, expiresAtMs };
}

/** Notes the bank's time and the link; returns the till's time. */
function heard(parts: LoopParts, bankMs: number | null, answered: boolean): number {
  parts.bank.learn(bankMs);
  parts.link.heard(answered || bankMs !== null);
  return parts.clock.nowMs();
}

async function trace(parts: LoopParts, record: AttemptRecord, run: Run): Promise<void> {
  const { attempt, state } = record;
  if (state.name !== "unknown") return;
  const window = traceWindow({ ...state, nowMs: parts.clock.nowMs(), bankOffsetMs: parts.bank.offsetMs() });
  looked(parts, run);
  const outcome = await parts.payments.list(window);
  const atMs = heard(parts, outcome.bankMs, outcome.kind !== "no-answer");
  if (outcome.kind !== "listed") return hold(parts, run);
  run.failures = 0;
  const charge = outcome.charges.find((listed) => listed.attemptId === attempt.attemptId);
  if (charge) {
    run.lastLookMs = null;
    run.lookNow = true;
    parts.book.apply(attempt.attemptId, { kind: "charge-seen", atMs, by: "list", charge });
  } else if (outcome.complete) {
    parts.book.apply(attempt.attemptId, { kind: "not-in-listing", atMs, certain: window.certain });
  }
}

type About = { readonly attempt: Attempt; readonly run: Run; readonly chargeId: string };

async function read(parts: LoopParts, { attempt, run, chargeId }: About): Promise<void> {
  looked(parts, run);
  const outcome = await parts.payments.read(chargeId);
  const atMs = heard(parts, outcome.bankMs, outcome.kind !== "no-answer");
  if (outcome.kind !== "charge") return hold(parts, run);
  run.failures = 0;
  run.lastGoodMs = atMs;
  parts.book.apply(attempt.attemptId, { kind: "charge-seen", atMs, by: "get", charge: outcome.charge });
  parts.changed();
}

async function fetchPicture(parts: LoopParts, run: Run, chargeId: string): Promise<void> {
  const outcome = await parts.payments.picture(chargeId);
  if (outcome.kind === "none") {
    parts.log.warn("picture/none", { chargeId, why: outcome.why });
    return hold(parts, run);
  }
  run.failures = 0;
  run.picture = outcome.picture;
  run.hasPicture = true;
  run.lastGoodMs ??= parts.clock.nowMs();
  parts.changed();
}

async function expire(parts: LoopParts, { attempt, run, chargeId }: About): Promise<void> {
  const { attemptId } = attempt;
  parts.book.apply(attemptId, { kind: "expire-sent", atMs: parts.clock.nowMs() });
  const outcome = await parts.payments.expire(chargeId);
  const atMs = heard(parts, outcome.bankMs, outcome.kind === "charge" || outcome.kind === "refused");
  if (outcome.kind === "refused" && outcome.error.status !== 429) {
    parts.book.apply(attemptId, { kind: "expire-refused", atMs, error: outcome.error });
  }
  run.lookNow = true;
}

function looked(parts: LoopParts, run: Run): void {
  run.lastLookMs = parts.clock.nowMs();
  run.looks += 1;
  run.lookNow = false;
}

/** After an answer that says nothing: wait longer each time, up to half a minute. */
function hold(parts: LoopParts, run: Run): void {
  run.failures += 1;
  const pause = Math.min(1000 * 2 ** Math.min(run.failures, 5), SLOWEST_HOLD_MS);
  run.holdUntilMs = parts.clock.nowMs() + pause;
  parts.changed();
}

function chargeIdOf(state: AttemptState): string {
  if ("charge" in state) return state.charge.chargeId;
  throw new Error(`an attempt that is ${state.name} has no charge to ask about`);
}
