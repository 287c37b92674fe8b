// Steps before there is a charge: waiting to be sent, being sent, and sent with an unknown outcome.
import { METHODS } from "#till/methods.ts";
import { cancelling } from "./cancelling.ts";
import type { AttemptEvent } from "./events.ts";
import { isTheCharge } from "./judge.ts";
import type { AttemptState, ChargeNote } from "./state.ts";
import { impossible, to, type At, type Seen, type Stepped } from "./stepped.ts";

export function fromQueued({ state }: At<"queued">, event: AttemptEvent): Stepped | null {
  switch (event.kind) {
    case "send-began":
      return to({
        name: "sending",
        sendByMs: state.sendByMs,
        sentAtMs: event.atMs,
        sentBankMs: event.bankMs,
        cancelWanted: false,
        gaveWay: false,
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

export function fromSending(at: At<"sending">, event: AttemptEvent): Stepped | null {
  const { state } = at;
  switch (event.kind) {
    case "charge-seen":
      return isOurs(at, event)
        ? adopt(at, event)
        : to(unknown(state, "the answer was about something else"), "answer-mismatch");
    case "refused": {
      const { code, message } = event.error;
      return to({ name: "failed", chargeId: null, code, message, expiresAtMs: null, endedAtMs: event.atMs });
    }
    case "never-sent":
      if (state.cancelWanted) return to({ name: "not-sent", why: event.why, endedAtMs: event.atMs });
      return to({ name: "queued", sendByMs: state.sendByMs });
    case "no-answer":
      return to(unknown(state, event.why));
    case "restarted":
      return to(restarted(unknown(state, "the till was restarted while the answer was awaited"), event.atMs));
    case "cancel-asked":
      return state.cancelWanted ? null : to({ ...state, cancelWanted: true });
    case "gave-way":
      return state.gaveWay ? null : to({ ...state, cancelWanted: true, gaveWay: true });
    default:
      return impossible("sending", event);
  }
}

export function fromUnknown(at: At<"unknown">, event: AttemptEvent): Stepped | null {
  const { state } = at;
  switch (event.kind) {
    case "charge-seen":
      return isOurs(at, event) ? adopt(at, event) : to(state, "answer-mismatch");
    case "not-in-listing":
      return event.certain ? missed(at, event.atMs) : null;
    case "cancel-asked":
      return state.cancelWanted ? null : to({ ...state, cancelWanted: true });
    case "gave-way":
      return state.gaveWay ? null : to({ ...state, cancelWanted: true, gaveWay: true });
    case "restarted":
      return to(restarted(state, event.atMs));
    default:
      return impossible("unknown", event);
  }
}

/** A PC's clock may be a day wrong. */
const DAY_AND_A_BIT_MS = 26 * 3_600_000;

/**
 * The clock of the last run may have been another one: what is sure is only that the send was before this start. From it
 * the two minutes are counted, and what was missed before counts for nothing.
 */
function restarted(state: At<"unknown">["state"], atMs: number): AttemptState {
  const sentBankMs = state.sentBankMs ?? state.sentAtMs - DAY_AND_A_BIT_MS;
  return { ...state, sentAtMs: atMs, sentBankMs, looks: [] };
}

function unknown(sent: At<"sending">["state"], why: string): At<"unknown">["state"] {
  const { sentAtMs, sentBankMs, cancelWanted, gaveWay } = sent;
  return { name: "unknown", sentAtMs, sentBankMs, cancelWanted, gaveWay, why, looks: [] };
}

/** Absence is certain after enough whole listings, the last of them late enough for a charge that appears late. */
function missed({ state, rules }: At<"unknown">, atMs: number): Stepped {
  const looks = [...state.looks, { atMs }];
  const late = atMs - state.sentAtMs >= rules.timings.notFoundAfterMs;
  if (looks.length < rules.timings.notFoundLooks || !late) return to({ ...state, looks });
  const { sentAtMs, sentBankMs } = state;
  return to({ name: "not-found", sentAtMs, sentBankMs, expireAskedAtMs: null, endedAtMs: atMs });
}

function isOurs({ attempt, rules }: At<"sending"> | At<"unknown">, event: Seen): boolean {
  return isTheCharge(attempt, event.charge, { chargeId: null, livemode: rules.livemode });
}

/** Whatever its status: it is pending to us until it was fetched by its id. */
function adopt({ attempt, state, rules }: At<"sending"> | At<"unknown">, event: Seen): Stepped {
  const { sentAtMs } = state;
  const scanned = METHODS[attempt.method].flow === "scan";
  const charge: ChargeNote = {
    chargeId: event.charge.chargeId,
    expiresAtMs: event.charge.expiresAtMs,
    endAtMs: sentAtMs + (scanned ? rules.timings.scanEndAfterMs : rules.timings.qrLifeMs),
  };
  if (state.cancelWanted) {
    const { gaveWay } = state;
    const by = gaveWay ? "till" : "cashier";
    return to(cancelling({ attempt, rules, charge, sentAtMs }, { by, atMs: event.atMs, gaveWay }));
  }
  const askAtMs = scanned ? sentAtMs + rules.timings.scanAskAfterMs : null;
  return to({ name: "pending", charge, sentAtMs, askAtMs });
}
