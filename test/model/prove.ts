// `npm run prove:model`: every world of every bound. Its last line is the count; it fails when a promise is broken, when a state
// of an attempt or a refund was never met, or when there were fewer worlds than there are known to be.
import { explore, type Explored } from "./explore.ts";
import { isProved } from "./proved.ts";
import { WORLDS } from "./worlds.ts";

const all: Explored[] = [];
let proved = true;
const wanted = process.argv.slice(2).map(Number);
for (const [index, { words, flow, bound, meets, leastStates }] of WORLDS.entries()) {
  if (wanted.length > 0 && !wanted.includes(index + 1)) continue;
  const explored = await explore({ flow, bound });
  all.push(explored);
  const { states, transitions, depth, broken, defects } = explored;
  console.log(`${index + 1}. ${words}: ${states} states, ${transitions} transitions, depth ${depth}`);
  if (broken)
    console.log([`BROKEN: ${broken.promise}`, ...broken.trace.map((each, at) => `  ${at + 1}. ${each}`)].join("\n"));
  for (const defect of defects) console.log(`known defect, caught by the loop: ${defect}`);
  if (states < leastStates) console.log(`only ${states} states; at least ${leastStates} are known to exist`);
  proved &&= isProved(explored, meets) && states >= leastStates;
}

const sum = (of: (explored: Explored) => number): number => all.reduce((total, each) => total + of(each), 0);
if (!proved) process.exitCode = 1;
const counts = [
  `${all.length} worlds`,
  `${sum((each) => each.states)} states`,
  `${sum((each) => each.transitions)} transitions`,
  `depth ${Math.max(...all.map((each) => each.depth))}`,
];
console.log(`${proved ? "proved" : "NOT PROVED"}: ${counts.join(", ")}`);
