// `npm run prove:crash`: kills the till at every distinct point of every flow, and its files at sampled places. The last line
// is the count. `-- FLOW POINT` proves one case again.
import { prove, type Case, type Verdict } from "./case.ts";
import { FLOWS, type FlowName } from "./flows.ts";
import { DAMAGES, isKept, takeSamples, tear } from "./torn.ts";

/** Below this something has stopped being counted. */
const FEWEST_POINTS = 300;
/** A poll that the clock decides may not come again: the case is then begun anew. */
const TRIES = 3;
/** Lives wait more than they work. */
const AT_ONCE = 4;
const CLOCK = { fromMs: 40, stepMs: 20, count: 50 };
const TEARS = 200;

const names = Object.keys(FLOWS) as FlowName[];

function isFlowName(text: string): text is FlowName {
  return Object.hasOwn(FLOWS, text);
}

type Tally = { kills: number; missed: number; readonly wrong: string[] };

async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function proveKilled(each: Case, tally: Tally): Promise<void> {
  let verdict: Verdict | null = null;
  for (let tried = 0; tried < TRIES && !verdict?.killed; tried += 1) {
    verdict = await prove(each);
    note(each, verdict, tally);
  }
  if (verdict?.killed) tally.kills += 1;
  else {
    tally.missed += 1;
    console.log(`not reached again: ${nameOf(each)}`);
  }
}

function note(each: Case, { wrong }: Verdict, tally: Tally): void {
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

async function pointsOf(flow: FlowName, tally: Tally): Promise<readonly Case[]> {
  const whole: Case = { flow, killAt: null };
  const verdict = await prove(whole);
  note(whole, verdict, tally);
  console.log(`${flow}: ${verdict.points.length} points`);
  const own = verdict.points.filter((point) => flow === names[0] || !isOfEveryStart(point));
  return own.map((killAt) => ({ flow, killAt }));
}

async function proveTorn(tally: Tally): Promise<string> {
  const samples = await takeSamples();
  const counts = DAMAGES.map((damage) => {
    const found = new Map<string, number>();
    for (let at = 0; at < TEARS; at += 1) {
      const { outcome, why } = tear(samples, damage, (at + 0.37) / TEARS);
      found.set(outcome, (found.get(outcome) ?? 0) + 1);
      if (!isKept(damage, outcome)) tally.wrong.push(`${damage} at sample ${at}: ${outcome}, ${why}`);
    }
    return `${damage}: ${[...found].map(([outcome, count]) => `${count} ${outcome}`).join(", ")}`;
  });
  return counts.join("; ");
}

async function main([flow, killAt]: readonly (string | undefined)[]): Promise<void> {
  const tally: Tally = { kills: 0, missed: 0, wrong: [] };
  if (flow !== undefined) {
    if (!isFlowName(flow)) throw new Error(`there is no flow "${flow}": there are ${names.join("; ")}`);
    await proveKilled({ flow, killAt: killAt ?? null }, tally);
  } else {
    const startedMs = Date.now();
    const cases: Case[] = [];
    await inTurns(names, async (name) => void cases.push(...(await pointsOf(name, tally))));
    let proved = 0;
    await inTurns(cases, async (each) => {
      await proveKilled(each, tally);
      proved += 1;
      if (proved % 50 === 0) console.log(`${proved} of ${cases.length} points`);
    });
    const byClock = Array.from({ length: CLOCK.count }, (_none, at) => CLOCK.fromMs + at * CLOCK.stepMs);
    let clockKills = 0;
    await inTurns(byClock, async (killAfterMs) => {
      const each: Case = { flow: "alipay paid", killAt: null, killAfterMs };
      const verdict = await prove(each);
      note(each, verdict, tally);
      if (verdict.killed) clockKills += 1;
    });
    const torn = await proveTorn(tally);
    for (const sentence of tally.wrong) console.log(sentence);
    if (cases.length < FEWEST_POINTS || tally.missed > cases.length / 50) process.exitCode = 1;
    const seconds = Math.round((Date.now() - startedMs) / 1000);
    console.log(`torn files, ${TEARS} places each: ${torn}`);
    console.log(
      `prove:crash: ${names.length} flows, ${cases.length} points, ${tally.kills} killed there and ${tally.missed} not reached again, ${clockKills} killed by the clock, ${DAMAGES.length * TEARS} torn files, ${tally.wrong.length} wrong, ${seconds} s`,
    );
  }
  if (tally.wrong.length > 0) process.exitCode = 1;
}

// An end from outside leaves no till and no folder behind.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
await main(process.argv.slice(2));
