// What was wrong and how much was done, and the one line at the end. Below its least count a phase has stopped proving anything.
import { isDeepStrictEqual } from "node:util";

const LEAST = {
  vectors: 12,
  joined: 100,
  burst: 300,
  halves: 10,
  replugs: 60,
  sales: 5,
  planted: 3,
} as const;
type Counted = keyof typeof LEAST;

export type Tally = {
  count(what: Counted, by?: number): void;
  /** @returns whether they are the same */
  same(name: string, actual: unknown, expected: unknown): boolean;
  wrong(sentence: string): void;
  readonly wrongs: readonly string[];
  /** The line that says it all. What is too few is wrong, and printed. */
  close(facts: string): string;
};

export function createTally(print: (line: string) => void = console.log): Tally {
  const counts: Record<Counted, number> = {
    vectors: 0,
    joined: 0,
    burst: 0,
    halves: 0,
    replugs: 0,
    sales: 0,
    planted: 0,
  };
  const wrongs: string[] = [];
  const wrong = (sentence: string): void => {
    wrongs.push(sentence);
    print(`WRONG ${sentence}`);
  };
  return {
    count: (what, by = 1) => void (counts[what] += by),
    same(name, actual, expected) {
      const isSame = isDeepStrictEqual(actual, expected);
      if (!isSame) wrong(`${name}: ${short(actual)} instead of ${short(expected)}`);
      return isSame;
    },
    wrong,
    wrongs,
    close(facts) {
      for (const [what, least] of Object.entries(LEAST) as [Counted, number][])
        if (counts[what] < least) wrong(`${what}: only ${counts[what]}, at least ${least} are wanted`);
      const done = `${counts.vectors} vectors, ${counts.joined} joined, ${counts.burst} in bursts, ${counts.halves} half scans, ${counts.replugs} re-plugs, ${counts.sales} sales`;
      return `test:hid: ${done}, ${facts}, ${counts.planted} planted bugs caught, ${wrongs.length} wrong`;
    },
  };
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
