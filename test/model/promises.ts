// What must be true in every world, and of every move between two.
import { isFinal, isPaid, type AttemptState } from "#till/attempt/state.ts";
import type { Move } from "./move.ts";
import type { RealCode } from "./questions.ts";
import type { ModelAttempt, World } from "./world.ts";

type Kept = (attempt: ModelAttempt, index: number, real: RealCode) => boolean;

const OF_AN_ATTEMPT = {
  "no POST leaves before its sending is saved": ({ postedUnsaved }) => !postedUnsaved,
  "no second POST unless the first was proven unheard": ({ posts }) => posts <= 1,
  "at most one charge of an attempt at the bank": ({ charges }) => charges.length <= 1,
  "the ledger knows of every charge": ({ state, charges }) => state !== null || charges.length === 0,
  "shown paid only if it is": ({ state, charges }) => !state || !isPaid(state) || charges[0] === "successful",
  "money behind an unpaid end is still looked for": ({ state, charges, watchedAtMs }, index, real) =>
    !isUnpaidEnd(state) || !charges.includes("successful") || real.nextWatchAtMs(state, index, watchedAtMs) !== null,
  // "No payment found" never says that there is none.
  "what is shown ended can no longer be paid": ({ state, charges, strayPosts, posting }) =>
    !isUnpaidEnd(state) ||
    state.name === "not-found" ||
    !(charges.includes("pending") || strayPosts > 0 || posting === "going"),
} satisfies Readonly<Record<string, Kept>>;

const ONE_LIVES = "never two living attempts of the sale";
const NOTHING_LEAVES = "nothing leaves paid, and an end does not live again";
const LOUD = "late money is never silent";
export const NO_EXIT = "every state has an exit without anybody's help";
export const NO_DEFECT = "the real code refuses nothing that can happen";

export type PromiseName =
  | keyof typeof OF_AN_ATTEMPT
  | typeof ONE_LIVES
  | typeof NOTHING_LEAVES
  | typeof LOUD
  | typeof NO_EXIT
  | typeof NO_DEFECT;

export const PROMISES: readonly PromiseName[] = [
  ...(Object.keys(OF_AN_ATTEMPT) as (keyof typeof OF_AN_ATTEMPT)[]),
  ONE_LIVES,
  NOTHING_LEAVES,
  LOUD,
  NO_EXIT,
  NO_DEFECT,
];

export function brokenIn(world: World, real: RealCode): readonly PromiseName[] {
  const broken: PromiseName[] = [];
  for (const [name, holds] of Object.entries(OF_AN_ATTEMPT)) {
    const kept = world.attempts.every((attempt, index) => (holds as Kept)(attempt, index, real));
    if (!kept) broken.push(name as PromiseName);
  }
  if (world.attempts.filter(({ state }) => state && !isFinal(state)).length > 1) broken.push(ONE_LIVES);
  return broken;
}

export function brokenBy(world: World, { next, alarms }: Move): readonly PromiseName[] {
  const broken: PromiseName[] = [];
  for (const [index, { state: before }] of world.attempts.entries()) {
    const after = next.attempts[index]?.state ?? null;
    if (before && isFinal(before) && after?.name !== before.name) {
      if (isPaid(before) || after?.name !== "paid-late") broken.push(NOTHING_LEAVES);
      else if (!alarms.includes("paid-late")) broken.push(LOUD);
    }
    const asked = before?.name === "cancelling" && before.by === "cashier";
    if (asked && after?.name === "successful" && !alarms.includes("paid-after-cancel")) broken.push(LOUD);
  }
  return broken;
}

/** Every attempt is final, as far as the ledger knows. */
export function isOver(world: World): boolean {
  return world.attempts.every(({ state }) => state === null || isFinal(state));
}

function isUnpaidEnd(state: AttemptState | null): state is AttemptState {
  return state !== null && isFinal(state) && !isPaid(state);
}
