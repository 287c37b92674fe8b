// The watch for late money: one look at a time, each as the real watch makes it, at the moments that it names itself.
import { isPaid } from "#till/attempt/state.ts";
import { does } from "./does.ts";
import { enact } from "./enact.ts";
import { move, type HeardCharge, type Move } from "./move.ts";
import { lookAnswer, type Answer, type Strange } from "./names.ts";
import type { Done } from "./question.ts";
import type { RealCode } from "./questions.ts";
import { attemptAt, changeAttempt, type World } from "./world.ts";

export function watchMoves(world: World, real: RealCode, moves: Move[]): void {
  if (world.watching) return hearWatch(world, { real, moves });
  for (const [attempt, { state, watchedAtMs, charges }] of world.attempts.entries()) {
    const dueMs = real.nextWatchAtMs(state, attempt, watchedAtMs);
    if (dueMs === null) continue;
    // The last look comes a day after the end, or an hour after the charge's: no charge can still wait for its customer then.
    if (real.nextWatchAtMs(state, attempt, dueMs) === null && charges[0] === "pending") continue;
    const done = real.ask(world, { ask: "watch", attempt, dueMs, answers: [] });
    const kind = requestOf(done) === "list" ? "list" : "read";
    const saw = charges[0] ?? null;
    const next: World = { ...world, watching: { attempt, kind, saw } };
    moves.push(move(`the watch looks at ${attempt + 1}, the bank shows ${saw ?? "nothing"}`, next));
  }
}

type Tools = { readonly real: RealCode; readonly moves: Move[] };

function hearWatch(world: World, tools: Tools): void {
  if (!world.watching) return;
  const { attempt, saw } = world.watching;
  const idle: World = { ...world, watching: null };
  tools.moves.push(move(`no answer to the watch over ${attempt + 1}`, idle, false));
  const { state, watchedAtMs } = attemptAt(world, attempt);
  const dueMs = tools.real.nextWatchAtMs(state, attempt, watchedAtMs);
  // Paid by the copy of an earlier answer: the real step has nothing more to say to a payment.
  if (dueMs === null || (state && isPaid(state))) return;
  hearLook(world, dueMs, { ...tools, strange: null });
  if (!world.bound.strange || saw === null || world.watching.kind === "list") return;
  for (const strange of ["other-amount", "unheard-of", "unpaid-success"] as const)
    hearLook(world, dueMs, { ...tools, strange });
}

function hearLook(world: World, dueMs: number, tools: Tools & { readonly strange: Strange | null }): void {
  if (!world.watching) return;
  const { real, moves, strange } = tools;
  const { attempt, kind, saw } = world.watching;
  const idle: World = { ...world, watching: null };
  const listed: readonly Answer[] = [lookAnswer(attempt, { kind: "list", saw }, { heard: true })];
  const read = (): Answer => lookAnswer(attempt, { kind: "read", saw }, { heard: true, strange });
  const answers = kind === "list" ? listed : kind === "read" ? [read()] : [...listed, read()];
  const question = { ask: "watch", attempt, dueMs, answers } as const;
  const done = real.ask(world, question);
  const what = `the watch hears of ${attempt + 1}: ${strange ?? saw ?? "nothing"}`;
  if (requestOf(done) === "read") {
    const next: World = {
      ...idle,
      watching: { attempt, kind: "listed", saw: attemptAt(world, attempt).charges[0] ?? null },
    };
    moves.push(move(`the watch finds ${attempt + 1} in a listing: ${saw ?? "nothing"}`, next));
    return;
  }
  const heard: HeardCharge | null =
    kind === "list" || saw === null ? null : { attempt, by: "get", status: saw, strange: strange !== null };
  const expires = requestOf(done) === "expire";
  does(idle, question, {
    ...tools,
    what,
    byItself: !expires && strange === null,
    heard,
    afterwards(next, after, failed) {
      // Of a charge that is still payable the watch does not wait for its end; nobody uses the answer to its expiry.
      const asked = changeAttempt(next, attempt, { expiring: null, strayExpire: requestOf(after) === "expire" });
      return failed ? asked : changeAttempt(asked, attempt, { watchedAtMs: dueMs });
    },
  });
  if (!expires) return;
  // One that cannot leave: the turn stays due.
  const unsent = enact(idle, done.acts.slice(0, -1));
  moves.push(move(`${what}, and its expiry is never sent`, unsent, false, { acts: done.acts, heard }));
}

function requestOf({ acts }: Done): string | null {
  const act = acts.at(-1);
  return act?.do === "request" ? act.what : null;
}
