// Late money: every attempt that ended unpaid is asked for again, at set times after its end, over restarts.
import { judge } from "./attempt/judge.ts";
import { isPaid, type AttemptRecord } from "./attempt/state.ts";
import type { StepRules } from "./attempt/stepped.ts";
import { traceWindow } from "./attempt/trace.ts";
import { repeat } from "./repeat.ts";
import type { RunParts } from "./run.ts";
import type { Timings } from "./timings.ts";

const SWEEP_MS = 2_000;
const OLDEST_END_MS = 26 * 3_600_000;

/** When an unpaid end is asked for next, or null when the watch is over. Pure. */
export function nextWatchAtMs(
  { state }: AttemptRecord,
  lastLookMs: number | null,
  by: { readonly timings: Timings; readonly fromMs: number | null; readonly bankOffsetMs: number },
): number | null {
  if (state.name !== "failed" && state.name !== "expired" && state.name !== "cancelled" && state.name !== "not-found") {
    return null;
  }
  if (state.name !== "not-found" && state.chargeId === null) return null;
  const fromMs = by.fromMs ?? state.endedAtMs;
  const after = lastLookMs ?? (by.fromMs === null ? fromMs : fromMs - 1);
  const due = [0, ...by.timings.watchLooksMs].map((wait) => fromMs + wait).concat(lastMoment(state, fromMs, by));
  return due.filter((atMs) => atMs > after).toSorted((one, other) => one - other)[0] ?? null;
}

/** The bank's expiry is in the bank's time. */
function lastMoment(
  state: { readonly name: string; readonly expiresAtMs?: number | null },
  fromMs: number,
  { timings, bankOffsetMs }: { readonly timings: Timings; readonly bankOffsetMs: number },
): number {
  if (state.name === "not-found") return fromMs + timings.watchNotFoundMs;
  const expiresAtMs = state.expiresAtMs ?? null;
  return (expiresAtMs === null ? fromMs : expiresAtMs - bankOffsetMs) + timings.watchPastExpiryMs;
}

export type Watch = {
  /** Asks for an unpaid end with the next sweep, whenever it is due; where it is only one of many that may be meant, once a minute. */
  lookNow(attemptId: string, isMeant: boolean): void;
  close(): Promise<void>;
};

export type WatchParts = RunParts & {
  readonly rules: Pick<StepRules, "livemode">;
  /** When the till last ran before this start: what fell due while it was off is asked for once. */
  readonly lastAliveMs: number;
};

/** Looks every two seconds which ends are due, and asks for them one after the other. */
export function openWatch(parts: WatchParts): Watch {
  const left = leftEnds(parts);
  const diary = createDiary(parts, left);
  let open = true;

  async function sweep(): Promise<void> {
    const nowMs = parts.clock.nowMs();
    try {
      const apart = new Set([...left.ids, ...diary.hurried()]);
      const own = parts.ledger.unpaidEndsSince(nowMs - OLDEST_END_MS).filter((each) => !apart.has(idOf(each)));
      const ends = [...apart].flatMap((attemptId) => parts.ledger.attempt(attemptId) ?? []).concat(own);
      for (const record of ends) if (open && diary.isTurnOf(record, nowMs)) await lookOnce(parts, diary, record);
    } catch (thrown) {
      parts.log.error("watch/defect", { error: thrown });
    }
  }

  const sweeping = repeat(parts.clock, { everyMs: SWEEP_MS }, sweep);
  return {
    lookNow: diary.hurry,
    close() {
      open = false;
      return sweeping.close();
    },
  };
}

/**
 * The unpaid ends that earlier runs left. Their instants were told by a clock that may have been another one, so they are
 * chosen by both clocks and watched from this start on as if they had ended now: once at once, then at all the usual times.
 */
type LeftEnds = { readonly ids: ReadonlySet<string>; readonly sinceMs: number };

function leftEnds({ clock, ledger, lastAliveMs }: WatchParts): LeftEnds {
  const sinceMs = clock.nowMs();
  const ends = ledger.unpaidEndsSince(Math.min(sinceMs, lastAliveMs) - OLDEST_END_MS);
  return { ids: new Set(ends.map(idOf)), sinceMs };
}

function idOf({ attempt }: AttemptRecord): string {
  return attempt.attemptId;
}

type Diary = {
  /** Asked for without waiting for its time, until it was. */
  hurry(attemptId: string, isMeant: boolean): void;
  hurried(): Iterable<string>;
  /** Due, and not asked for in vain just now. */
  isTurnOf(record: AttemptRecord, nowMs: number): boolean;
  /** @returns whether it was hurried */
  begun(record: AttemptRecord): boolean;
  note(record: AttemptRecord, look: { readonly atMs: number; readonly answered: boolean }): void;
};

/** Which look was the last of each end. A look without an answer was none: it stays due, a while later. */
function createDiary({ timings, bank }: WatchParts, left: LeftEnds): Diary {
  const lastLook = new Map<string, number>();
  const notBefore = new Map<string, number>();
  const hurry = new Set<string>();

  function isDue(record: AttemptRecord, nowMs: number): boolean {
    const fromMs = left.ids.has(idOf(record)) ? left.sinceMs : null;
    const by = { timings, fromMs, bankOffsetMs: bank.offsetMs() ?? 0 };
    if (hurry.has(idOf(record)) && nextWatchAtMs(record, null, by) !== null) return true;
    hurry.delete(idOf(record));
    const due = nextWatchAtMs(record, lastLook.get(idOf(record)) ?? null, by);
    return due !== null && due <= nowMs;
  }

  return {
    hurry(attemptId, isMeant) {
      hurry.add(attemptId);
      const lastMs = lastLook.get(attemptId);
      if (!isMeant && lastMs !== undefined) notBefore.set(attemptId, lastMs + timings.traceLaterMs);
    },
    hurried: () => hurry,
    begun: ({ attempt }) => hurry.delete(attempt.attemptId),
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
  const isHurried = diary.begun(record);
  try {
    const answered = await lookAgain(parts, record);
    diary.note(record, { atMs, answered });
    if (isHurried && !answered) diary.hurry(idOf(record), true);
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
  // An answer about something else, or in a word that nobody knows, has told nothing: the turn stays due.
  else if (judge(attempt, charge, { chargeId: found, livemode: parts.rules.livemode }).kind === "alarm") return false;
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
