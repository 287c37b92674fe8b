// One lane of the proof: so many runs from one seed, and the first failure shrunk.
import fc from "fast-check";
import { addTo, emptyTally, type Tally } from "./notes.ts";
import type { Plant } from "./life.ts";
import type { DayName } from "./stories.ts";
import { property, type Outcome, type Plan } from "./run.ts";

export type Failure = { readonly seed: number; readonly path: string; readonly report: string };
export type LaneEnd = { readonly tally: Tally; readonly failure: Failure | null };

/** A shrunk case is worth a wait, not every wait. */
const MOST_SHRINKS = 400;

type LaneParts = {
  readonly seed: number;
  readonly runs: number;
  readonly plant?: Plant;
  readonly day?: DayName;
  readonly shrinks?: boolean;
  readonly heard?: (tally: Tally) => void;
};

export async function runLane({
  seed,
  runs,
  plant = {},
  day = "any",
  shrinks = true,
  heard,
}: LaneParts): Promise<LaneEnd> {
  const tally = emptyTally();
  let failedRuns = 0;
  const note = (outcome: Outcome): void => {
    const isShrinking = failedRuns > 0;
    if (isShrinking || outcome.wrong.length > 0) failedRuns += 1;
    if (isShrinking) return;
    addTo(tally, outcome.tally);
    heard?.(outcome.tally);
  };
  const details = await fc.check(property(note, { plant, day, isTired: () => failedRuns > MOST_SHRINKS }), {
    seed,
    numRuns: runs,
    endOnFailure: !shrinks,
  });
  if (!details.failed) return { tally, failure: null };
  const report = await reportOf(details);
  return { tally, failure: { seed: details.seed, path: details.counterexamplePath ?? "", report } };
}

/** Runs one case again, by the seed and the path that a failure has told. @returns the report, or null when it holds now */
export async function replay(seed: number, path: string, plant: Plant = {}): Promise<string | null> {
  const details = await fc.check(
    property(() => undefined, { plant }),
    { seed, path, numRuns: 1, endOnFailure: true },
  );
  return details.failed ? await reportOf(details) : null;
}

/** The case, and every way in which it was wrong. */
async function reportOf(details: fc.RunDetails<[Plan]>): Promise<string> {
  const words = details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance);
  return `${(await fc.asyncDefaultReportMessage(details)) ?? ""}\n${words}`;
}
