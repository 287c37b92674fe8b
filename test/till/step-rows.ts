// Rows of "this state meets that event, and this is written down", and the few words they are made of.
import { expect, test } from "vitest";
import type { AttemptEvent } from "#till/attempt/events.ts";
import type { Attempt, AttemptState } from "#till/attempt/state.ts";
import { step } from "#till/attempt/step.ts";
import { attempt, facts, NOW, rules, states } from "./cases.ts";

/** When the events of cases.ts come. */
export const THEN = NOW + 5;
/** Of every end that had the charge of cases.ts. */
export const ended = { chargeId: facts.chargeId, expiresAtMs: facts.expiresAtMs, endedAtMs: THEN };

type Change = Readonly<Record<string, unknown>>;
type Row = readonly [name: string, state: AttemptState, event: AttemptEvent, wanted: object | null, of?: Attempt];

/** A state of cases.ts with something changed. */
export function but(name: AttemptState["name"], change: Change): AttemptState {
  return { ...states[name], ...change } as AttemptState;
}

export function restartedAt(atMs: number): AttemptEvent {
  return { kind: "restarted", atMs };
}

/** The whole of what a step has to return. */
export function toBe(state: object, ...alarms: readonly string[]) {
  return { state, alarms };
}

export function next(state: AttemptState, event: AttemptEvent, of: Attempt = attempt) {
  return step({ attempt: of, state }, event, rules);
}

/** One test a row. */
export function holds(rows: readonly Row[]): void {
  for (const [name, state, event, wanted, of] of rows)
    test(name, () => {
      expect(next(state, event, of)).toEqual(wanted);
    });
}
