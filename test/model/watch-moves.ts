// The watch for late money: one look at a time, each as the real watch makes it, at the moments that it names itself.
import { isPaid } from "#till/attempt/state.ts";
import { alarmsOf, enact } from "./enact.ts";
import { move, type Move } from "./move.ts";
import { lookAnswer, type Answer } from "./names.ts";
import type { Done, RealCode } from "./questions.ts";
import { attemptAt, changeAttempt, type World } from "./world.ts";

export async function watchMoves(world: World, real: RealCode, moves: Move[]): Promise<void> {
  if (world.watching) return hearWatch(world, real, moves);
  for (const [attempt, { state, watchedAtMs, charges }] of world.attempts.entries()) {
    const dueMs = real.nextWatchAtMs(state, attempt, watchedAtMs);
    if (dueMs === null) continue;
    // The last look comes a day after the end, or an hour after the charge's: no charge can still wait for its customer then.
    if (real.nextWatchAtMs(state, attempt, dueMs) === null && charges[0] === "pending") continue;
    const done = await real.ask(world, { ask: "watch", attempt, dueMs, answers: [] });
    const kind = requestOf(done) === "list" ? "list" : "read";
    const saw = charges[0] ?? null;
    const next: World = { ...world, watching: { attempt, kind, saw } };
    moves.push(move(`the watch looks at ${attempt + 1}, the bank shows ${saw ?? "nothing"}`, next));
  }
}

async function hearWatch(world: World, real: RealCode, moves: Move[]): Promise<void> {
  if (!world.watching) return;
  const { attempt, kind, saw } = world.watching;
  const { state, watchedAtMs, charges } = attemptAt(world, attempt);
  const idle: World = { ...world, watching: null };
  moves.push(move(`no answer to the watch over ${attempt + 1}`, idle, false));
  const dueMs = real.nextWatchAtMs(state, attempt, watchedAtMs);
  // Paid by the copy of an earlier answer: the real step has nothing more to say to a payment.
  if (dueMs === null || (state && isPaid(state))) return;
  const listed: readonly Answer[] = [lookAnswer(attempt, { kind: "list", saw }, true)];
  const read = (): Answer => lookAnswer(attempt, { kind: "read", saw }, true);
  const answers = kind === "list" ? listed : kind === "read" ? [read()] : [...listed, read()];
  const done = await real.ask(world, { ask: "watch", attempt, dueMs, answers });
  const what = `the watch hears of ${attempt + 1}: ${saw ?? "nothing"}`;
  if (requestOf(done) === "read") {
    const next: World = { ...idle, watching: { attempt, kind: "listed", saw: charges[0] ?? null } };
    moves.push(move(what, enact(next, done.acts), true, alarmsOf(done.acts)));
    return;
  }
  const noted = changeAttempt(idle, attempt, { watchedAtMs: dueMs });
  const saves = done.acts.filter((act) => act.do === "save");
  const after = enact(noted, saves);
  const expires = requestOf(done) === "expire";
  moves.push(move(what, after, !expires, alarmsOf(saves)));
  // Nobody uses the answer to this expiry: it arrives, or it does not.
  if (expires)
    moves.push(move(`${what}, and asks for its expiry`, changeAttempt(after, attempt, { strayExpire: true })));
}

function requestOf({ acts }: Done): string | null {
  const act = acts.at(-1);
  return act?.do === "request" ? act.what : null;
}
