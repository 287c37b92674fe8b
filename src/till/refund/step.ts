// The pure heart of money going back: (refund, event) -> next state and the alarms it raises. `null` means that the event
// brings nothing new and is not written down. What cannot happen throws. Nothing leaves `closed`.
import type { StepRules } from "#till/attempt/stepped.ts";
import type { AlarmRecord } from "#till/ports.ts";
import type { RefundEvent, RefundFacts } from "./events.ts";
import type { Refund, RefundState } from "./state.ts";

/** Livemode is a matter of its charge. */
export type RefundRules = Pick<StepRules, "timings">;
export type RefundAlarm = Extract<AlarmRecord["kind"], "refund-mismatch" | "refund-late" | "unknown-status">;
export type RefundStepped = { readonly state: RefundState; readonly alarms: readonly RefundAlarm[] };

type StateNamed<Name> = Name extends RefundState["name"] ? Extract<RefundState, { readonly name: Name }> : never;
type At<Name extends RefundState["name"]> = {
  readonly refund: Refund;
  readonly state: StateNamed<Name>;
  readonly rules: RefundRules;
};
type Seen = Extract<RefundEvent, { readonly kind: "refund-seen" }>;

export function stepRefund(
  { refund, state }: { readonly refund: Refund; readonly state: RefundState },
  event: RefundEvent,
  rules: RefundRules,
): RefundStepped | null {
  switch (state.name) {
    case "asked":
      return fromAsked({ refund, state, rules }, event);
    case "sending":
      return fromSending({ refund, state, rules }, event);
    case "unknown":
      return fromUnknown({ refund, state, rules }, event);
    case "accepted":
      return fromAccepted({ refund, state, rules }, event);
    case "closed":
      return fromClosed({ refund, state, rules }, event);
    case "failed":
    case "not-found":
      return fromUndone(refund, state, event);
  }
}

/** The state in which a refund begins. */
export function firstRefundState(sendByMs: number): RefundState {
  return { name: "asked", sendByMs };
}

function fromAsked({ refund, state, rules }: At<"asked">, event: RefundEvent): RefundStepped | null {
  switch (event.kind) {
    case "send-began":
      return to({ name: "sending", sendByMs: state.sendByMs, sentAtMs: event.atMs, sentBankMs: event.bankMs });
    // It is there already: an earlier life of this ledger sent it.
    case "refund-seen":
      return isOurs(refund, event.facts) ? taken(event) : to(state, "refund-mismatch");
    case "stopped":
      return to({ name: "failed", end: event.end, code: "", message: "", endedAtMs: event.atMs });
    case "restarted": {
      // The clock of the last run may have been another one: an approval never gets a second day.
      const sendByMs = Math.min(state.sendByMs, event.atMs + rules.timings.refundSendWithinMs);
      return sendByMs === state.sendByMs ? null : to({ name: "asked", sendByMs });
    }
    default:
      return impossible("asked", event);
  }
}

function fromSending({ refund, state }: At<"sending">, event: RefundEvent): RefundStepped | null {
  switch (event.kind) {
    case "refund-seen":
      if (isOurs(refund, event.facts)) return taken(event);
      return to(unknown(state, "the answer was about something else"), "refund-mismatch");
    case "refused": {
      const { code, message } = event.error;
      return to({ name: "failed", end: "refused", code, message, endedAtMs: event.atMs });
    }
    case "never-sent":
      return to({ name: "asked", sendByMs: state.sendByMs });
    case "no-answer":
      return to(unknown(state, event.why));
    case "restarted":
      return to(unknown(state, "the till was restarted while the answer was awaited"));
    default:
      return impossible("sending", event);
  }
}

function fromUnknown({ refund, state, rules }: At<"unknown">, event: RefundEvent): RefundStepped | null {
  switch (event.kind) {
    case "refund-seen":
      return isOurs(refund, event.facts) ? taken(event) : to(state, "refund-mismatch");
    case "not-in-listing":
      return missed(state, event, rules);
    case "restarted":
      return null;
    default:
      return impossible("unknown", event);
  }
}

function fromAccepted({ refund, state }: At<"accepted">, event: RefundEvent): RefundStepped | null {
  switch (event.kind) {
    case "refund-seen":
      return followed(refund, state, event);
    // A listing that was begun before it was there.
    case "not-in-listing":
    case "restarted":
      return null;
    default:
      return impossible("accepted", event);
  }
}

/** Two refunds at Omise for one of ours is told, whatever the state. */
function fromClosed({ refund, state }: At<"closed">, event: RefundEvent): RefundStepped | null {
  switch (event.kind) {
    case "refund-seen":
      return isSame(refund, state, event.facts) ? null : to(state, "refund-mismatch");
    case "not-in-listing":
    case "restarted":
      return null;
    default:
      return impossible("closed", event);
  }
}

/** Nobody waits for it any more, and yet it may be at Omise: then money went back, and a person has to know. */
function fromUndone(
  refund: Refund,
  state: StateNamed<"failed" | "not-found">,
  event: RefundEvent,
): RefundStepped | null {
  switch (event.kind) {
    case "refund-seen": {
      if (!isOurs(refund, event.facts)) return to(state, "refund-mismatch");
      const { state: now, alarms } = taken(event);
      return to(now, "refund-late", ...alarms);
    }
    case "not-in-listing":
    case "restarted":
      return null;
    default:
      return impossible(state.name, event);
  }
}

/** Absence is certain after enough whole listings, the last of them late enough for a refund that appears late. */
function missed(
  state: StateNamed<"unknown">,
  { atMs, bankMs }: { readonly atMs: number; readonly bankMs: number },
  { timings }: RefundRules,
): RefundStepped {
  const looks = [...state.looks, { atMs }];
  // Both clocks have to say so. One that says that it was never sent was moved since, or learned from a wild answer.
  const ages = [bankMs - state.sentBankMs, atMs - state.sentAtMs].filter((age) => age >= 0);
  const late = ages.length > 0 && ages.every((age) => age >= timings.notFoundAfterMs);
  if (looks.length < timings.notFoundLooks || !late) return to({ ...state, looks });
  return to({ name: "not-found", sentAtMs: state.sentAtMs, endedAtMs: atMs });
}

function followed(refund: Refund, state: StateNamed<"accepted">, event: Seen): RefundStepped | null {
  if (!isSame(refund, state, event.facts)) return to(state, "refund-mismatch");
  const { state: now, alarms } = taken(event);
  if (now.name !== "accepted" && now.name !== "closed") return null;
  const voided = now.voided ?? state.voided;
  const next: RefundState = { ...now, voided, acceptedAtMs: state.acceptedAtMs };
  if (next.name === "closed" || voided !== state.voided) return to(next, ...alarms);
  return alarms.length > 0 ? to(state, ...alarms) : null;
}

/**
 * Omise's word alone says whether it became a void. Source: Refunds API, `status` is pending or closed; an older page calls
 * the field deprecated, so where it is absent the refund was carried out with its answer.
 */
function taken({ facts, atMs }: Seen): RefundStepped {
  const { omiseRefundId, voided, status, createdAtMs } = facts;
  const acceptedAtMs = createdAtMs ?? atMs;
  if (status === null || status === "closed")
    return to({ name: "closed", omiseRefundId, voided, acceptedAtMs, endedAtMs: atMs });
  const accepted: RefundState = { name: "accepted", omiseRefundId, voided, acceptedAtMs };
  return status === "pending" ? to(accepted) : to(accepted, "unknown-status");
}

function unknown({ sentAtMs, sentBankMs }: StateNamed<"sending">, why: string): RefundState {
  return { name: "unknown", sentAtMs, sentBankMs, why, looks: [] };
}

/** In every point that we know before the answer. */
export function isOurs({ refundId, chargeId, money }: Refund, facts: RefundFacts): boolean {
  return (
    facts.refundId === refundId &&
    facts.chargeId === chargeId &&
    facts.amountMinor === money.amountMinor &&
    facts.currency === money.currency
  );
}

function isSame(refund: Refund, { omiseRefundId }: { readonly omiseRefundId: string }, facts: RefundFacts): boolean {
  return isOurs(refund, facts) && facts.omiseRefundId === omiseRefundId;
}

function to(state: RefundState, ...alarms: readonly RefundAlarm[]): RefundStepped {
  return { state, alarms };
}

/** @throws always: a broken promise of ours, never an expected outcome */
function impossible(state: RefundState["name"], event: RefundEvent): never {
  throw new Error(`a refund that is ${state} cannot meet ${event.kind}`);
}
