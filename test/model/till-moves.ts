// What the till does by itself and at the cashier's keys. The code that decides and writes is the real one.
import { isFinal } from "#till/attempt/state.ts";
import { alarmsOf, enact } from "./enact.ts";
import { move, type Move } from "./move.ts";
import { powerCut } from "./power-cut.ts";
import type { Effect, Question, RealCode } from "./questions.ts";
import { attemptAt, changeAttempt, type Look, type World } from "./world.ts";

export async function tillMoves(world: World, real: RealCode, moves: Move[]): Promise<void> {
  for (const [index, { state, expiring, looking, posting }] of world.attempts.entries()) {
    if (!state || isFinal(state)) continue;
    for (const ask of ["cancel", "wait"] as const) await key(world, { ask, attempt: index }, { real, moves });
    // drive() of loop.ts: `else await effects.carryOut(plan.do, record, run)`, the loop waits for an expiry that it asked for.
    if (expiring !== null) continue;
    for (const effect of real.plans(state, index, { looking: looking !== null, posting: posting !== null })) {
      await loopDoes(world, { effect, attempt: index }, { real, moves });
    }
  }
  const attempt = world.attempts.length;
  if (!world.choosing) await key(world, { ask: "again", attempt }, { real, moves });
  const mayOpen = world.choosing && attempt < world.bound.attempts;
  if (mayOpen) await key(world, { ask: "charge", attempt }, { real, moves });
}

type With = { readonly real: RealCode; readonly moves: Move[] };

async function key(
  world: World,
  question: Extract<Question, { ask: "charge" | "again" | "cancel" | "wait" }>,
  { real, moves }: With,
): Promise<void> {
  const { acts, refused, choosing } = await real.ask(world, question);
  if (refused) return;
  const what = `the cashier: ${question.ask} ${question.attempt + 1}`;
  const next = { ...enact(world, acts), choosing };
  moves.push(move(what, next, false, alarmsOf(acts)));
  await cutBetween(world, acts, { real, moves, what });
}

async function loopDoes(
  world: World,
  { effect, attempt }: { readonly effect: Effect; readonly attempt: number },
  { real, moves }: With,
): Promise<void> {
  const what = `the till: ${effect} ${attempt + 1}`;
  if (effect === "read") return lookBegins(world, attempt, { what, moves, looks: readsOf(world, attempt) });
  if (effect === "trace") return lookBegins(world, attempt, { what, moves, looks: listingsOf(world, attempt) });
  const { acts } = await real.ask(world, { ask: "effect", attempt, effect });
  moves.push(move(what, enact(world, acts), true, alarmsOf(acts)));
  await cutBetween(world, acts, { real, moves, what });
}

type Seen = { readonly look: Look; readonly byItself: boolean };

/** A read changes nothing, so that the bank may as well answer in the moment in which the till asks. */
function lookBegins(
  world: World,
  attempt: number,
  { what, moves, looks }: { readonly what: string; readonly moves: Move[]; readonly looks: readonly Seen[] },
): void {
  for (const { look, byItself } of looks) {
    const words = `${what}, the bank shows ${look.saw ?? "nothing"}${look.kind === "list" && look.late ? ", late" : ""}`;
    moves.push(move(words, changeAttempt(world, attempt, { looking: look }), byItself));
  }
}

function readsOf(world: World, attempt: number): readonly Seen[] {
  const [saw] = attemptAt(world, attempt).charges;
  if (!saw) throw new Error(`attempt ${attempt + 1} reads a charge that the bank does not have`);
  return [{ look: { kind: "read", saw }, byItself: true }];
}

/**
 * Any listing may lack the charge. One is long after the send only when no POST is on its way any more: 120 s are longer than
 * a request lives. One that came before the bank's time was known says nothing, as one that did not come.
 */
function listingsOf(world: World, attempt: number): readonly Seen[] {
  const { state, posting, strayPosts, charges } = attemptAt(world, attempt);
  const from = state?.name === "sending" ? "sending" : "unknown";
  const look = { kind: "list", from, late: false, saw: charges[0] ?? null } as const;
  const early: Seen = { look, byItself: true };
  const lacking: Seen = { look: { ...look, saw: null }, byItself: false };
  const seen = charges.length > 0 ? [early, lacking] : [early];
  if (from === "sending" || posting === "going" || strayPosts > 0) return seen;
  const late = { ...look, late: true, saw: null };
  if (charges.length === 0) return [...seen, { look: late, byItself: true }];
  return [...seen, { look: late, byItself: false }];
}

/** The power may go after each act but the last; after the last it may at any time. */
async function cutBetween(
  world: World,
  acts: Parameters<typeof enact>[1],
  { real, moves, what }: With & { readonly what: string },
): Promise<void> {
  for (let count = 1; count < acts.length; count += 1) {
    const words = `${what}, the till dies after its ${count}. act and starts again`;
    await powerCut(enact(world, acts.slice(0, count)), real, { what: words, moves });
  }
}
