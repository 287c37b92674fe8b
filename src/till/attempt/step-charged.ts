// Steps while there is a charge that waits: for the customer, or for its own end after a cancel. Only what was fetched by
// its id ends it.
import { METHODS } from "#till/methods.ts";
import { cancelling } from "./cancelling.ts";
import type { AttemptEvent } from "./events.ts";
import { judge } from "./judge.ts";
import type { AttemptState } from "./state.ts";
import { impossible, to, type At, type Seen, type StepRules, type Stepped } from "./stepped.ts";

export function fromPending(at: At<"pending">, event: AttemptEvent): Stepped | null {
  const { state, rules } = at;
  switch (event.kind) {
    case "charge-seen":
      return fetched(at, event, "expired");
    case "cancel-asked":
      return to(cancelling({ ...at, ...state }, { ...event, gaveWay: false }));
    case "gave-way":
      return to(cancelling({ ...at, ...state }, { by: "till", atMs: event.atMs, gaveWay: true }));
    case "wait-answered":
      if (state.askAtMs === null) return null;
      return to({
        ...state,
        askAtMs: event.atMs + rules.timings.scanAskAfterMs,
        charge: { ...state.charge, endAtMs: event.atMs + rules.timings.scanEndAfterMs },
      });
    case "restarted":
      return restartedPending(at, event.atMs);
    // A look that began while nobody knew, answered after the charge was adopted.
    case "not-in-listing":
      return null;
    default:
      return impossible("pending", event);
  }
}

export function fromCancelling(at: At<"cancelling">, event: AttemptEvent): Stepped | null {
  const { state } = at;
  switch (event.kind) {
    case "charge-seen":
      return fetched(at, event, isOurDoing(state, event) ? "cancelled" : "expired");
    case "expire-sent":
      return to({ ...state, askedAtMs: event.atMs });
    case "expire-refused":
      return state.refused ? null : to({ ...state, refused: true });
    case "gave-way":
      return state.gaveWay ? null : to({ ...state, gaveWay: true });
    case "restarted":
      return restartedCancelling(at, event.atMs);
    case "cancel-asked":
    case "wait-answered":
    case "not-in-listing":
      return null;
    default:
      return impossible("cancelling", event);
  }
}

/** The clock of the last run may have been another one: nothing lies further ahead than if it began now. */
function restartedPending({ attempt, state, rules }: At<"pending">, atMs: number): Stepped | null {
  const { timings } = rules;
  const lifeMs = METHODS[attempt.method].flow === "scan" ? timings.scanEndAfterMs : timings.qrLifeMs;
  const endAtMs = Math.min(state.charge.endAtMs, atMs + lifeMs);
  const askAtMs = state.askAtMs === null ? null : Math.min(state.askAtMs, atMs + timings.scanAskAfterMs);
  if (endAtMs === state.charge.endAtMs && askAtMs === state.askAtMs) return null;
  return to({ ...state, sentAtMs: Math.min(state.sentAtMs, atMs), askAtMs, charge: { ...state.charge, endAtMs } });
}

function restartedCancelling({ state, rules }: At<"cancelling">, atMs: number): Stepped | null {
  const notBeforeMs = Math.min(state.notBeforeMs, atMs + rules.timings.scanCancelNotBeforeMs);
  const askedAtMs = state.askedAtMs === null ? null : Math.min(state.askedAtMs, atMs);
  if (notBeforeMs === state.notBeforeMs && askedAtMs === state.askedAtMs) return null;
  return to({ ...state, notBeforeMs, askedAtMs });
}

/**
 * A refusal to expire may only have come because an earlier request had done it: then the charge ended before its time. A
 * manual expire overwrites `expires_at`, so two instants of the bank are compared, and no clock of ours.
 */
function isOurDoing({ askedAtMs, refused, charge }: At<"cancelling">["state"], { charge: now }: Seen): boolean {
  if (askedAtMs === null) return false;
  if (!refused) return true;
  return charge.expiresAtMs !== null && now.expiresAtMs !== null && now.expiresAtMs < charge.expiresAtMs;
}

/** The cashier took it for cancelled, and may have taken other money since; or it was put away as only payable still. */
function isTakenForDead(state: AttemptState, { atMs }: Seen, { timings }: StepRules): boolean {
  if (state.name !== "cancelling") return false;
  // A payment in the last moment makes Omise refuse the expiry, too: that one is seen at once.
  const isPutAway = state.refused && atMs - (state.askedAtMs ?? atMs) >= timings.payableLookMs;
  return state.by === "cashier" || state.gaveWay || isPutAway;
}

function fetched(
  { attempt, state, rules }: At<"pending"> | At<"cancelling">,
  event: Seen,
  whenExpired: "expired" | "cancelled",
): Stepped | null {
  const { chargeId, expiresAtMs } = state.charge;
  // Nothing new, or a second charge for the one that was asked for.
  if (event.by !== "get") return event.charge.chargeId === chargeId ? null : to(state, "answer-mismatch");
  const endedAtMs = event.atMs;
  const verdict = judge(attempt, event.charge, { chargeId, livemode: rules.livemode });
  switch (verdict.kind) {
    case "pending":
      return null;
    case "paid": {
      const paid = { name: "successful", chargeId, paidAtMs: verdict.paidAtMs ?? endedAtMs, endedAtMs } as const;
      return isTakenForDead(state, event, rules) ? to(paid, "paid-after-cancel") : to(paid);
    }
    case "failed":
      return to({ name: "failed", chargeId, code: verdict.code, message: verdict.message, expiresAtMs, endedAtMs });
    case "expired":
      return to({ name: whenExpired, chargeId, expiresAtMs, endedAtMs });
    case "alarm":
      return to(state, verdict.alarm);
  }
}
