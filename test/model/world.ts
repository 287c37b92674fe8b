// What the model is made of: one sale at a till, its charges and refunds at the bank, what travels between them, and what may
// go wrong. A world is plain and never changed in place. All times in it are few and fixed, so that equal situations are equal worlds.
import type { AttemptState } from "#till/attempt/state.ts";
import type { Refund, RefundState } from "#till/refund/state.ts";
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
  /** It was told to end, by the cashier or by giving way, before anything of its charge was known. */
  readonly mustEnd: boolean;
  /** The till was started again since it was opened. */
  readonly old: boolean;
  readonly postedByItself: boolean;
  /** It ended unpaid, and since then an answer about it was an alarm: a person has to look. */
  readonly alarmed: boolean;
};

/** What the bank showed of the money of a charge: how much went back, and which of our refunds it has. */
export type Money = {
  readonly goneMinor: number;
  readonly refunds: readonly { readonly refund: number; readonly status: RefundStatus; readonly nth: number }[];
  readonly mayVoid: boolean;
};

export type RefundStatus = "pending" | "closed";

export type RefundLook = {
  readonly from: "sending" | "unknown" | "accepted" | "not-found";
  readonly saw: Money;
  readonly late: boolean;
};

export type ModelRefund = {
  readonly refund: Refund;
  readonly state: RefundState;
  /** Charge and refunds are being read before the send: what the bank showed. */
  readonly checking: Money | null;
  readonly posting: Travelling<RefundStatus | "refused" | "too-many">;
  readonly looking: RefundLook | null;
  readonly strayPosts: number;
  /** At the bank. */
  readonly made: readonly RefundStatus[];
  readonly posts: number;
  readonly postedUnsaved: boolean;
};

/** `given`: a manager's PIN was right and nobody used it yet. `gone`: used up, or forgotten with the power. */
export type ModelApproval = RefundTerms & { readonly is: "given" | "gone" };

export type RefundTerms = { readonly kind: "refund" | "void"; readonly attempt: number; readonly amountMinor: number };

export type World = {
  readonly attempts: readonly ModelAttempt[];
  readonly refunds: readonly ModelRefund[];
  readonly approvals: readonly ModelApproval[];
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
  /** Went back at Omise without this till. */
  readonly elsewhereMinor: number;
  readonly bound: Bound;
};

/**
 * Faults have no number: messages are lost and late, the power goes and writes fail at any time and again. Only what makes the
 * world larger is bounded.
 */
export type Bound = {
  readonly attempts: number;
  /** How many refunds may be asked for, and how many approvals given. */
  readonly refunds: number;
  readonly approvals: number;
  /** Which refunds a person may ask for. */
  readonly amounts: readonly Pick<RefundTerms, "kind" | "amountMinor">[];
  /** Whether the power may go. */
  readonly crashes: boolean;
  /** Whether the answer to a read may come twice, the second time whenever it likes. */
  readonly doubledReads: boolean;
  /** Whether a write may fail. */
  readonly fullDisk: boolean;
  /** Whether answers may be about something else, have a status nobody knows, or claim in a listing what is not so. */
  readonly strange: boolean;
  /** Whether a manager may let another attempt stand beside one that is open. */
  readonly overrides: boolean;
  /** Whether a refund that is there may be missing in what is read, and refunds are made elsewhere. */
  readonly foggyRefunds: boolean;
  /** The sale begins with nothing, or with money that has been taken. */
  readonly begins: "empty" | "successful" | "paid-late";
};

export type Flow = Extract<MethodId, "alipayplus_mpm" | "wechat_pay_upm">;

export const WHOLE_MINOR = 12_000;
export const HALF_MINOR = 6_000;

const PLAIN: Bound = {
  attempts: 1,
  refunds: 0,
  approvals: 0,
  amounts: [],
  crashes: true,
  doubledReads: false,
  fullDisk: false,
  strange: false,
  overrides: false,
  foggyRefunds: false,
  begins: "empty",
};

/** One attempt, with losses, delays and power cuts, and what is named. */
export function boundOf(more: Partial<Bound>): Bound {
  return { ...PLAIN, ...more };
}

export function firstWorld(bound: Bound): World {
  const world: World = {
    attempts: [],
    refunds: [],
    approvals: [],
    choosing: bound.begins === "empty",
    watching: null,
    echo: null,
    elsewhereMinor: 0,
    bound,
  };
  if (bound.begins === "empty") return world;
  const paid = { name: bound.begins, chargeId: "charge 0", paidAtMs: NOW_MS, endedAtMs: NOW_MS } as const;
  return changeAttempt(world, 0, { state: paid, charges: ["successful"], posts: 1 });
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
  mustEnd: false,
  old: false,
  postedByItself: false,
  alarmed: false,
};

export function attemptAt(world: World, index: number): ModelAttempt {
  return world.attempts[index] ?? UNTOUCHED;
}

export function changeAttempt(world: World, index: number, change: Partial<ModelAttempt>): World {
  const attempts = [...world.attempts];
  attempts[index] = withoutTheIdle({ ...attemptAt(world, index), ...change });
  return { ...world, attempts };
}

const MAY_STILL_BE_SENT: ReadonlySet<string> = new Set(["queued", "sending"]);
const CHARGE_NOT_KNOWN_TO_END: ReadonlySet<string> = new Set(["queued", "sending", "unknown", "pending"]);

/** An expiry that finds nothing to end changes nothing, whenever it arrives; and what no promise asks for is forgotten. */
export function withoutTheIdle(attempt: ModelAttempt): ModelAttempt {
  const name = attempt.state?.name ?? "";
  const strayExpire = attempt.strayExpire && attempt.charges.includes("pending");
  const mustEnd = attempt.mustEnd && CHARGE_NOT_KNOWN_TO_END.has(name);
  const old = attempt.old && MAY_STILL_BE_SENT.has(name);
  if (strayExpire === attempt.strayExpire && mustEnd === attempt.mustEnd && old === attempt.old) return attempt;
  return { ...attempt, strayExpire, mustEnd, old };
}

export function changeRefund(world: World, index: number, change: Partial<ModelRefund>): World {
  const before = world.refunds[index];
  if (!before) throw new Error(`there is no refund ${index}`);
  return { ...world, refunds: world.refunds.with(index, { ...before, ...change }) };
}

/** The moment of every step. */
export const NOW_MS = 1_800_000_000_000;
/** Long after: the last listing may speak, and every charge is past its own end. */
export const LATE_MS = NOW_MS + 3_600_000;

/** Ends have no age in the model, and of the listings only whether there were enough of them. */
export function timeless<State extends AttemptState | RefundState>(state: State): State {
  const change: Record<string, unknown> = {};
  if ("looks" in state) change["looks"] = state.looks.slice(-2).map(() => ({ atMs: NOW_MS }));
  if ("why" in state) change["why"] = "";
  for (const name of ["endedAtMs", "paidAtMs", "acceptedAtMs"] as const) if (name in state) change[name] = NOW_MS;
  if ("expireAskedAtMs" in state && state.expireAskedAtMs !== null) change["expireAskedAtMs"] = NOW_MS;
  return { ...state, ...change };
}
