// The only loop: it owns one attempt from its first send to its end. Plan one effect, do it, feed the answer back as an
// event, and begin again from the ledger. Nothing else drives a payment.
import type { AttemptEvent } from "./attempt/events.ts";
import { planFor } from "./attempt/plan.ts";
import { isFinal, type Attempt, type AttemptRecord } from "./attempt/state.ts";
import { createEffects, type Effects } from "./effects.ts";
import type { ApprovalRecord, Clock } from "./ports.ts";
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
  live(attemptId: string): LiveFacts;
  close(): Promise<void>;
};

const DEFECT_PAUSE_MS = 5_000;

export function createLoops(parts: RunParts): Loops {
  const runs = new Map<string, Run>();
  const ending = new Set<Promise<void>>();
  const effects = createEffects(parts);
  let open = true;

  function start(record: AttemptRecord, code: SecretCode | null, first: "send" | null): void {
    const { attemptId } = record.attempt;
    const run = newRun(code);
    runs.set(attemptId, run);
    const done = drive({ parts, effects, run, attempt: record.attempt, isOpen: () => open, first }).finally(() => {
      runs.delete(attemptId);
      ending.delete(done);
      parts.changed();
    });
    ending.add(done);
  }

  return {
    begin: (record, code) => start(record, code, "send"),
    resume: (record) => start(record, null, null),
    tell(attemptId, event, approval) {
      parts.book.apply(attemptId, event, approval);
      runs.get(attemptId)?.wake?.();
    },
    lookNow(attemptId) {
      const run = runs.get(attemptId);
      if (!run) return;
      // A person's word counts more than a pause after trouble.
      run.lookNow = true;
      run.holdUntilMs = 0;
      run.wake?.();
    },
    live(attemptId) {
      const run = runs.get(attemptId);
      const { picture = null, lastGoodMs = null, nextAtMs = null } = run ?? {};
      return { picture, lastGoodMs, nextAtMs };
    },
    async close() {
      open = false;
      for (const run of runs.values()) run.wake?.();
      await Promise.all(ending);
    },
  };
}

type Drive = {
  readonly parts: RunParts;
  readonly effects: Effects;
  readonly run: Run;
  readonly attempt: Attempt;
  readonly isOpen: () => boolean;
  readonly first: "send" | null;
};

async function drive({ parts, effects, run, attempt, isOpen, first }: Drive): Promise<void> {
  const { attemptId } = attempt;
  const about = { parts, run, attemptId };
  if (first === "send") goOnBeside(about, "posting", effects.post(attempt, run));
  while (isOpen()) {
    try {
      const record = parts.ledger.attempt(attemptId);
      if (!record || isFinal(record.state)) break;
      const plan = planFor(record, run, { nowMs: parts.clock.nowMs(), timings: parts.timings });
      if (plan.do === "stop") break;
      if (plan.do === "rest") await rest(parts.clock, run, plan.untilMs);
      else if (isBeside(plan.do)) goOnBeside(about, BESIDE[plan.do], effects.carryOut(plan.do, record, run));
      else await effects.carryOut(plan.do, record, run);
    } catch (thrown) {
      await defect(about, thrown);
    }
  }
  await Promise.all([run.looking, run.posting]);
}

type About = { readonly parts: RunParts; readonly run: Run; readonly attemptId: string };

/** An answer that does not come must hold up neither a look-up, nor a cancel, nor the end of the countdown. */
const BESIDE = { send: "posting", trace: "looking", read: "looking", picture: "looking" } as const;

function isBeside(effect: string): effect is keyof typeof BESIDE {
  return Object.hasOwn(BESIDE, effect);
}

/** One at a time of each: the plan waits for what is under way. */
function goOnBeside({ parts, run, attemptId }: About, what: "posting" | "looking", done: Promise<void>): void {
  run[what] = done
    .catch((thrown: unknown) => {
      parts.log.error("loop/defect", { attemptId, error: thrown });
      run.holdUntilMs = parts.clock.nowMs() + DEFECT_PAUSE_MS;
    })
    .finally(() => {
      run[what] = null;
      run.wake?.();
    });
}

/** A defect of ours never ends the watch over a payment. */
async function defect({ parts, run, attemptId }: About, thrown: unknown): Promise<void> {
  parts.log.error("loop/defect", { attemptId, error: thrown });
  await rest(parts.clock, run, parts.clock.nowMs() + DEFECT_PAUSE_MS);
}

async function rest(clock: Clock, run: Run, untilMs: number): Promise<void> {
  run.nextAtMs = untilMs;
  await new Promise<void>((resolve) => {
    const callOff = clock.after(Math.max(1, untilMs - clock.nowMs()), () => {
      run.wake = null;
      resolve();
    });
    run.wake = () => {
      run.wake = null;
      callOff();
      resolve();
    };
  });
  run.nextAtMs = null;
}
