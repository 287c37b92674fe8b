// `npm run prove:crash`: kills the till at every distinct point of every flow, and its files at sampled places. The last line
// is the count. `-- FLOW POINT` proves one case again.
import { prove, type Case, type Verdict } from "./case.ts";
import { FLOWS, flowOf, isFlowName, type FlowName } from "./flows.ts";
import { DAMAGES, isKept, takeSamples, tear } from "./torn.ts";

/** Below this something has stopped being counted. */
const FEWEST_POINTS = 600;
/** Two points that come at the same time may come in one order or the other: the case is then begun anew. */
const TRIES = 4;
/** Lives wait more than they work. */
const AT_ONCE = 4;
const CLOCK = { fromMs: 40, stepMs: 20, count: 50 };
const TEARS = 100;

const names = Object.keys(FLOWS) as FlowName[];

type Tally = { kills: number; missed: number; readonly wrong: string[] };

async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** A point whose kill never comes is no proof: it is wrong. */
async function proveKilled(each: Case, tally: Tally): Promise<void> {
  let verdict: Verdict | null = null;
  for (let tried = 0; tried < TRIES && !verdict?.killed; tried += 1) {
    verdict = await prove(each);
    note(each, verdict.wrong, tally);
  }
  if (verdict?.killed) tally.kills += 1;
  else {
    tally.missed += 1;
    note(each, [`its point did not come again in ${TRIES} tries`], tally);
  }
}

function note(each: Case, wrong: readonly string[], tally: Tally): void {
  for (const sentence of wrong) {
    tally.wrong.push(sentence);
    console.log(`WRONG ${nameOf(each)}\n  ${sentence}`);
  }
}

function nameOf({ flow, killAt, killAfterMs }: Case): string {
  return `"${flow}" "${killAt ?? (killAfterMs === undefined ? "not killed" : `after ${killAfterMs} ms`)}"`;
}

/** The same in every flow, so it is killed in one of them. */
function isOfEveryStart(point: string): boolean {
  return /^(?:GET \/(?:account|capability) \[none\]|account #1)/.test(point);
}

/** Every point of every flow, each once: what a flow begins with as another one does is killed there. Each flow is performed
 *  twice: a point that comes in one of them only is one more look at something, made because the clock said so. */
async function findCases(tally: Tally): Promise<readonly Case[]> {
  const points = new Map<FlowName, readonly string[]>();
  await inTurns([...names, ...names], async (flow) => {
    const whole: Case = { flow, killAt: null };
    const verdict = await prove(whole);
    note(whole, verdict.wrong, tally);
    const before = points.get(flow);
    points.set(flow, before?.filter((point) => verdict.points.includes(point)) ?? verdict.points);
  });
  return names.flatMap((flow) => {
    const { beginsAs, first } = flowOf(flow);
    const others = beginsAs !== undefined && isFlowName(beginsAs) ? (points.get(beginsAs) ?? []) : [];
    const known = new Set(first === undefined ? others : []);
    const own = (points.get(flow) ?? []).filter(
      (point) => !known.has(point) && (flow === names[0] || !isOfEveryStart(point)),
    );
    console.log(`${flow}: ${own.length} points`);
    return own.map((killAt) => ({ flow, killAt }));
  });
}

async function proveByClock(tally: Tally): Promise<number> {
  const cases: readonly Case[] = Array.from({ length: CLOCK.count }, (_none, at) => ({
    flow: at % 2 === 0 ? "alipay paid" : "paid, a part sent back",
    killAt: null,
    killAfterMs: CLOCK.fromMs + at * CLOCK.stepMs,
  }));
  let kills = 0;
  await inTurns(cases, async (each) => {
    const { killed, wrong } = await prove(each);
    note(each, wrong, tally);
    if (killed) kills += 1;
  });
  return kills;
}

/** @returns how many files were torn */
async function proveTorn(tally: Tally): Promise<number> {
  const samples = await takeSamples();
  for (const damage of DAMAGES) {
    const found = new Map<string, number>();
    for (let at = 0; at < TEARS; at += 1) {
      const { outcome, why } = tear(samples, damage, (at + 0.37) / TEARS);
      found.set(outcome, (found.get(outcome) ?? 0) + 1);
      if (isKept(outcome)) continue;
      tally.wrong.push(`${damage} at sample ${at}: ${outcome}, ${why}`);
      console.log(`WRONG ${damage} at sample ${at}: ${outcome}, ${why}`);
    }
    console.log(`${damage}: ${[...found].map(([outcome, count]) => `${count} ${outcome}`).join(", ")}`);
  }
  samples.remove();
  return DAMAGES.length * TEARS;
}

async function proveAll(tally: Tally): Promise<void> {
  const startedMs = Date.now();
  const seconds = (): number => Math.round((Date.now() - startedMs) / 1000);
  const cases = await findCases(tally);
  let proved = 0;
  await inTurns(cases, async (each) => {
    await proveKilled(each, tally);
    proved += 1;
    if (proved % 50 === 0) console.log(`${proved} of ${cases.length} points, ${seconds()} s`);
  });
  const clockKills = await proveByClock(tally);
  const torn = await proveTorn(tally);
  if (cases.length < FEWEST_POINTS) tally.wrong.push(`only ${cases.length} points`);
  const { kills, missed, wrong } = tally;
  console.log(
    `prove:crash: ${names.length} flows, ${cases.length} points, ${kills} killed there and ${missed} not reached again, ${clockKills} killed by the clock, ${torn} torn files, ${wrong.length} wrong, ${seconds()} s`,
  );
}

async function main([flow, killAt]: readonly (string | undefined)[]): Promise<void> {
  const tally: Tally = { kills: 0, missed: 0, wrong: [] };
  if (flow === undefined) await proveAll(tally);
  else if (isFlowName(flow)) await proveKilled({ flow, killAt: killAt ?? null }, tally);
  else throw new Error(`there is no flow "${flow}": there are ${names.join("; ")}`);
  if (tally.wrong.length > 0) process.exitCode = 1;
}

// An end from outside leaves no till and no folder behind.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
await main(process.argv.slice(2));
