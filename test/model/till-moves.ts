// What the till does by itself and at the cashier's keys. The code that decides and writes is the real one.
import { isFinal, type AttemptRecord, type AttemptState } from "#till/attempt/state.ts";
import { isToGo } from "#till/one-payment.ts";
import { does, type With } from "./does.ts";
import { move, type Move } from "./move.ts";
import { attemptOf } from "./names.ts";
import type { Effect } from "./plans.ts";
import type { RealCode } from "./questions.ts";
import type { KeyName } from "./real-counter.ts";
import { attemptAt, changeAttempt, type Look, type World } from "./world.ts";

export function tillMoves(world: World, real: RealCode, moves: Move[]): void {
  const tools = { real, moves };
  for (const [index, { state, expiring, looking, posting }] of world.attempts.entries()) {
    if (!state || isFinal(state)) continue;
    // nextTurn() of loop.ts: an expiry is `act`, the loop waits for its answer.
    if (expiring !== null) continue;
    const busy = { looking: looking !== null, posting: posting !== null };
    // nextTurn() of loop.ts asks this before it plans anything.
    const effects = isToGo(ledgerOf(world), recordOf(index, state)) ? GO : real.plans(state, index, busy);
    for (const effect of effects) {
      loopDoes(world, { effect, attempt: index }, tools);
    }
  }
  const attempt = world.attempts.length;
  if (attempt > 0) {
    for (const key of ["cancel", "wait"] as const) press(world, { key, attempt: attempt - 1 }, tools);
    if (world.bound.overrides && attempt < world.bound.attempts) press(world, { key: "override", attempt }, tools);
  }
  if (!world.choosing) press(world, { key: "again", attempt }, tools);
  if (world.choosing && attempt < world.bound.attempts) press(world, { key: "charge", attempt }, tools);
}

const GO: readonly Effect[] = ["cancel"];

/** Sale, method and money do not matter to who asks. */
function recordOf(index: number, state: AttemptState): AttemptRecord {
  return { attempt: attemptOf(index, "alipayplus_mpm"), state, step: 1 };
}

function ledgerOf(world: World): Parameters<typeof isToGo>[0] {
  return {
    attemptsOfSale: () => world.attempts.flatMap(({ state }, index) => (state ? [recordOf(index, state)] : [])),
  };
}

function press(world: World, { key, attempt }: { readonly key: KeyName; readonly attempt: number }, tools: With): void {
  does(
    world,
    { ask: key, attempt },
    {
      ...tools,
      what: key === "charge" ? `the cashier: charge ${attempt + 1}` : `the cashier: ${key}`,
      byItself: false,
      afterwards(next, done, failed) {
        if (done.refused) return world;
        const ends = (key === "cancel" || key === "again" || key === "override") && !failed;
        return { ...(ends ? toldToEnd(next, done.acts) : next), choosing: done.choosing };
      },
    },
  );
}

type Acts = Parameters<NonNullable<Parameters<typeof does>[2]["afterwards"]>>[1]["acts"];

/** Whose cancelling was saved has to end, whatever is heard of it later. */
function toldToEnd(world: World, acts: Acts): World {
  let next = world;
  for (const act of acts)
    if (act.do === "save") for (const { index } of act.attempts) next = changeAttempt(next, index, { mustEnd: true });
  return next;
}

function loopDoes(
  world: World,
  { effect, attempt }: { readonly effect: Effect; readonly attempt: number },
  tools: With,
): void {
  const what = `the till: ${effect} ${attempt + 1}`;
  if (effect === "read") return lookBegins(world, attempt, { what, ...tools, looks: readsOf(world, attempt) });
  if (effect === "trace") return lookBegins(world, attempt, { what, ...tools, looks: listingsOf(world, attempt) });
  does(world, { ask: "effect", attempt, effect }, { ...tools, what, byItself: true });
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
