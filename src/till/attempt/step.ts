// The pure heart: (state, event) -> next state and the alarms it raises. `null` means that the event brings nothing new
// and is not written down. What cannot happen throws. State only moves forward.
import type { AttemptEvent } from "./events.ts";
import type { Attempt, AttemptState } from "./state.ts";
import { fromCancelling, fromPending } from "./step-charged.ts";
import { fromPaid, fromUnpaidEnd } from "./step-ended.ts";
import { fromQueued, fromSending, fromUnknown } from "./step-sent.ts";
import type { StepRules, Stepped } from "./stepped.ts";

export function step(
  { attempt, state }: { readonly attempt: Attempt; readonly state: AttemptState },
  event: AttemptEvent,
  rules: StepRules,
): Stepped | null {
  switch (state.name) {
    case "queued":
      return fromQueued({ attempt, state, rules }, event);
    case "sending":
      return fromSending({ attempt, state, rules }, event);
    case "unknown":
      return fromUnknown({ attempt, state, rules }, event);
    case "pending":
      return fromPending({ attempt, state, rules }, event);
    case "cancelling":
      return fromCancelling({ attempt, state, rules }, event);
    case "successful":
    case "paid-late":
      return fromPaid(event);
    case "failed":
    case "expired":
    case "cancelled":
    case "not-sent":
    case "not-found":
      return fromUnpaidEnd({ attempt, state, rules }, event);
  }
}

/** The state in which an attempt begins. */
export function firstState(sendByMs: number): AttemptState {
  return { name: "queued", sendByMs };
}
