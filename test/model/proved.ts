// When an exploration counts: nothing is broken, and every state that can be met was really met.
import type { AttemptState } from "#till/attempt/state.ts";
import type { RefundState } from "#till/refund/state.ts";
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

const REFUND_STATES: Readonly<Record<RefundState["name"], true>> = {
  asked: true,
  sending: true,
  unknown: true,
  accepted: true,
  closed: true,
  failed: true,
  "not-found": true,
};

export type Meets = { readonly attempts: boolean; readonly refunds: boolean };

export function isProved({ broken, met }: Explored, { attempts, refunds }: Meets): boolean {
  const names = [
    ...(attempts ? Object.keys(STATES) : []),
    ...(refunds ? Object.keys(REFUND_STATES).map((name) => `refund ${name}`) : []),
  ];
  return broken === null && names.every((name) => met.has(name));
}
