// Every world that was reached, each once, by a short key; from where and by which of its moves it was reached first; and what
// comes by itself, for the way back from the ends. Some millions of worlds have room.
import { spell } from "./spell.ts";
import type { ModelAttempt, ModelRefund, World } from "./world.ts";

export type Visited = {
  enter(
    world: World,
    reached: { readonly from: number; readonly nth: number },
  ): { readonly id: number; readonly isNew: boolean };
  size(): number;
  /** A move that comes by itself. */
  edge(from: number, to: number): void;
  /** Which moves led to it, from the first world on: the number of each among the moves of its world. */
  wayTo(id: number): readonly number[];
  /** The first one from which no end is reached by what happens by itself. */
  firstWithoutExit(over: readonly number[]): number | null;
};

export function createVisited(): Visited {
  const ids = new Map<string, number>();
  const from = createNumbers();
  const nths = createNumbers();
  const edgeFrom = createNumbers();
  const edgeTo = createNumbers();
  return {
    enter(world, reached) {
      const key = keyOf(world);
      const known = ids.get(key);
      if (known !== undefined) return { id: known, isNew: false };
      const id = ids.size;
      ids.set(key, id);
      from.push(reached.from);
      nths.push(reached.nth);
      return { id, isNew: true };
    },
    size: () => ids.size,
    edge(one, other) {
      edgeFrom.push(one);
      edgeTo.push(other);
    },
    wayTo(id) {
      const way: number[] = [];
      for (let at = id; at > 0; at = from.at(at)) way.unshift(nths.at(at));
      return way;
    },
    firstWithoutExit: (over) => firstWithoutExit({ size: ids.size, edgeFrom, edgeTo }, over),
  };
}

type Numbers = { push(value: number): void; at(index: number): number; length(): number };

/** Grows by doubling; four bytes each. */
function createNumbers(): Numbers {
  let values = new Int32Array(1 << 12);
  let length = 0;
  return {
    push(value) {
      if (length === values.length) {
        const more = new Int32Array(length * 2);
        more.set(values);
        values = more;
      }
      values[length] = value;
      length += 1;
    },
    at: (index) => values[index] ?? 0,
    length: () => length,
  };
}

function firstWithoutExit(
  { size, edgeFrom, edgeTo }: { readonly size: number; readonly edgeFrom: Numbers; readonly edgeTo: Numbers },
  over: readonly number[],
): number | null {
  const start = new Uint32Array(size + 1);
  const edges = edgeTo.length();
  for (let at = 0; at < edges; at += 1) start[edgeTo.at(at) + 1] = (start[edgeTo.at(at) + 1] ?? 0) + 1;
  for (let id = 0; id < size; id += 1) start[id + 1] = (start[id + 1] ?? 0) + (start[id] ?? 0);
  const sources = new Uint32Array(edges);
  const next = start.slice();
  for (let at = 0; at < edges; at += 1) {
    const to = edgeTo.at(at);
    sources[next[to] ?? 0] = edgeFrom.at(at);
    next[to] = (next[to] ?? 0) + 1;
  }
  const reached = new Uint8Array(size);
  const todo = [...over];
  for (const id of over) reached[id] = 1;
  for (let to = todo.pop(); to !== undefined; to = todo.pop()) {
    for (let at = start[to] ?? 0; at < (start[to + 1] ?? 0); at += 1) {
      const source = sources[at] ?? 0;
      if (reached[source] === 1) continue;
      reached[source] = 1;
      todo.push(source);
    }
  }
  const stuck = reached.indexOf(0);
  return stuck === -1 ? null : stuck;
}

/** Equal worlds have equal keys; the bound is the same for all. */
function keyOf({ attempts, refunds, approvals, watching, echo, choosing, elsewhereMinor }: World): string {
  let key = choosing ? "c" : "";
  if (elsewhereMinor > 0) key += "e";
  if (watching) key += watching.attempt + watching.kind + watching.saw;
  key += "|";
  if (echo) key += echo.attempt + echo.saw;
  for (const attempt of attempts) key += `|${attemptId(attempt)}`;
  for (const refund of refunds) key += `;${refundId(refund)}`;
  for (const { is, kind, amountMinor, attempt } of approvals) key += `!${is}${kind}${amountMinor}${attempt}`;
  return key;
}

const known = { attempts: new WeakMap<ModelAttempt, string>(), refunds: new WeakMap<ModelRefund, string>() };
const short = new Map<string, string>();

function shortOf(words: string): string {
  const before = short.get(words);
  if (before !== undefined) return before;
  const name = short.size.toString(36);
  short.set(words, name);
  return name;
}

function attemptId(attempt: ModelAttempt): string {
  const before = known.attempts.get(attempt);
  if (before !== undefined) return before;
  const { state, posting, expiring, looking, strayPosts, strayExpire, watchedAtMs, charges, posts } = attempt;
  let key = `${state ? spell(state) : ""},${posting},${expiring},${strayPosts},${strayExpire},${posts},${watchedAtMs},`;
  if (looking) key += looking.kind + looking.saw;
  if (looking?.kind === "list") key += looking.from + looking.late;
  for (const charge of charges) key += `,${charge}`;
  if (attempt.postedUnsaved) key += "u";
  if (attempt.mustEnd) key += "m";
  if (attempt.old) key += "o";
  if (attempt.postedByItself) key += "b";
  if (attempt.alarmed) key += "a";
  const name = shortOf(key);
  known.attempts.set(attempt, name);
  return name;
}

function refundId(at: ModelRefund): string {
  const before = known.refunds.get(at);
  if (before !== undefined) return before;
  const { refund, state, checking, posting, looking, strayPosts, made, posts, postedUnsaved } = at;
  let key = `${spell(refund)},${spell(state)},${posting},${strayPosts},${posts},${postedUnsaved},${made.join("+")},`;
  if (checking) key += spell(checking);
  key += ",";
  if (looking) key += looking.from + spell(looking.saw) + looking.late;
  const name = shortOf(key);
  known.refunds.set(at, name);
  return name;
}
