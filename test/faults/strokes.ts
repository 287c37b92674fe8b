// What the wire may do to a request, and which requests it can meet.
import fc from "fast-check";

export const ROUTES = ["charge", "expire", "read", "list", "picture", "refund", "account", "other"] as const;
export type Route = (typeof ROUTES)[number];

/** At once, whatever is asked for. */
const CUTS = [
  /** Read, not passed on, reset. */
  "reset-before",
  /** The same with an orderly end of the connection. */
  "end-before",
  /** Half of the request is passed on, then both sides are cut. */
  "cut-request",
  /** Passed on; the till is reset before the bank answers. */
  "reset-while-asking",
  /** Passed on and answered; the answer is lost. */
  "lost-answer",
  /** Half of the answer, then a reset, or an orderly end. */
  "cut-answer",
  "short-answer",
  /** The direction to the till is closed, the request goes on to the bank. */
  "half-closed-to-till",
  /** The direction to the bank is closed behind the request; its answer passes. */
  "half-closed-to-bank",
  "twice-answered",
  /** Carried out, and what comes back is not HTTP. */
  "nonsense",
] as const;

/** These take a while, in which the till goes on. */
const WAITS = [
  "slow-request",
  "slow-answer",
  /** The till is reset at once, and the bank hears the request so much later. */
  "late-request",
  /** Nobody ever answers: the till's own time-out ends it. */
  "hang",
  "hang-carried-out",
] as const;

export type StrokeKind = (typeof CUTS)[number] | (typeof WAITS)[number];
export type Stroke = { readonly stroke: StrokeKind; readonly on: Route; readonly ms: number };

export function isWait(kind: StrokeKind): boolean {
  return (WAITS as readonly string[]).includes(kind);
}

const route = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Route>("charge") },
  { weight: 2, arbitrary: fc.constant<Route>("expire") },
  { weight: 3, arbitrary: fc.constant<Route>("read") },
  { weight: 3, arbitrary: fc.constant<Route>("list") },
  { weight: 1, arbitrary: fc.constantFrom<Route>("picture", "refund", "account", "other") },
);

const delayMs = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 100, max: 29_000 }) },
  { weight: 2, arbitrary: fc.integer({ min: 29_001, max: 110_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 110_001, max: 400_000 }) },
);

const cut = fc.constantFrom<StrokeKind>(...CUTS);
const wait = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom<StrokeKind>("slow-request", "slow-answer", "late-request") },
  // A real time-out of the real client costs a second of the prover's.
  { weight: 1, arbitrary: fc.constantFrom<StrokeKind>("hang", "hang-carried-out") },
);

/** A stroke on a request of these routes, or of those that matter most. */
export function strokeOn(on: fc.Arbitrary<Route> = route): fc.Arbitrary<Stroke> {
  return fc.record({
    stroke: fc.oneof({ weight: 3, arbitrary: cut }, { weight: 2, arbitrary: wait }),
    on,
    ms: delayMs,
  });
}
