// The proof in small, with bugs on purpose first: each is found, told with its seed and path, and found again by them.
// `npm run prove:faults` is the whole.
import { expect, test } from "vitest";
import { replay, runLane } from "./lane.ts";
import { addTo, emptyTally } from "./notes.ts";
import { BUGS, FOUND_WITHIN } from "./plants.ts";

const RUNS = 60;
const LANES = 6;
const SEED = 20_261_120;
const MINUTE_MS = 60_000;

test.each(Object.entries(BUGS))("%s is found", { timeout: 3 * MINUTE_MS }, async (_name, bug) => {
  const { failure } = await runLane({ seed: SEED, runs: FOUND_WITHIN, ...bug, shrinks: false });
  expect(failure).not.toBeNull();
});

test("a failure is told with a seed and a path that show it again", { timeout: MINUTE_MS }, async () => {
  const { plant } = BUGS["a pending charge that is taken for money"];
  const { failure } = await runLane({ seed: SEED, runs: FOUND_WITHIN, plant, shrinks: false });
  const again = await replay(failure?.seed ?? 0, failure?.path ?? "", plant);
  expect(again).toMatch(/successful while|ended as successful/);
  expect(await replay(failure?.seed ?? 0, failure?.path ?? "")).toBeNull();
});

test(`${RUNS} runs: nothing doubled, nothing lost, nothing untrue`, { timeout: 5 * MINUTE_MS }, async () => {
  const sum = emptyTally();
  const lanes = Array.from({ length: LANES }, (_none, lane) => runLane({ seed: SEED + lane, runs: RUNS / LANES }));
  const ends = await Promise.all(lanes);
  for (const { tally } of ends) addTo(sum, tally);
  expect(ends.map(({ failure }) => failure?.report ?? null)).toEqual(ends.map(() => null));
  expect(sum).toMatchObject({ runs: RUNS, doubled: 0, lost: 0, unresolved: 0 });
  expect(sum.attempts).toBeGreaterThan(RUNS);
  expect(sum.restarts).toBeGreaterThan(0);
  expect(sum.drops).toBeGreaterThan(0);
});
