// Late money: every attempt that ended unpaid is asked for again, at set times after its end, over restarts.
import { isPaid, type AttemptRecord } from "./attempt/state.ts";
import { traceWindow } from "./attempt/trace.ts";
import type { RunParts } from "./run.ts";
import type { Timings } from "./timings.ts";

const SWEEP_MS = 2_000;
const OLDEST_END_MS = 26 * 3_600_000;

/** When an unpaid end is asked for next, or null when the watch is over. Pure. */
export function nextWatchAtMs(record: AttemptRecord, lastLookMs: number | null, timings: Timings): number | null {
  const { state } = record;
  if (state.name !== "failed" && state.name !== "expired" && state.name !== "cancelled" && state.name !== "not-found") {
    return null;
  }
  if (state.name !== "not-found" && state.chargeId === null) return null;
  const after = Math.max(state.endedAtMs, lastLookMs ?? 0);
  const due = [...timings.watchLooksMs.map((wait) => state.endedAtMs + wait), lastMoment(state, timings)];
  return due.filter((atMs) => atMs > after).toSorted((one, other) => one - other)[0] ?? null;
}

function lastMoment(
  state: { readonly name: string; readonly endedAtMs: number; readonly expiresAtMs?: number | null },
  timings: Timings,
): number {
  if (state.name === "not-found") return state.endedAtMs + timings.watchNotFoundMs;
  return (state.expiresAtMs ?? state.endedAtMs) + timings.watchPastExpiryMs;
}

export type Watch = { close(): Promise<void> };

export type WatchParts = RunParts & {
  /** When the till last ran before this start: what fell due while it was off is asked for once. */
  readonly lastAliveMs: number;
};

/** Looks every two seconds which ends are due, and asks for them one after the other. */
export function openWatch(parts: WatchParts): Watch {
  const diary = createDiary(parts.timings);
  let caughtUp = false;
  let open = true;
  let sweeping: Promise<void> = Promise.resolve();
  let callOff = (): void => undefined;

  const plan = (): void => {
    callOff = parts.clock.after(SWEEP_MS, () => {
      sweeping = sweep().finally(() => {
        if (open) plan();
      });
    });
  };

  async function sweep(): Promise<void> {
    const nowMs = parts.clock.nowMs();
    const wasAliveMs = caughtUp ? nowMs : Math.min(nowMs, parts.lastAliveMs);
    try {
      const ends = parts.ledger.unpaidEndsSince(wasAliveMs - OLDEST_END_MS);
      for (const record of ends) if (open && diary.isTurnOf(record, nowMs)) await lookOnce(parts, diary, record);
      caughtUp = !ends.some((record) => diary.isDue(record, nowMs));
    } catch (thrown) {
      parts.log.error("watch/defect", { error: thrown });
    }
  }

  plan();
  return {
    async close() {
      open = false;
      callOff();
      await sweeping;
    },
  };
}

type Diary = {
  isDue(record: AttemptRecord, nowMs: number): boolean;
  /** Due, and not asked for in vain just now. */
  isTurnOf(record: AttemptRecord, nowMs: number): boolean;
  note(record: AttemptRecord, look: { readonly atMs: number; readonly answered: boolean }): void;
};

/** Which look was the last of each end. A look without an answer was none: it stays due, a while later. */
function createDiary(timings: Timings): Diary {
  const lastLook = new Map<string, number>();
  const notBefore = new Map<string, number>();

  function isDue(record: AttemptRecord, nowMs: number): boolean {
    const due = nextWatchAtMs(record, lastLook.get(record.attempt.attemptId) ?? null, timings);
    return due !== null && due <= nowMs;
  }

  return {
    isDue,
    isTurnOf: (record, nowMs) => nowMs >= (notBefore.get(record.attempt.attemptId) ?? 0) && isDue(record, nowMs),
    note({ attempt: { attemptId } }, { atMs, answered }) {
      if (answered) lastLook.set(attemptId, atMs);
      if (answered) notBefore.delete(attemptId);
      else notBefore.set(attemptId, atMs + timings.traceLaterMs);
    },
  };
}

async function lookOnce(parts: WatchParts, diary: Diary, record: AttemptRecord): Promise<void> {
  const atMs = parts.clock.nowMs();
  diary.note(record, { atMs, answered: false });
  try {
    diary.note(record, { atMs, answered: await lookAgain(parts, record) });
  } catch (thrown) {
    parts.log.error("watch/defect", { attemptId: record.attempt.attemptId, error: thrown });
  }
}

/** @returns whether the bank said how it stands */
async function lookAgain(parts: WatchParts, record: AttemptRecord): Promise<boolean> {
  const { state, attempt } = record;
  const found = "chargeId" in state ? state.chargeId : await findAgain(parts, record);
  if (found === undefined) return false;
  if (found === null) return true;
  const outcome = await parts.payments.read(found);
  parts.bank.learn(outcome.bankMs);
  if (outcome.kind !== "charge") return outcome.kind === "error" && outcome.error.status === 404;
  const { charge } = outcome;
  const atMs = parts.clock.nowMs();
  const after = parts.book.apply(attempt.attemptId, { kind: "charge-seen", atMs, by: "get", charge });
  if (isPaid(after.state)) parts.paid(after);
  // Found after all, and still payable although nobody shows its code any more: it is ended at once.
  if (state.name === "not-found" && charge.status === "pending") {
    parts.book.apply(attempt.attemptId, { kind: "expire-sent", atMs: parts.clock.nowMs() });
    const outcome = await parts.payments.expire(found);
    parts.bank.learn(outcome.bankMs);
    // Whether it is over is told by the next look; until the request was heard, the turn stays due.
    return outcome.kind !== "never-sent";
  }
  return true;
}

/** @returns null: a whole listing was without it; undefined: no such listing came */
async function findAgain(parts: RunParts, record: AttemptRecord): Promise<string | null | undefined> {
  const { state, attempt } = record;
  if (state.name !== "not-found") return null;
  const window = traceWindow({ ...state, nowMs: parts.clock.nowMs(), bankOffsetMs: parts.bank.offsetMs() });
  const outcome = await parts.payments.list(window);
  parts.bank.learn(outcome.bankMs);
  if (outcome.kind !== "listed") return undefined;
  const charge = outcome.charges.find((listed) => listed.attemptId === attempt.attemptId);
  return charge?.chargeId ?? (outcome.complete ? null : undefined);
}
