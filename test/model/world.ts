// What the model is made of: one sale at a till, its charges at the bank, what travels between them, and how much may go wrong.
// A world is plain and never changed in place. All times in it are few and fixed, so that equal situations are equal worlds.
import type { AttemptState } from "#till/attempt/state.ts";
import type { MethodId } from "#contract/words.ts";

export type Status = "pending" | "successful" | "failed" | "expired";

/** A request that changes something at the bank, and the till waiting for its answer. */
type Travelling<Answer> = "going" | Answer | null;

export type Look =
  | { readonly kind: "read"; readonly saw: Status }
  | {
      readonly kind: "list";
      /** The state in which the till began to look. */
      readonly from: "sending" | "unknown";
      readonly saw: Status | null;
      /** Made long after the send. */
      readonly late: boolean;
    };

export type ModelAttempt = {
  /** As the ledger has it; null: the ledger knows nothing of it. */
  readonly state: AttemptState | null;
  readonly posting: Travelling<"charge" | "refused" | "too-many">;
  readonly expiring: Travelling<"answered" | "refused">;
  readonly looking: Look | null;
  /** Requests that nobody waits for any more and that may still arrive. */
  readonly strayPosts: number;
  readonly strayExpire: boolean;
  /** The last look of the watch for late money. */
  readonly watchedAtMs: number | null;
  /** At the bank, in the order in which they were made. */
  readonly charges: readonly Status[];
  /** POSTs of which nobody proved that they were not heard. */
  readonly posts: number;
  readonly postedUnsaved: boolean;
};

export type World = {
  readonly attempts: readonly ModelAttempt[];
  /** The cashier may choose how to pay. */
  readonly choosing: boolean;
  /** The one look that the watch has under way. `listed`: it found the charge in a listing first. */
  readonly watching: {
    readonly attempt: number;
    readonly kind: "list" | "read" | "listed";
    readonly saw: Status | null;
  } | null;
  /** A second copy of a read's answer that is still on its way. */
  readonly echo: { readonly attempt: number; readonly saw: Status } | null;
  readonly bound: Bound;
};

/** Faults have no number: each may come at any time and again. Only what makes the world larger is bounded. */
export type Bound = {
  readonly attempts: number;
  /** Whether the power may go. */
  readonly crashes: boolean;
  /** Whether the answer to a read may come twice, the second time whenever it likes. */
  readonly doubledReads: boolean;
};

export type Flow = Extract<MethodId, "alipayplus_mpm" | "wechat_pay_upm">;

export function firstWorld(bound: Bound): World {
  return { attempts: [], choosing: true, watching: null, echo: null, bound };
}

const UNTOUCHED: ModelAttempt = {
  state: null,
  posting: null,
  expiring: null,
  looking: null,
  strayPosts: 0,
  strayExpire: false,
  watchedAtMs: null,
  charges: [],
  posts: 0,
  postedUnsaved: false,
};

export function attemptAt(world: World, index: number): ModelAttempt {
  return world.attempts[index] ?? UNTOUCHED;
}

export function changeAttempt(world: World, index: number, change: Partial<ModelAttempt>): World {
  const attempts = [...world.attempts];
  attempts[index] = withoutTheIdle({ ...attemptAt(world, index), ...change });
  return { ...world, attempts };
}

/** An expiry that finds nothing to end changes nothing, whenever it arrives. */
export function withoutTheIdle(attempt: ModelAttempt): ModelAttempt {
  return attempt.strayExpire && !attempt.charges.includes("pending") ? { ...attempt, strayExpire: false } : attempt;
}

/** The moment of every step. */
export const NOW_MS = 1_800_000_000_000;
/** Long after: the last listing may speak, and every charge is past its own end. */
export const LATE_MS = NOW_MS + 3_600_000;

/** Ends have no age in the model, and of the listings only whether there were enough of them. */
export function timeless(state: AttemptState): AttemptState {
  if (state.name === "unknown")
    return { ...state, sentAtMs: NOW_MS, why: "", looks: state.looks.slice(-2).map(() => ({ atMs: NOW_MS })) };
  if (!("endedAtMs" in state)) return state;
  const ended = { ...state, endedAtMs: NOW_MS };
  return "paidAtMs" in ended ? { ...ended, paidAtMs: NOW_MS } : ended;
}
