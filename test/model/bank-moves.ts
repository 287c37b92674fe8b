// The bank and the customer: a charge for each POST that arrives, what becomes of it, and money after its end.
import { isFinal } from "#till/attempt/state.ts";
import { move, type Move } from "./move.ts";
import type { RealCode } from "./questions.ts";
import { attemptAt, changeAttempt, type ModelAttempt, type Status, type World } from "./world.ts";

export function bankMoves(
  world: World,
  index: number,
  { real, moves }: { readonly real: RealCode; readonly moves: Move[] },
): void {
  const at = attemptAt(world, index);
  const say = (what: string, change: Partial<ModelAttempt>, byItself = true): void => {
    moves.push(move(`${what} ${index + 1}`, changeAttempt(world, index, change), byItself));
  };
  const made: readonly Status[] = [...at.charges, "pending"];
  if (at.posting === "going") {
    say("the bank makes the charge of POST", { posting: "charge", charges: made });
    say("the bank refuses POST", { posting: "refused" }, false);
    say("the bank has too many requests for POST", { posting: "too-many" }, false);
  }
  if (at.strayPosts > 0) {
    say("late, the bank makes the charge of POST", { strayPosts: at.strayPosts - 1, charges: made });
    say("the late POST never arrives:", { strayPosts: at.strayPosts - 1 }, true);
  }
  const [status] = at.charges;
  const expired = at.charges.map((each) => (each === "pending" ? "expired" : each));
  if (at.expiring === "going") {
    say("the bank refuses EXPIRE", { expiring: "refused" }, status !== "pending");
    if (status === "pending") say("the bank carries out EXPIRE", { expiring: "answered", charges: expired });
  }
  if (at.strayExpire) say("late, the bank hears EXPIRE", { strayExpire: false, charges: expired });
  for (const [nth, each] of at.charges.entries()) {
    const change = (to: Status): Partial<ModelAttempt> => ({ charges: at.charges.with(nth, to) });
    if (each === "pending") {
      say("the customer pays charge", change("successful"), false);
      say("the customer declines charge", change("failed"), false);
      say("time ends charge", change("expired"));
    }
    const late = (each === "expired" || each === "failed") && mayBePaidLate(world, index, real);
    if (late) say("money arrives late for charge", change("successful"), false);
  }
}

/** Money comes at the latest an hour after the recorded end of its charge: until the watch begins its last look. */
function mayBePaidLate(world: World, index: number, real: RealCode): boolean {
  const { state, watchedAtMs } = attemptAt(world, index);
  if (state && !isFinal(state)) return true;
  const dueMs = real.nextWatchAtMs(state, index, watchedAtMs);
  if (dueMs === null) return state === null;
  return world.watching?.attempt !== index || real.nextWatchAtMs(state, index, dueMs) !== null;
}
