// A crash and the start after it, at any moment.
import { enact } from "./enact.ts";
import { move, type Move, type Told } from "./move.ts";
import type { RealCode } from "./questions.ts";
import { withoutTheIdle, type World } from "./world.ts";

type PowerCut = {
  readonly what: string;
  readonly moves: Move[];
  /** What was done and heard just before. */
  readonly told?: Pick<Told, "acts" | "heard">;
};

/** Nothing in memory survives; requests that left may still arrive. Then the real recovery runs over the ledger. */
export function powerCuts(
  world: World,
  real: RealCode,
  { what, moves, told = { acts: [], heard: null } }: PowerCut,
): void {
  if (!world.bound.crashes) return;
  const dark = withoutPower(world);
  const { acts, writes } = real.ask(dark, { ask: "recover" });
  const { heard } = told;
  moves.push(move(what, enact(dark, acts), false, { acts: [...told.acts, ...acts], heard, cut: true }));
  if (!world.bound.fullDisk) return;
  // A start that cannot write ends; the next one finds what the first one left.
  for (let failAt = 1; failAt <= writes; failAt += 1) {
    const first = real.ask(dark, { ask: "recover" }, failAt);
    const left = enact(dark, first.acts);
    const again = real.ask(left, { ask: "recover" });
    const words = `${what}, at first in vain: write ${failAt} finds the disk full`;
    const did = [...told.acts, ...first.acts, ...again.acts];
    moves.push(move(words, enact(left, again.acts), false, { acts: did, heard, cut: true }));
  }
}

function withoutPower(world: World): World {
  const attempts = world.attempts.map((each) =>
    withoutTheIdle({
      ...each,
      posting: null,
      expiring: null,
      looking: null,
      watchedAtMs: null,
      old: true,
      strayPosts: each.strayPosts + (each.posting === "going" ? 1 : 0),
      strayExpire: each.strayExpire || each.expiring === "going",
    }),
  );
  const refunds = world.refunds.map((each) => ({
    ...each,
    checking: null,
    posting: null,
    looking: null,
    strayPosts: each.strayPosts + (each.posting === "going" ? 1 : 0),
  }));
  const approvals = world.approvals.map((each) => ({ ...each, is: "gone" as const }));
  return { ...world, attempts, refunds, approvals, choosing: false, watching: null, echo: null };
}
