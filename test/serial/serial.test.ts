// The proof of `npm run test:serial` in small: every scenario finds its planted mistakes, and the product right.
import { expect, it } from "vitest";
import { describeWith } from "#test/support/needs.ts";
import { missedPlants, prove, SCENARIOS } from "./proof.ts";
import { judge, judgeFair } from "./tally.ts";

const SEED = 20_261_120;
const timeout = 60_000;

describeWith("a serial scanner in every trouble", ["socat"], () => {
  it.concurrent.for(SCENARIOS)("$name", { timeout }, async (scenario) => {
    const { sent, lost, invented, wrong } = await prove(scenario, scenario.rounds.small, SEED);
    expect({ lost, invented, wrong }).toEqual({ lost: 0, invented: 0, wrong: [] });
    expect(sent).toBeGreaterThanOrEqual(scenario.rounds.small);
  });

  it.concurrent.for(SCENARIOS)("a till with a mistake is found: $name", { timeout }, async (scenario) => {
    expect(scenario.plants.length).toBeGreaterThan(0);
    expect(await missedPlants(scenario, SEED)).toBe(0);
  });
});

it("what is lost and what is invented is counted", () => {
  expect(judge(["1", "2", "3"], ["1", "2", "3"])).toEqual({ sent: 3, lost: 0, invented: 0, wrong: [], stalled: 0 });
  expect(judge(["1", "2", "3"], ["1", "x", "3", "3"])).toEqual({
    sent: 3,
    lost: 1,
    invented: 2,
    wrong: [],
    stalled: 0,
  });
  expect(judge(["1", "2"], ["2", "1"])).toEqual({ sent: 2, lost: 1, invented: 1, wrong: [], stalled: 0 });
  const stalled = new Map([["2", 600]]);
  expect(judgeFair(["1", "2", "3"], ["1", "3"], stalled)).toMatchObject({ sent: 3, lost: 0, invented: 0, stalled: 1 });
  expect(judgeFair(["1", "2", "3"], ["1", "x", "3"], stalled)).toMatchObject({ lost: 0, invented: 1 });
  expect(judgeFair(["1", "2", "3"], ["1", "3"], stalled).wrong).toHaveLength(1);
  expect(judgeFair(["11", "21", "31"], ["11", "1", "31"], new Map([["21", 600]]))).toMatchObject({ invented: 1 });
  expect(judgeFair(["11", "21", "31"], ["11", "1", "31"], new Map([["21", 3000]]))).toMatchObject({ invented: 0 });
});
