// The pure heart: (state, event) -> next state and the alarms it raises. `null` means that the event brings nothing new
// and is not written down. What cannot happen throws. State only moves forward.
import { METHODS } from "#till/methods.ts";
import type { Timings } from "#till/timings.ts";
import type { AttemptEvent } from "./events.ts";
import { judge, type AlarmKind, type Verdict } from "./judge.ts";
import type { Attempt, AttemptState, ChargeNote } from "./state.ts";

export type Stepped = { readonly state: AttemptState; readonly alarms: readonly AlarmKind[] };

/** What a step needs to know beside state and event, the same for the whole life of the process. */
export type StepRules = { readonly livemode: boolean; readonly timings: Timings };

type In<Name extends AttemptState["name"]> = Extract<AttemptState, { name: Name }>;
type Seen = Extract<AttemptEvent, { kind: "charge-seen" }>;

export function step(attempt: Attempt, state: AttemptState, event: AttemptEvent, rules: StepRules): Stepped | null {
  switch (state.name) {
    case "queued":
      return fromQueued(state, event);
    case "sending":
      return fromSending(attempt, state, event, rules);
    case "unknown":
      return fromUnknown(attempt, state, event, rules);
    case "pending":
      return fromPending(attempt, state, event, rules);
    case "cancelling":
      return fromCancelling(attempt, state, event, rules);
    case "successful":
    case "paid-late":
      return fromPaid(event);
    case "failed":
    case "expired":
    case "cancelled":
    case "not-sent":
    case "not-found":
      return fromUnpaidEnd(attempt, state, event, rules);
  }
}

/** The state in which an attempt begins. */
export function firstState(sendByMs: number): AttemptState {
  return { name: "queued", sendByMs };
}

function fromQueued(state: In<"queued">, event: AttemptEvent): Stepped | null {
  switch (event.kind) {
    case "send-began":
      return to({
        name: "sending",
        sendByMs: state.sendByMs,
        sentAtMs: event.atMs,
        sentBankMs: event.bankMs,
        cancelWanted: false,
      });
    case "gave-up":
      return to({ name: "not-sent", why: event.why, endedAtMs: event.atMs });
    case "cancel-asked":
      return to({ name: "not-sent", why: "cancelled before it was sent", endedAtMs: event.atMs });
    case "restarted":
      return to({ name: "not-sent", why: "the till was restarted before it was sent", endedAtMs: event.atMs });
    default:
      return impossible("queued", event);
  }
}

function fromSending(attempt: Attempt, state: In<"sending">, event: AttemptEvent, rules: StepRules): Stepped | null {
  const { sentAtMs, sentBankMs, cancelWanted } = state;
  const unknown = (why: string): AttemptState => ({ name: "unknown", sentAtMs, sentBankMs, cancelWanted, why, looks: [] });
  switch (event.kind) {
    case "charge-seen": {
      const verdict = judge(attempt, event.charge, { chargeId: null, livemode: rules.livemode });
      if (verdict.kind === "alarm" && verdict.alarm === "answer-mismatch") {
        return to(unknown("the answer was about something else"), verdict.alarm);
      }
      return adopt({ attempt, sentAtMs, cancelWanted, event, rules });
    }
    case "refused":
      return to({
        name: "failed",
        chargeId: null,
        code: event.error.code,
        message: event.error.message,
        expiresAtMs: null,
        endedAtMs: event.atMs,
      });
    case "never-sent":
      if (cancelWanted) return to({ name: "not-sent", why: event.why, endedAtMs: event.atMs });
      return to({ name: "queued", sendByMs: state.sendByMs });
    case "no-answer":
      return to(unknown(event.why));
    case "restarted":
      return to(unknown("the till was restarted while the answer was awaited"));
    case "cancel-asked":
      return cancelWanted ? null : to({ ...state, cancelWanted: true });
    default:
      return impossible("sending", event);
  }
}

function fromUnknown(attempt: Attempt, state: In<"unknown">, event: AttemptEvent, rules: StepRules): Stepped | null {
  switch (event.kind) {
    case "charge-seen": {
      const verdict = judge(attempt, event.charge, { chargeId: null, livemode: rules.livemode });
      if (verdict.kind === "alarm" && verdict.alarm === "answer-mismatch") return to(state, verdict.alarm);
      return adopt({ attempt, sentAtMs: state.sentAtMs, cancelWanted: state.cancelWanted, event, rules });
    }
    case "not-in-listing": {
      if (!event.certain) return null;
      const looks = [...state.looks, { atMs: event.atMs }];
      const late = event.atMs - state.sentAtMs >= rules.timings.notFoundAfterMs;
      if (looks.length < rules.timings.notFoundLooks || !late) return to({ ...state, looks });
      const { sentAtMs, sentBankMs } = state;
      return to({ name: "not-found", sentAtMs, sentBankMs, endedAtMs: event.atMs });
    }
    case "cancel-asked":
      return state.cancelWanted ? null : to({ ...state, cancelWanted: true });
    case "restarted":
      return null;
    default:
      return impossible("unknown", event);
  }
}

function fromPending(attempt: Attempt, state: In<"pending">, event: AttemptEvent, rules: StepRules): Stepped | null {
  const { charge, sentAtMs } = state;
  switch (event.kind) {
    case "charge-seen": {
      if (event.by !== "get") return null;
      const verdict = judge(attempt, event.charge, { chargeId: charge.chargeId, livemode: rules.livemode });
      if (verdict.kind === "pending") return null;
      return end({ verdict, state, charge, event, afterOurCancel: false });
    }
    case "cancel-asked":
      return to(cancelling({ attempt, charge, sentAtMs, rules, by: event.by, atMs: event.atMs }));
    case "wait-answered":
      if (state.askAtMs === null) return null;
      return to({
        ...state,
        askAtMs: event.atMs + rules.timings.scanAskAfterMs,
        charge: { ...charge, endAtMs: event.atMs + rules.timings.scanEndAfterMs },
      });
    case "restarted":
      return null;
    default:
      return impossible("pending", event);
  }
}

function fromCancelling(attempt: Attempt, state: In<"cancelling">, event: AttemptEvent, rules: StepRules): Stepped | null {
  switch (event.kind) {
    case "charge-seen": {
      if (event.by !== "get") return null;
      const verdict = judge(attempt, event.charge, { chargeId: state.charge.chargeId, livemode: rules.livemode });
      if (verdict.kind === "pending") return null;
      return end({ verdict, state, charge: state.charge, event, afterOurCancel: state.askedAtMs !== null && !state.refused });
    }
    case "expire-sent":
      return to({ ...state, askedAtMs: event.atMs });
    case "expire-refused":
      return state.refused ? null : to({ ...state, refused: true });
    case "cancel-asked":
    case "wait-answered":
    case "restarted":
      return null;
    default:
      return impossible("cancelling", event);
  }
}

function fromPaid(event: AttemptEvent): Stepped | null {
  if (event.kind === "created" || event.kind === "send-began") return impossible("paid", event);
  return null;
}

function fromUnpaidEnd(attempt: Attempt, state: AttemptState, event: AttemptEvent, rules: StepRules): Stepped | null {
  if (event.kind === "created" || event.kind === "send-began") return impossible(state.name, event);
  if (event.kind !== "charge-seen" || event.by !== "get") return null;
  const chargeId = "chargeId" in state ? state.chargeId : null;
  const verdict = judge(attempt, event.charge, { chargeId, livemode: rules.livemode });
  if (verdict.kind === "alarm") return to(state, verdict.alarm);
  if (verdict.kind !== "paid") return null;
  return to(
    {
      name: "paid-late",
      chargeId: event.charge.chargeId,
      paidAtMs: verdict.paidAtMs ?? event.atMs,
      endedAtMs: event.atMs,
    },
    "paid-late",
  );
}

function adopt(found: {
  readonly attempt: Attempt;
  readonly sentAtMs: number;
  readonly cancelWanted: boolean;
  readonly event: Seen;
  readonly rules: StepRules;
}): Stepped {
  const { attempt, sentAtMs, event, rules } = found;
  const scanned = METHODS[attempt.method].flow === "scan";
  const charge: ChargeNote = {
    chargeId: event.charge.chargeId,
    expiresAtMs: event.charge.expiresAtMs,
    endAtMs: sentAtMs + (scanned ? rules.timings.scanEndAfterMs : rules.timings.qrLifeMs),
  };
  if (found.cancelWanted) {
    return to(cancelling({ attempt, charge, sentAtMs, rules, by: "cashier", atMs: event.atMs }));
  }
  const askAtMs = scanned ? sentAtMs + rules.timings.scanAskAfterMs : null;
  return to({ name: "pending", charge, sentAtMs, askAtMs });
}

function cancelling(wanted: {
  readonly attempt: Attempt;
  readonly charge: ChargeNote;
  readonly sentAtMs: number;
  readonly rules: StepRules;
  readonly by: "cashier" | "till";
  readonly atMs: number;
}): AttemptState {
  const { attempt, charge, sentAtMs, rules, by, atMs } = wanted;
  const grace = METHODS[attempt.method].flow === "scan" ? rules.timings.scanCancelNotBeforeMs : 0;
  const notBeforeMs = Math.max(atMs, sentAtMs + grace);
  return { name: "cancelling", charge, sentAtMs, by, notBeforeMs, refused: false, askedAtMs: null };
}

function end(found: {
  readonly verdict: Exclude<Verdict, { kind: "pending" }>;
  readonly state: AttemptState;
  readonly charge: ChargeNote;
  readonly event: Seen;
  readonly afterOurCancel: boolean;
}): Stepped {
  const { verdict, charge, event } = found;
  const { chargeId, expiresAtMs } = charge;
  const endedAtMs = event.atMs;
  switch (verdict.kind) {
    case "paid":
      return to({ name: "successful", chargeId, paidAtMs: verdict.paidAtMs ?? endedAtMs, endedAtMs });
    case "failed":
      return to({ name: "failed", chargeId, code: verdict.code, message: verdict.message, expiresAtMs, endedAtMs });
    case "expired":
      return to({ name: found.afterOurCancel ? "cancelled" : "expired", chargeId, expiresAtMs, endedAtMs });
    case "alarm":
      return to(found.state, verdict.alarm);
  }
}

function to(state: AttemptState, ...alarms: readonly AlarmKind[]): Stepped {
  return { state, alarms };
}

function impossible(state: string, event: AttemptEvent): never {
  throw new Error(`an attempt that is ${state} cannot meet ${event.kind}`);
}
