// Breadth first through every world that can come about, each one once; the first broken promise is therefore reached by the
// shortest trace. Then, backwards over what happens by itself, whether every world has a way to its end.
import type { Move } from "./move.ts";
import { movesOf } from "./moves.ts";
import { brokenBy, brokenIn, isOver, NO_DEFECT, NO_EXIT, PROMISES, type PromiseName } from "./promises.ts";
import { askRealCode, type RealCode } from "./questions.ts";
import type { Planted } from "./real-till.ts";
import { spell } from "./spell.ts";
import { firstWorld, type Bound, type Flow, type ModelAttempt, type World } from "./world.ts";

export type Broken = { readonly promise: PromiseName; readonly trace: readonly string[] };

export type Explored = {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** In how many states each state of an attempt was met. */
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

type Book = {
  readonly ids: Map<string, number>;
  /** By id: from where, and by which words, each world was reached first. */
  readonly from: number[];
  readonly words: string[];
  /** Pairs of ids, of moves that come by themselves. */
  readonly edges: number[];
  readonly over: number[];
};

export async function explore({ flow, bound, planted = {}, promises = PROMISES }: Exploration): Promise<Explored> {
  const real = askRealCode(flow, planted);
  const book: Book = { ids: new Map(), from: [], words: [], edges: [], over: [] };
  const met = new Map<string, number>();
  const count = { transitions: 0, depth: 0 };
  const first = firstWorld(bound);
  let level: Node[] = [{ id: enter(book, first, { from: -1, words: "" }).id, world: first }];
  const found = (broken: Broken | null): Explored => ({ states: book.ids.size, ...count, met, broken });
  for (; level.length > 0; count.depth += 1) {
    const nextLevel: Node[] = [];
    for (const { id, world } of level) {
      meet(met, world);
      const [fault] = brokenIn(world, real).filter((name) => promises.includes(name));
      if (fault) return found({ promise: fault, trace: traceTo(book, id) });
      const moves = await movesOrDefect(world, real);
      if (moves instanceof Error) {
        if (!promises.includes(NO_DEFECT)) continue;
        return found({ promise: NO_DEFECT, trace: [...traceTo(book, id), `the real code throws: ${moves.message}`] });
      }
      for (const each of moves) {
        count.transitions += 1;
        const [wrong] = brokenBy(world, each).filter((name) => promises.includes(name));
        if (wrong) return found({ promise: wrong, trace: [...traceTo(book, id), each.what] });
        const { id: to, isNew } = enter(book, each.next, { from: id, words: each.what });
        if (each.byItself) book.edges.push(id, to);
        if (isNew) nextLevel.push({ id: to, world: each.next });
      }
    }
    level = nextLevel;
  }
  const stuck = promises.includes(NO_EXIT) ? firstWithoutExit(book) : null;
  return found(stuck === null ? null : { promise: NO_EXIT, trace: traceTo(book, stuck) });
}

type Node = { readonly id: number; readonly world: World };

function enter(
  book: Book,
  world: World,
  reached: { readonly from: number; readonly words: string },
): { readonly id: number; readonly isNew: boolean } {
  const key = keyOf(world);
  const known = book.ids.get(key);
  if (known !== undefined) return { id: known, isNew: false };
  const id = book.ids.size;
  book.ids.set(key, id);
  book.from.push(reached.from);
  book.words.push(reached.words);
  if (isOver(world)) book.over.push(id);
  return { id, isNew: true };
}

/** Equal worlds have equal keys; the bound is the same for all. */
function keyOf({ attempts, watching, echo, choosing }: World): string {
  const looking = watching ? `${watching.attempt}${watching.kind}${watching.saw}` : "";
  const twice = echo ? `${echo.attempt}${echo.saw}` : "";
  return `${choosing ? "c" : ""}|${looking}|${twice}|${attempts.map(keyOfAttempt).join("|")}`;
}

const keys = new WeakMap<ModelAttempt, string>();

function keyOfAttempt(attempt: ModelAttempt): string {
  const before = keys.get(attempt);
  if (before !== undefined) return before;
  const { state, posting, expiring, looking, strayPosts, strayExpire, watchedAtMs, charges, posts, postedUnsaved } =
    attempt;
  const look = looking
    ? `${looking.kind}${looking.saw}${looking.kind === "list" ? looking.from + looking.late : ""}`
    : "";
  const asked = `${posting},${expiring},${strayPosts},${strayExpire},${posts},${postedUnsaved}`;
  const key = `${state ? spell(state) : ""},${look},${asked},${watchedAtMs},${charges.join("+")}`;
  keys.set(attempt, key);
  return key;
}

function meet(met: Map<string, number>, { attempts }: World): void {
  for (const { state } of attempts) if (state) met.set(state.name, (met.get(state.name) ?? 0) + 1);
}

async function movesOrDefect(world: World, real: RealCode): Promise<readonly Move[] | Error> {
  try {
    return await movesOf(world, real);
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(String(thrown));
  }
}

function traceTo({ from, words }: Book, id: number): readonly string[] {
  const trace: string[] = [];
  for (let at = id; at > 0; at = from[at] ?? 0) trace.unshift(words[at] ?? "");
  return trace;
}

/** The first world from which no end is reached by what happens by itself. */
function firstWithoutExit({ ids, edges, over }: Book): number | null {
  const into = byTarget(edges, ids.size);
  const reached = new Uint8Array(ids.size);
  const todo = [...over];
  for (const id of over) reached[id] = 1;
  for (let to = todo.pop(); to !== undefined; to = todo.pop()) {
    for (let at = into.start[to] ?? 0; at < (into.start[to + 1] ?? 0); at += 1) {
      const from = into.sources[at] ?? 0;
      if (reached[from] === 1) continue;
      reached[from] = 1;
      todo.push(from);
    }
  }
  const stuck = reached.indexOf(0);
  return stuck === -1 ? null : stuck;
}

function byTarget(
  edges: readonly number[],
  size: number,
): { readonly start: Uint32Array; readonly sources: Uint32Array } {
  const start = new Uint32Array(size + 1);
  for (let at = 1; at < edges.length; at += 2) start[(edges[at] ?? 0) + 1] = (start[(edges[at] ?? 0) + 1] ?? 0) + 1;
  for (let id = 0; id < size; id += 1) start[id + 1] = (start[id + 1] ?? 0) + (start[id] ?? 0);
  const sources = new Uint32Array(edges.length / 2);
  const next = start.slice();
  for (let at = 0; at < edges.length; at += 2) {
    const to = edges[at + 1] ?? 0;
    sources[next[to] ?? 0] = edges[at] ?? 0;
    next[to] = (next[to] ?? 0) + 1;
  }
  return { start, sources };
}
