// The loop of an attempt: it owns one from its first send to its end. Plan one effect, do it, feed the answer back as an
// event, and begin again from the ledger. Nothing else drives a payment.
import type { AttemptEvent } from "./attempt/events.ts";
import { planFor } from "./attempt/plan.ts";
import { isFinal, type AttemptRecord } from "./attempt/state.ts";
import { createDriver, type Turn } from "./driver.ts";
import { createEffects, type Effects } from "./effects.ts";
import { isToGo } from "./one-payment.ts";
import type { ApprovalRecord } from "./ports.ts";
import { newRun, type LiveFacts, type Run, type RunParts } from "./run.ts";
import type { SecretCode } from "./secret.ts";

export type Loops = {
  /** Runs an attempt that has just been committed as sending. The code is dropped after the send. */
  begin(record: AttemptRecord, code: SecretCode | null): void;
  /** Goes on with an attempt of an earlier run. */
  resume(record: AttemptRecord): void;
  /** A person's event; the loop sees it at once. */
  tell(attemptId: string, event: AttemptEvent, approval?: ApprovalRecord): void;
  /** Looks, or sends what waits to be sent, whatever pause was planned. */
  lookNow(attemptId: string): void;
  /**
   * Something may have happened to it: looks sooner, but never against a pause after trouble. Where it is only one of many
   * that may be meant, looks keep a distance.
   */
  hint(attemptId: string, isMeant: boolean): void;
  live(attemptId: string): LiveFacts;
  close(): Promise<void>;
};

export function createLoops(parts: RunParts): Loops {
  const effects = createEffects(parts);
  const driver = createDriver<Run>(parts);

  function start({ attempt }: AttemptRecord, code: SecretCode | null, isNew: boolean): void {
    const { attemptId } = attempt;
    let unsent = isNew;
    driver.start(
      attemptId,
      // What an earlier run left is asked for before anything else.
      () => ({ ...newRun(code), lookNow: !isNew }),
      (run) => {
        if (!unsent) return nextTurn(parts, effects, { attemptId, run });
        unsent = false;
        return { kind: "beside", what: "posting", act: () => effects.post(attempt, run) };
      },
    );
  }

  return {
    begin: (record, code) => start(record, code, true),
    resume: (record) => start(record, null, false),
    tell(attemptId, event, approval) {
      parts.book.apply(attemptId, event, approval);
      driver.wake(attemptId);
    },
    lookNow(attemptId) {
      const run = driver.run(attemptId);
      if (!run) return;
      // A person's word counts more than a pause after trouble.
      run.lookNow = true;
      run.holdUntilMs = 0;
      driver.wake(attemptId);
    },
    hint(attemptId, isMeant) {
      const run = driver.run(attemptId);
      if (run) hurry(run, isMeant ? 0 : (parts.timings.traceLooksMs[0] ?? 0));
      driver.wake(attemptId);
    },
    live: (attemptId) => liveFacts(driver.run(attemptId)),
    close: () => driver.close(),
  };
}

function liveFacts(run: Run | null): LiveFacts {
  const { picture = null, lastGoodMs = null, nextAtMs = null } = run ?? {};
  return { picture, lastGoodMs, nextAtMs };
}

/** Sooner than planned, but so long after the last look, and never against a pause after trouble. */
function hurry(run: Run, paceMs: number): void {
  run.lookNow = true;
  if (run.lastLookMs !== null) run.holdUntilMs = Math.max(run.holdUntilMs, run.lastLookMs + paceMs);
}

function nextTurn(parts: RunParts, effects: Effects, of: { readonly attemptId: string; readonly run: Run }): Turn {
  const { run } = of;
  const record = parts.ledger.attempt(of.attemptId);
  if (!record || isFinal(record.state)) return { kind: "stop" };
  if (isToGo(parts.ledger, record)) return { kind: "act", act: () => effects.carryOut("cancel", record, run) };
  const { clock, bank, timings } = parts;
  const plan = planFor(record, run, { nowMs: clock.nowMs(), bankOffsetMs: bank.offsetMs(), timings });
  if (plan.do === "stop") return { kind: "stop" };
  if (plan.do === "rest") return { kind: "rest", untilMs: plan.untilMs };
  const effect = plan.do;
  const act = (): Promise<void> => effects.carryOut(effect, record, run);
  return isBeside(effect) ? { kind: "beside", what: BESIDE[effect], act } : { kind: "act", act };
}

/** An answer that does not come must hold up neither a look-up, nor a cancel, nor the end of the countdown. */
const BESIDE = { send: "posting", trace: "looking", read: "looking", picture: "looking" } as const;

function isBeside(effect: string): effect is keyof typeof BESIDE {
  return Object.hasOwn(BESIDE, effect);
}
