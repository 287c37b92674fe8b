// What every part of the step shares: its input, its result, and how an impossible meeting is refused.
import type { Timings } from "#till/timings.ts";
import type { AttemptEvent } from "./events.ts";
import type { AlarmKind } from "./judge.ts";
import type { Attempt, AttemptState } from "./state.ts";

/** What a step needs to know beside state and event, the same for the whole life of the process. */
export type StepRules = { readonly livemode: boolean; readonly timings: Timings };

export type Stepped = { readonly state: AttemptState; readonly alarms: readonly AlarmKind[] };

type StateNamed<Name> = Name extends AttemptState["name"] ? Extract<AttemptState, { name: Name }> : never;

/** The attempt in one of its states. */
export type At<Name extends AttemptState["name"]> = {
  readonly attempt: Attempt;
  readonly state: StateNamed<Name>;
  readonly rules: StepRules;
};

export type Seen = Extract<AttemptEvent, { kind: "charge-seen" }>;

export function to(state: AttemptState, ...alarms: readonly AlarmKind[]): Stepped {
  return { state, alarms };
}

/** @throws always: a broken promise of ours, never an expected outcome */
export function impossible(state: string, event: AttemptEvent): never {
  throw new Error(`an attempt that is ${state} cannot meet ${event.kind}`);
}
