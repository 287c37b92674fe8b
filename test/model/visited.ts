// Every world that was reached, each once, by a short key; from where and by which of its moves it was reached first; and what
// comes by itself, for the way back from the ends. Some millions of worlds have room.
import { keyOf } from "./keys.ts";
import type { World } from "./world.ts";

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
