// `npm run prove:faults`: seeded runs of real tills behind a line and a bank that fail at random. Its last line is the count; it
// fails when anything was wrong, or when there were fewer runs than it promises.
// Stopped early it tells what it has counted, and fails. `-- --seed N` begins from a seed of yours; `-- --seed N --path P` runs
// one failed case again.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { replay, type Failure } from "./lane.ts";
import { addTo, emptyTally, type Tally } from "./notes.ts";
import { readLine, type Order } from "./words.ts";

/** What `npm run prove:faults` promises. */
const LEAST_RUNS = 10_000;
const WORKERS = 2;
const LANES = 9;
const TOLD_EVERY = 100;
const PROVER = fileURLToPath(new URL("prover.ts", import.meta.url));
/** What the pretend bank says of a request that was cut on its way. */
const EXPECTED_WORDS = /^pretend bank: Error: aborted$/;

type Sum = { readonly tally: Tally; readonly failures: Failure[]; readonly seed: number; readonly startedMs: number };

async function work(order: Order, sum: Sum): Promise<void> {
  const child = spawn(process.execPath, [PROVER, JSON.stringify(order)], { stdio: ["ignore", "pipe", "pipe"] });
  const stop = (): void => void child.kill();
  process.once("exit", stop);
  createInterface({ input: child.stderr }).on("line", (text) => {
    if (!EXPECTED_WORDS.test(text)) console.error(text);
  });
  createInterface({ input: child.stdout }).on("line", (text) => {
    const line = readLine(text);
    if ("ran" in line) {
      addTo(sum.tally, line.ran);
      if (sum.tally.runs % TOLD_EVERY === 0) console.log(`${sum.tally.runs} runs`);
    } else if (line.failure) tellFailure(line.failure, sum);
  });
  await once(child, "close");
  process.off("exit", stop);
  if (child.exitCode !== 0) process.exitCode = 1;
}

function tellFailure(failure: Failure, sum: Sum): void {
  sum.failures.push(failure);
  console.log(`${failure.report}\nagain: node test/faults/prove.ts --seed ${failure.seed} --path ${failure.path}`);
}

async function proveAll(seed: number, runs: number): Promise<void> {
  const sum: Sum = { tally: emptyTally(), failures: [], seed, startedMs: Date.now() };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      tellSum(sum);
      process.exit(1);
    });
  }
  const perLane = Math.ceil(runs / (WORKERS * LANES));
  const orders = Array.from({ length: WORKERS }, (_none, worker) => ({
    seeds: Array.from({ length: LANES }, (_nothing, lane) => seed + worker * LANES + lane),
    runs: perLane,
  }));
  await Promise.all(orders.map((order) => work(order, sum)));
  tellSum(sum);
}

function tellSum(sum: Sum): void {
  const { tally, failures } = sum;
  if (tally.runs < LEAST_RUNS) console.log(`only ${tally.runs} runs; ${LEAST_RUNS} are promised`);
  if (failures.length > 0 || tally.runs < LEAST_RUNS) process.exitCode = 1;
  const kinds = Object.entries(tally.faults).toSorted(([one], [other]) => one.localeCompare(other));
  console.log(kinds.map(([kind, times]) => `${kind} ${times}`).join(", "));
  console.log(lastLine(sum));
}

function lastLine({ tally, failures, seed, startedMs }: Sum): string {
  const seconds = Math.round((Date.now() - startedMs) / 1000);
  const faults = Object.entries(tally.faults).filter(([kind]) => !kind.startsWith("customer "));
  const met = faults.reduce((total, [, times]) => total + times, 0);
  const { runs, commands, attempts, paid, restarts, drops, doubled, lost, unresolved } = tally;
  return [
    `prove:faults: ${runs} runs, ${commands} commands, ${attempts} attempts of which ${paid} were paid`,
    `${met} faults of ${faults.length} kinds, ${restarts} restarts and ${drops} sudden deaths`,
    `double ${doubled}, lost ${lost}, unresolved ${unresolved}, wrong ${failures.length}, seed ${seed}, ${seconds} s`,
  ].join(", ");
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seed: { type: "string" }, path: { type: "string" }, runs: { type: "string" } },
  });
  const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
  if (values.path === undefined) return await proveAll(seed, Number(values.runs ?? LEAST_RUNS));
  const report = await replay(seed, values.path);
  console.log(report ?? "it holds");
  if (report !== null) process.exitCode = 1;
}

await main();
