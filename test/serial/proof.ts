// All scenarios: first each must find its planted tills wrong, then the product must be right in every one.
import { frames, glued, lineSpeed, split, suffixless } from "./codes.ts";
import type { Scenario } from "./scenario.ts";
import { isClean, type Tally } from "./tally.ts";
import { product } from "./tills.ts";
import { anotherName, noise, twoOpeners, unplugged, zebra } from "./troubles.ts";

export const SCENARIOS: readonly Scenario[] = [
  lineSpeed,
  split,
  glued,
  suffixless,
  frames,
  noise,
  unplugged,
  twoOpeners,
  anotherName,
  zebra,
];

const PATIENCE_MS = 8000;
/** A planted till may let one wait for nothing. */
const LITTLE_PATIENCE_MS = 1500;

/** @returns the number of planted tills that the scenario took for right: each makes it worthless */
export async function missedPlants({ plants, rounds, run }: Scenario, seed: number): Promise<number> {
  const how = { rounds: rounds.planted, seed, patienceMs: LITTLE_PATIENCE_MS };
  const tallies = await Promise.all(plants.map(async (openTill) => await run({ ...how, openTill })));
  return tallies.filter(isClean).length;
}

export async function prove({ run }: Scenario, rounds: number, seed: number): Promise<Tally> {
  return await run({ openTill: product, rounds, seed, patienceMs: PATIENCE_MS });
}

export function lineOf({ name, of }: Scenario, rounds: number, tally: Tally): string {
  const { sent, lost, invented, wrong, stalled } = tally;
  const still = stalled === 0 ? "" : `, the scanner stood still in ${stalled}`;
  return `${name}: ${rounds} ${of}, ${sent} codes sent, ${lost} lost, ${invented} invented, ${wrong.length} wrong${still}`;
}
