// When an exploration counts: nothing is broken, and every state that an attempt can be in was really met.
import type { AttemptState } from "#till/attempt/state.ts";
import type { Explored } from "./explore.ts";

const STATES: Readonly<Record<AttemptState["name"], true>> = {
  queued: true,
  sending: true,
  unknown: true,
  pending: true,
  cancelling: true,
  successful: true,
  failed: true,
  expired: true,
  cancelled: true,
  "not-sent": true,
  "not-found": true,
  "paid-late": true,
};

export function isProved(all: readonly Explored[]): boolean {
  return all.every(({ broken, met }) => broken === null && Object.keys(STATES).every((name) => met.has(name)));
}
