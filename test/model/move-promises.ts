// What must be true of every move between two worlds.
import { isFinal, isPaid, standsAside, type AttemptState } from "#till/attempt/state.ts";
import { isRefundTaken } from "#till/refund/state.ts";
import { METHODS } from "#till/methods.ts";
import type { Move } from "./move.ts";
import type { Saved } from "./real-ledger.ts";
import type { Flow, World } from "./world.ts";

type Change = {
  readonly before: AttemptState;
  readonly after: AttemptState;
  readonly index: number;
  readonly world: World;
  readonly move: Move;
  readonly flow: Flow;
  readonly alarms: readonly string[];
};

/** Each holds for an attempt whose state is another one after the move. */
const OF_A_CHANGE = {
  "nothing leaves paid, and an end does not live again": ({ before, after }) =>
    !isFinal(before) || before.name === after.name || (!isPaid(before) && after.name === "paid-late"),
  "late money is never silent": ({ before, after, alarms, ...at }) => {
    if (!isPaid(after) || isPaid(before)) return true;
    if (hasOtherPayment(at)) return alarms.includes("paid-twice");
    if (isFinal(before)) return alarms.includes("paid-late");
    const takenForDead = before.name === "cancelling" && (before.by === "cashier" || before.gaveWay);
    return !takenForDead || alarms.includes("paid-after-cancel");
  },
  // A charge is over, or is money, when it was fetched by its id and looked as it should.
  "only what was fetched ends a charge": ({ before, after, index, move: { heard } }) => {
    const ends = (isFinal(after) && !isFinal(before)) || after.name === "paid-late";
    if (!ends || !("chargeId" in after) || after.chargeId === null || before.name === after.name) return true;
    return heard?.attempt === index && heard.by === "get" && !heard.strange;
  },
  // One that nobody can have seen, or that a manager said so of; the approval is in the same commit.
  "none gives way but unseen or by a manager": ({ before, after, index, move: { acts }, flow }) => {
    if (standsAside(before) || isFinal(after) || !standsAside(after)) return true;
    if (before.name === "unknown" && METHODS[flow].flow === "qr") return true;
    return acts.some((act) => act.do === "save" && allows(act, index));
  },
  "what began to end does not wait for a customer again": ({ before, after }) =>
    before.name !== "cancelling" || after.name !== "pending",
} satisfies Readonly<Record<string, (change: Change) => boolean>>;

function allows({ attempts, approvals }: Saved, index: number): boolean {
  return attempts.some((each) => each.index === index) && approvals.some(({ action }) => action === "override");
}

function hasOtherPayment({ world, index }: Pick<Change, "world" | "index">): boolean {
  return world.attempts.some(({ state }, at) => at !== index && state !== null && isPaid(state));
}

const OF_A_MOVE = {
  // Nobody shows its code any more, and so it is asked to end as soon as it is known; no write fails on the way.
  "a charge found behind 'not found' is ended": (world, { heard, acts, cut }) => {
    if (!heard || heard.by !== "get" || heard.strange || heard.status !== "pending" || cut) return true;
    if (world.attempts[heard.attempt]?.state?.name !== "not-found") return true;
    return acts.some((act) => act.do === "request" && act.what === "expire");
  },
  "a strange answer is an alarm": (world, { heard, acts, cut }) => {
    if (!heard?.strange || heard.by !== "get" || cut) return true;
    const state = world.attempts[heard.attempt]?.state;
    if (!state || isPaid(state)) return true;
    return alarmsOf(acts).length > 0;
  },
  // What the approver saw gone, and what was read just before: the same, or it is not sent.
  "a refund is sent only where as much had gone as was approved": ({ refunds }, { acts }) =>
    acts.every((act) => {
      if (act.do !== "request" || act.what !== "refund") return true;
      const at = refunds[act.of];
      return at?.checking?.goneMinor === at?.refund.refundedBeforeMinor;
    }),
  "nothing leaves a closed refund, and what was given up is loud when it is there": ({ refunds }, { next, acts }) =>
    refunds.every(({ state: before }, index) => {
      const after = next.refunds[index]?.state;
      if (!after || after === before || before.name === after.name) return true;
      if (before.name === "closed") return false;
      if (isRefundTaken(before)) return isRefundTaken(after);
      const givenUp = before.name === "failed" || before.name === "not-found";
      return !givenUp || (isRefundTaken(after) && alarmsOf(acts).includes("refund-late"));
    }),
} satisfies Readonly<Record<string, (world: World, move: Move) => boolean>>;

export type MovePromise = keyof typeof OF_A_CHANGE | keyof typeof OF_A_MOVE;

export const MOVE_PROMISES = [...Object.keys(OF_A_CHANGE), ...Object.keys(OF_A_MOVE)] as readonly MovePromise[];

const CHANGES = Object.entries<(change: Change) => boolean>(OF_A_CHANGE);
const MOVES = Object.entries<(world: World, move: Move) => boolean>(OF_A_MOVE);

export function brokenBy(world: World, made: Move, flow: Flow): readonly MovePromise[] {
  const broken: string[] = [];
  if (made.next.attempts !== world.attempts) {
    for (const [index, { state: before }] of world.attempts.entries()) {
      const after = made.next.attempts[index]?.state ?? null;
      if (!before || before === after) continue;
      if (!after) throw new Error("an attempt is never forgotten");
      const change = { before, after, index, world, move: made, flow, alarms: alarmsOf(made.acts) };
      for (const [name, holds] of CHANGES) if (!holds(change)) broken.push(name);
    }
  }
  for (const [name, holds] of MOVES) if (!holds(world, made)) broken.push(name);
  return broken as MovePromise[];
}

function alarmsOf(acts: Move["acts"]): readonly string[] {
  return acts.flatMap((act) => (act.do === "save" ? act.alarms : []));
}
