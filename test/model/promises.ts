// What must be true in every world. Promises about a single move are in move-promises.ts, about refunds in refund-promises.ts.
import { isFinal, isPaid, standsAside, type AttemptState } from "#till/attempt/state.ts";
import type { RealCode } from "./questions.ts";
import { isRefundWorldOver, REFUND_PROMISES } from "./refund-promises.ts";
import type { ModelAttempt, World } from "./world.ts";

type Kept = (attempt: ModelAttempt, index: number, real: RealCode) => boolean;

const OF_AN_ATTEMPT = {
  "no POST leaves before its sending is saved": ({ postedUnsaved }) => !postedUnsaved,
  "no second POST unless the first was proven unheard": ({ posts }) => posts <= 1,
  "nothing is charged by itself after a restart": ({ postedByItself }) => !postedByItself,
  "at most one charge of an attempt at the bank": ({ charges }) => charges.length <= 1,
  "the ledger knows of every charge": ({ state, charges }) => state !== null || charges.length === 0,
  "shown paid only if it is": ({ state, charges }) => !state || !isPaid(state) || charges[0] === "successful",
  "money behind an unpaid end is still looked for, or a person was told to": (attempt, index, real) =>
    !isUnpaidEnd(attempt.state) ||
    !attempt.charges.includes("successful") ||
    attempt.alarmed ||
    real.nextWatchAtMs(attempt.state, index, attempt.watchedAtMs) !== null,
  // "No payment found" never says that there is none.
  "what is shown ended can no longer be paid": ({ state, charges, strayPosts, posting }) =>
    !isUnpaidEnd(state) ||
    state.name === "not-found" ||
    !(charges.includes("pending") || strayPosts > 0 || posting === "going"),
  "a cancel is kept": ({ state, mustEnd }) => !mustEnd || (state?.name !== "pending" && state?.name !== "queued"),
} satisfies Readonly<Record<string, Kept>>;

const OF_THE_WORLD = {
  "never two living attempts of the sale, but for those that gave way": ({ attempts }) =>
    attempts.filter(({ state }) => state && !standsAside(state)).length <= 1,
  "a second charge can be paid only beside one that gave way": ({ attempts }) => {
    const payable = attempts.filter(({ charges }) => charges.includes("pending"));
    return payable
      .slice(0, -1)
      .every(({ state }) => state !== null && (standsAside(state) || state.name === "not-found"));
  },
  "every sale can be put away and opened again": (world, real) =>
    world.attempts.length === 0 || !real.ask(world, { ask: "park", attempt: 0 }).refused,
} satisfies Readonly<Record<string, (world: World, real: RealCode) => boolean>>;

export const NO_EXIT = "every state has an exit without anybody's help";
export const NO_DEFECT = "the real code refuses nothing that can happen";

export type StatePromise = keyof typeof OF_AN_ATTEMPT | keyof typeof OF_THE_WORLD | keyof typeof REFUND_PROMISES;

export const STATE_PROMISES = [
  ...Object.keys(OF_AN_ATTEMPT),
  ...Object.keys(OF_THE_WORLD),
  ...Object.keys(REFUND_PROMISES),
] as readonly StatePromise[];

const ATTEMPTS = Object.entries<Kept>(OF_AN_ATTEMPT);
const WORLDS = Object.entries<(world: World, real: RealCode) => boolean>({ ...OF_THE_WORLD, ...REFUND_PROMISES });

export function brokenIn(world: World, real: RealCode): readonly StatePromise[] {
  const broken: string[] = [];
  for (const [name, holds] of ATTEMPTS) {
    for (const [index, attempt] of world.attempts.entries()) if (!holds(attempt, index, real)) broken.push(name);
  }
  for (const [name, holds] of WORLDS) if (!holds(world, real)) broken.push(name);
  return broken as StatePromise[];
}

/** Every attempt and every refund is final, as far as the ledger knows. */
export function isOver(world: World): boolean {
  return world.attempts.every(({ state }) => state === null || isFinal(state)) && isRefundWorldOver(world);
}

function isUnpaidEnd(state: AttemptState | null): state is AttemptState {
  return state !== null && isFinal(state) && !isPaid(state);
}
