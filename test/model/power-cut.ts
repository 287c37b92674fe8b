// A crash and the start after it, at any moment.
import { enact } from "./enact.ts";
import { move, type Move } from "./move.ts";
import type { RealCode } from "./questions.ts";
import { withoutTheIdle, type World } from "./world.ts";

/** Nothing in memory survives; requests that left may still arrive. Then the real recovery runs over the ledger. */
export async function powerCut(
  world: World,
  real: RealCode,
  { what, moves }: { readonly what: string; readonly moves: Move[] },
): Promise<void> {
  if (!world.bound.crashes) return;
  const attempts = world.attempts.map((each) =>
    withoutTheIdle({
      ...each,
      posting: null,
      expiring: null,
      looking: null,
      watchedAtMs: null,
      strayPosts: each.strayPosts + (each.posting === "going" ? 1 : 0),
      strayExpire: each.strayExpire || each.expiring === "going",
    }),
  );
  const dark: World = { ...world, attempts, choosing: false, watching: null, echo: null };
  const { acts } = await real.ask(dark, { ask: "recover" });
  moves.push(move(what, enact(dark, acts), false));
}
