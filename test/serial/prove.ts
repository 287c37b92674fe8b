// `npm run test:serial`: a scanner on a real line, in every trouble, in full. Its last line is the count; it fails when a code was
// lost or invented, when a planted mistake was not found, or when there was less than it promises. `-- --seed N` plays one again.
import { parseArgs } from "node:util";
import { PACKAGES } from "#test/support/needs.ts";
import { lineOf, missedPlants, prove, SCENARIOS } from "./proof.ts";
import type { Scenario } from "./scenario.ts";
import { isClean, sum, type Tally } from "./tally.ts";

/** What `npm run test:serial` promises. */
const LEAST = { scenarios: 10, plants: 13, codes: 7000, atLineSpeed: 1000 };
/** They wait more than they work. */
const AT_ONCE = 3;

type Proved = { readonly tally: Tally; readonly plants: number };

async function proveOne(scenario: Scenario, seed: number): Promise<Proved> {
  const missed = await missedPlants(scenario, seed);
  const rounds = scenario.rounds.full;
  const tally = await prove(scenario, rounds, seed);
  console.log(lineOf(scenario, rounds, tally));
  for (const sentence of tally.wrong) console.log(`WRONG ${scenario.name}: ${sentence}`);
  const wrong = missed === 0 ? tally.wrong : [...tally.wrong, `${missed} planted mistakes were not found`];
  if (missed > 0) console.log(`WRONG ${scenario.name}: ${wrong.at(-1)}`);
  return { tally: { ...tally, wrong }, plants: scenario.plants.length - missed };
}

async function proveAll(seed: number): Promise<void> {
  const startedMs = Date.now();
  const proved: Proved[] = [];
  const queue = [...SCENARIOS];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) proved.push(await proveOne(next, seed));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const total = sum(proved.map(({ tally }) => tally));
  const plants = proved.reduce((count, one) => count + one.plants, 0);
  const atLineSpeed = SCENARIOS[0]?.rounds.full ?? 0;
  const isEnough =
    proved.length >= LEAST.scenarios &&
    plants >= LEAST.plants &&
    total.sent >= LEAST.codes &&
    atLineSpeed >= LEAST.atLineSpeed;
  if (!isEnough) console.log(`less than is promised: ${JSON.stringify(LEAST)}`);
  if (!isEnough || !isClean(total)) process.exitCode = 1;
  const seconds = Math.round((Date.now() - startedMs) / 1000);
  console.log(
    [
      `test:serial: ${proved.length} scenarios, ${total.sent} codes sent (${atLineSpeed} at line speed)`,
      `${total.lost} lost, ${total.invented} invented, ${total.wrong.length} wrong, ${total.stalled} left out since the machine stood still`,
      `${plants} planted mistakes found, seed ${seed}, ${seconds} s`,
    ].join(", "),
  );
}

const { values } = parseArgs({ options: { seed: { type: "string" } } });
try {
  await proveAll(Number(values.seed ?? Date.now() % 1_000_000_000));
} catch (error) {
  const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
  if (!isMissing) throw error;
  console.error(`test:serial needs the program socat (Debian package ${PACKAGES.socat})`);
  process.exitCode = 1;
}
