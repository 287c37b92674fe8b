// `npm run prove:model`: every world of the full bound. Its last line is the count; it fails when a promise is broken, when a
// state of an attempt was never met, or when there were fewer worlds than there are known to be.
import { explore, type Explored, type Exploration } from "./explore.ts";
import { isProved } from "./proved.ts";

/** Fewer worlds than this, and the model has lost something that can happen. */
const LEAST_STATES = 400_000;

const BOUNDS: readonly (Exploration & { readonly words: string })[] = [
  {
    words: "a QR, two attempts",
    flow: "alipayplus_mpm",
    bound: { attempts: 2, crashes: true, doubledReads: false },
  },
  {
    words: "a scanned code, two attempts",
    flow: "wechat_pay_upm",
    bound: { attempts: 2, crashes: true, doubledReads: false },
  },
  {
    words: "a QR, one attempt, doubled answers",
    flow: "alipayplus_mpm",
    bound: { attempts: 1, crashes: true, doubledReads: true },
  },
];

const all: Explored[] = [];
for (const bound of BOUNDS) {
  const explored = await explore(bound);
  all.push(explored);
  const { states, transitions, depth, broken } = explored;
  console.log(`${bound.words}: ${states} states, ${transitions} transitions, depth ${depth}`);
  if (broken)
    console.log([`BROKEN: ${broken.promise}`, ...broken.trace.map((each, at) => `  ${at + 1}. ${each}`)].join("\n"));
}

const sum = (of: (explored: Explored) => number): number => all.reduce((total, each) => total + of(each), 0);
const states = sum((each) => each.states);
const proved = isProved(all) && states >= LEAST_STATES;
if (states < LEAST_STATES) console.log(`only ${states} states; at least ${LEAST_STATES} are known to exist`);
const depth = Math.max(...all.map((each) => each.depth));
if (!proved) process.exitCode = 1;
console.log(
  `${proved ? "proved" : "NOT PROVED"}: ${states} states, ${sum((each) => each.transitions)} transitions, depth ${depth}`,
);
