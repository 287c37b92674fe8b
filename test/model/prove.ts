// `npm run prove:model`: every world of every bound, two searches at a time. Its last line is the count; it fails when a promise
// is broken, when a state of an attempt or a refund was never met, or when there were fewer worlds than there are known to be.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Explored } from "./explore.ts";
import { isProved } from "./proved.ts";
import { WORLDS } from "./worlds.ts";

/** Each takes its own core and some hundred megabytes. */
const AT_ONCE = Math.min(2, availableParallelism());

/** Numbers from 1 on; without any, all are gone through. */
const asked = process.argv.slice(2).map(Number);
/** The largest first: then no core waits long for the other at the end. */
const todo = WORLDS.map((world, index) => ({ ...world, index }))
  .filter(({ index }) => asked.length === 0 || asked.includes(index + 1))
  .toSorted((one, other) => other.leastStates - one.leastStates);
const all: Explored[] = [];
let proved = true;

function search(index: number): Promise<Explored> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./search.ts", import.meta.url), { workerData: index });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

async function goThrough(): Promise<void> {
  for (let world = todo.shift(); world; world = todo.shift()) {
    const { index, words, meets, leastStates } = world;
    const explored = await search(index);
    all.push(explored);
    const { states, transitions, depth, broken } = explored;
    const lines = [`${index + 1}. ${words}: ${states} states, ${transitions} transitions, depth ${depth}`];
    if (broken) lines.push(`BROKEN: ${broken.promise}`, ...broken.trace.map((each, nth) => `  ${nth + 1}. ${each}`));
    if (states < leastStates) lines.push(`   only ${states} states; at least ${leastStates} are known to exist`);
    console.log(lines.join("\n"));
    proved &&= isProved(explored, meets) && states >= leastStates;
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, goThrough));

const sum = (of: (explored: Explored) => number): number => all.reduce((total, each) => total + of(each), 0);
if (!proved) process.exitCode = 1;
const counts = [
  `${all.length} worlds`,
  `${sum((each) => each.states)} states`,
  `${sum((each) => each.transitions)} transitions`,
  `depth ${Math.max(...all.map((each) => each.depth))}`,
];
console.log(`${proved ? "proved" : "NOT PROVED"}: ${counts.join(", ")}`);
