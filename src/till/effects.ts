// The effects of the loop: each makes one request, names what came back as an event, and commits it.
import type { Plan } from "./attempt/plan.ts";
import { isPaid, type Attempt, type AttemptRecord, type AttemptState } from "./attempt/state.ts";
import { traceWindow } from "./attempt/trace.ts";
import { holdBack, whyOf } from "./back-off.ts";
import { METHODS } from "./methods.ts";
import type { ChargeOrder } from "./ports.ts";
import type { Run, RunParts } from "./run.ts";

type EffectName = Exclude<Plan["do"], "rest" | "stop">;

export type Effects = {
  /** The one POST of a charge whose `sending` is committed. */
  post(attempt: Attempt, run: Run): Promise<void>;
  carryOut(effect: EffectName, record: AttemptRecord, run: Run): Promise<void>;
};

/** Too many requests, or a key that may not: expiry is asked for again. */
const SAYS_NOTHING_OF_THE_CHARGE: ReadonlySet<number> = new Set([401, 403, 429]);

export function createEffects(parts: RunParts): Effects {
  return {
    post: (attempt, run) => post(parts, attempt, run),
    async carryOut(effect, record, run) {
      await EFFECTS[effect](parts, record, run);
    },
  };
}

type Effect = (parts: RunParts, record: AttemptRecord, run: Run) => Promise<void> | void;

const EFFECTS: Readonly<Record<EffectName, Effect>> = {
  send(parts, { attempt }, run) {
    const began = { kind: "send-began", atMs: parts.clock.nowMs(), bankMs: parts.bank.nowMs() } as const;
    parts.book.apply(attempt.attemptId, began);
    return post(parts, attempt, run);
  },
  lost({ book, clock }, { attempt }, run) {
    run.code = null;
    book.apply(attempt.attemptId, { kind: "no-answer", atMs: clock.nowMs(), why: "the answer could not be recorded" });
  },
  "give-up"({ book, clock }, { attempt }) {
    book.apply(attempt.attemptId, { kind: "gave-up", atMs: clock.nowMs(), why: "it could not be sent in time" });
  },
  cancel({ book, clock }, { attempt }) {
    book.apply(attempt.attemptId, { kind: "cancel-asked", atMs: clock.nowMs(), by: "till" });
  },
  trace,
  read: (parts, { attempt, state }, run) => read(parts, { attempt, run, chargeId: chargeIdOf(state) }),
  picture: (parts, { state }, run) => fetchPicture(parts, run, chargeIdOf(state)),
  expire: (parts, { attempt, state }, run) => expire(parts, { attempt, run, chargeId: chargeIdOf(state) }),
};

async function post(parts: RunParts, attempt: Attempt, run: Run): Promise<void> {
  const outcome = await parts.payments.charge(orderOf(parts, attempt, run));
  const atMs = heard(parts, outcome.bankMs);
  const { attemptId } = attempt;
  if (outcome.kind === "refused" && outcome.error.status === 401) parts.keyDoubted();
  // Found by a look-up meanwhile: what says nothing of a charge has nothing more to say.
  if (outcome.kind !== "answered" && parts.ledger.attempt(attemptId)?.state.name !== "sending") {
    run.code = null;
    return;
  }
  const tooMany = outcome.kind === "refused" && outcome.error.status === 429;
  if (outcome.kind === "never-sent" || tooMany) {
    const why = outcome.kind === "never-sent" ? outcome.why : "too many requests";
    parts.book.apply(attemptId, { kind: "never-sent", atMs, why });
    run.holdUntilMs = atMs + parts.timings.sendAgainMs;
    return;
  }
  run.code = null;
  switch (outcome.kind) {
    case "answered":
      run.lastGoodMs = atMs;
      parts.book.apply(attemptId, { kind: "charge-seen", atMs, by: "post", charge: outcome.charge });
      run.lookNow = outcome.charge.status !== "pending";
      return;
    case "refused":
      parts.book.apply(attemptId, { kind: "refused", atMs, error: outcome.error });
      return;
    case "unknown":
      parts.book.apply(attemptId, { kind: "no-answer", atMs, why: outcome.why });
  }
}

function orderOf(parts: RunParts, attempt: Attempt, run: Run): ChargeOrder {
  const { attemptId, saleId, method, money, reference } = attempt;
  const life = METHODS[method].settableLife;
  const bankNow = parts.bank.nowMs();
  const wanted = life && Math.min(Math.max(parts.timings.qrLifeMs, life.minMs), life.maxMs);
  const expiresAtMs = wanted !== null && bankNow !== null ? bankNow + wanted : null;
  return { attemptId, saleId, method, money, reference, staff: parts.staff(), code: run.code, expiresAtMs };
}

/** Notes the bank's time; returns the till's. */
function heard(parts: RunParts, bankMs: number | null, askedAtMs?: number): number {
  parts.bank.learn(bankMs, askedAtMs);
  return parts.clock.nowMs();
}

async function trace(parts: RunParts, record: AttemptRecord, run: Run): Promise<void> {
  const { attempt, state } = record;
  if (state.name !== "unknown" && state.name !== "sending") return;
  const window = traceWindow({ ...state, nowMs: parts.clock.nowMs(), bankOffsetMs: parts.bank.offsetMs() });
  const askedAtMs = looked(parts, run);
  const outcome = await parts.payments.list(window);
  const atMs = heard(parts, outcome.bankMs, askedAtMs);
  if (outcome.kind !== "listed") return hold(parts, run, { attempt, why: whyOf(outcome) });
  run.failures = 0;
  const named = outcome.charges.filter((listed) => listed.attemptId === attempt.attemptId);
  // More than one is told by the step, and a strange one does not hide ours.
  for (const charge of named) parts.book.apply(attempt.attemptId, { kind: "charge-seen", atMs, by: "list", charge });
  if (named.length > 0) {
    const found = parts.ledger.attempt(attempt.attemptId)?.state.name;
    // What is not ours in every point stays unknown and is asked for at the usual pace.
    if (found !== "pending" && found !== "cancelling") return;
    run.lastLookMs = null;
    run.lookNow = true;
  } else if (outcome.complete && state.name === "unknown") {
    parts.book.apply(attempt.attemptId, {
      kind: "not-in-listing",
      atMs,
      certain: window.certain && parts.bank.offsetMs() !== null,
    });
  }
}

type About = { readonly attempt: Attempt; readonly run: Run; readonly chargeId: string };

async function read(parts: RunParts, { attempt, run, chargeId }: About): Promise<void> {
  const askedAtMs = looked(parts, run);
  const outcome = await parts.payments.read(chargeId);
  const atMs = heard(parts, outcome.bankMs, askedAtMs);
  if (outcome.kind !== "charge") return hold(parts, run, { attempt, why: whyOf(outcome) });
  run.failures = 0;
  run.lastGoodMs = atMs;
  const after = parts.book.apply(attempt.attemptId, { kind: "charge-seen", atMs, by: "get", charge: outcome.charge });
  if (isPaid(after.state)) parts.paid(after);
  parts.changed();
}

async function fetchPicture(parts: RunParts, run: Run, chargeId: string): Promise<void> {
  const outcome = await parts.payments.picture(chargeId);
  if (outcome.kind === "none") {
    parts.log.warn("picture/none", { chargeId, why: outcome.why });
    run.pictureAtMs = parts.clock.nowMs() + parts.timings.qrLookMs;
    return;
  }
  run.picture = outcome.picture;
  run.pictureAtMs = null;
  run.lastGoodMs ??= parts.clock.nowMs();
  parts.changed();
}

async function expire(parts: RunParts, { attempt, run, chargeId }: About): Promise<void> {
  const { attemptId } = attempt;
  parts.book.apply(attemptId, { kind: "expire-sent", atMs: parts.clock.nowMs() });
  const outcome = await parts.payments.expire(chargeId);
  const atMs = heard(parts, outcome.bankMs);
  if (outcome.kind === "refused" && !SAYS_NOTHING_OF_THE_CHARGE.has(outcome.error.status)) {
    parts.book.apply(attemptId, { kind: "expire-refused", atMs, error: outcome.error });
  }
  run.lookNow = true;
}

function looked(parts: RunParts, run: Run): number {
  const nowMs = parts.clock.nowMs();
  run.lastLookMs = nowMs;
  run.looks += 1;
  run.lookNow = false;
  return nowMs;
}

function hold(parts: RunParts, run: Run, failed: { readonly attempt: Attempt; readonly why: string }): void {
  const nextAtMs = holdBack(run, parts);
  parts.book.tried(failed.attempt.attemptId, { why: failed.why, nextAtMs });
}

function chargeIdOf(state: AttemptState): string {
  if ("charge" in state) return state.charge.chargeId;
  throw new Error(`an attempt that is ${state.name} has no charge to ask about`);
}
