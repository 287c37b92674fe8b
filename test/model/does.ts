// What the real code does becomes moves: once as it is, once for each write that fails, once for each moment between two acts
// in which the power goes.
import { enact } from "./enact.ts";
import { move, type HeardCharge, type Move } from "./move.ts";
import { powerCuts } from "./power-cut.ts";
import type { Done, Question } from "./question.ts";
import type { RealCode } from "./questions.ts";
import type { World } from "./world.ts";

export type With = { readonly real: RealCode; readonly moves: Move[] };

export type Doing = With & {
  readonly what: string;
  readonly byItself: boolean;
  readonly heard?: HeardCharge | null;
  /** What else is different afterwards; `failed`: a write was not made. */
  readonly afterwards?: (next: World, done: Done, failed: boolean) => World;
};

/** @returns false where the till refused it */
export function does(world: World, question: Question, doing: Doing): boolean {
  const { real, moves, what, byItself, heard = null, afterwards = (next: World): World => next } = doing;
  const done = real.ask(world, question);
  const { acts } = done;
  if (done.refused) {
    // A refusal may use something up all the same.
    const after = afterwards(world, done, false);
    if (after !== world) moves.push(move(`${what}, which is refused`, after, false));
    return false;
  }
  moves.push(move(what, afterwards(enact(world, acts), done, false), byItself, { acts, heard }));
  for (let count = 1; count < acts.length; count += 1) {
    const words = `${what}, the till dies after its ${count}. act and starts again`;
    const before = acts.slice(0, count);
    powerCuts(enact(world, before), real, { what: words, moves, told: { acts: before, heard } });
  }
  if (!world.bound.fullDisk) return true;
  for (let failAt = 1; failAt <= done.writes; failAt += 1) {
    const failed = real.ask(world, question, failAt);
    const words = `${what}, and its ${failAt}. write finds the disk full`;
    const next = afterwards(enact(world, failed.acts), failed, true);
    moves.push(move(words, next, false, { acts: failed.acts, heard, cut: true }));
  }
  return true;
}
