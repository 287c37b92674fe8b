// What the real code saved and asked for becomes the next world; between two of these acts the power may go.
import type { Act } from "./real-till.ts";
import { attemptAt, changeAttempt, type World } from "./world.ts";

export function enact(world: World, acts: readonly Act[]): World {
  let next = world;
  for (const act of acts) next = enactOne(next, act);
  return next;
}

/** Looks have no mark outside the till: their answer is made up by whoever began them. */
function enactOne(world: World, act: Act): World {
  if (act.do === "save") return changeAttempt(world, act.attempt, { state: act.state });
  if (act.what === "expire") return changeAttempt(world, act.attempt, { expiring: "going" });
  if (act.what !== "post") return world;
  const { posts, postedUnsaved, state } = attemptAt(world, act.attempt);
  const unsaved = postedUnsaved || state?.name !== "sending";
  return changeAttempt(world, act.attempt, { posting: "going", posts: posts + 1, postedUnsaved: unsaved });
}

export function alarmsOf(acts: readonly Act[]): readonly string[] {
  return acts.flatMap((act) => (act.do === "save" ? act.alarms : []));
}
