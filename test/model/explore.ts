// Breadth first through every world that can come about, each one once; the first broken promise is therefore reached by the
// shortest trace. Then, backwards over what happens by itself, whether every world has a way to its end.
import { brokenBy, MOVE_PROMISES, type MovePromise } from "./move-promises.ts";
import type { Move } from "./move.ts";
import { movesOf } from "./moves.ts";
import { brokenIn, isOver, NO_DEFECT, NO_EXIT, STATE_PROMISES, type StatePromise } from "./promises.ts";
import { askRealCode, type RealCode } from "./questions.ts";
import type { Planted } from "./real-till.ts";
import { createVisited, type Visited } from "./visited.ts";
import { firstWorld, type Bound, type Flow, type World } from "./world.ts";

export type PromiseName = StatePromise | MovePromise | typeof NO_EXIT | typeof NO_DEFECT;

const PROMISES: readonly PromiseName[] = [...STATE_PROMISES, ...MOVE_PROMISES, NO_EXIT, NO_DEFECT];

export type Broken = { readonly promise: PromiseName; readonly trace: readonly string[] };

export type Explored = {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** In how many worlds each state of an attempt, and of a refund as `refund …`, was met. */
  readonly met: ReadonlyMap<string, number>;
  readonly broken: Broken | null;
};

export type Exploration = {
  readonly flow: Flow;
  readonly bound: Bound;
  readonly planted?: Planted;
  /** All of them, if none are named. */
  readonly promises?: readonly PromiseName[];
};

type Search = {
  readonly real: RealCode;
  readonly flow: Flow;
  readonly bound: Bound;
  readonly visited: Visited;
  readonly asked: ReadonlySet<PromiseName>;
  readonly met: Map<string, number>;
  readonly over: number[];
  transitions: number;
};

type Node = { readonly id: number; readonly world: World };
type Fault = { readonly promise: PromiseName; readonly at: number; readonly last: string | null };

export async function explore({ flow, bound, planted = {}, promises = PROMISES }: Exploration): Promise<Explored> {
  const search: Search = {
    ...{ real: askRealCode(flow, planted), flow, bound, visited: createVisited(), asked: new Set(promises) },
    ...{ met: new Map(), over: [], transitions: 0 },
  };
  const first = firstWorld(bound);
  search.visited.enter(first, { from: -1, nth: 0 });
  let level: Node[] = [{ id: 0, world: first }];
  let depth = 0;
  let fault: Fault | null = null;
  for (; level.length > 0 && !fault; depth += 1) {
    const nextLevel: Node[] = [];
    for (const node of level) {
      fault = await visit(search, node, nextLevel);
      if (fault) break;
    }
    level = nextLevel;
  }
  fault ??= withoutExit(search);
  const broken = fault && { promise: fault.promise, trace: await traceTo(search, fault) };
  return {
    states: search.visited.size(),
    transitions: search.transitions,
    depth,
    met: search.met,
    broken,
  };
}

async function visit(search: Search, { id, world }: Node, nextLevel: Node[]): Promise<Fault | null> {
  const { real, asked, visited, flow, over } = search;
  meet(search.met, world);
  if (isOver(world)) over.push(id);
  const moves = await movesOrDefect(world, real);
  const promise = brokenIn(world, real).find((name) => asked.has(name));
  if (promise) return { promise, at: id, last: null };
  if (moves instanceof Error) {
    return asked.has(NO_DEFECT) ? { promise: NO_DEFECT, at: id, last: `the real code throws: ${moves.message}` } : null;
  }
  for (const [nth, each] of moves.entries()) {
    search.transitions += 1;
    const wrong = brokenBy(world, each, flow).find((name) => asked.has(name));
    if (wrong) return { promise: wrong, at: id, last: each.what };
    const { id: to, isNew } = visited.enter(each.next, { from: id, nth });
    if (each.byItself) visited.edge(id, to);
    if (isNew) nextLevel.push({ id: to, world: each.next });
  }
  return null;
}

function withoutExit({ asked, visited, over }: Search): Fault | null {
  const stuck = asked.has(NO_EXIT) ? visited.firstWithoutExit(over) : null;
  return stuck === null ? null : { promise: NO_EXIT, at: stuck, last: null };
}

function meet(met: Map<string, number>, { attempts, refunds }: World): void {
  for (const { state } of attempts) if (state) met.set(state.name, (met.get(state.name) ?? 0) + 1);
  for (const { state } of refunds) met.set(`refund ${state.name}`, (met.get(`refund ${state.name}`) ?? 0) + 1);
}

/** The promises ask the real code too: all of it is learned before anything is judged. */
async function movesOrDefect(world: World, real: RealCode): Promise<readonly Move[] | Error> {
  for (;;) {
    let moves: readonly Move[] | Error;
    try {
      moves = movesOf(world, real);
      brokenIn(world, real);
    } catch (thrown) {
      moves = thrown instanceof Error ? thrown : new Error(String(thrown));
    }
    const missing = real.learn();
    if (missing === null) return moves;
    await missing;
  }
}

/** The words of the moves that lead there: they are made again, because nobody keeps the words of millions. */
async function traceTo({ visited, real, bound }: Search, { at, last }: Fault): Promise<readonly string[]> {
  const trace: string[] = [];
  let world = firstWorld(bound);
  for (const nth of visited.wayTo(at)) {
    const moves = await movesOrDefect(world, real);
    const taken = moves instanceof Error ? undefined : moves[nth];
    if (!taken) throw new Error("a way that was gone once can be gone again");
    trace.push(taken.what);
    world = taken.next;
  }
  return last === null ? trace : [...trace, last];
}
