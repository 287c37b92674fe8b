// A worker of the proof: `node prover.ts ORDER`. Several lanes at once, because a run mostly waits; every line that it prints
// is one of words.ts.
import { runLane } from "./lane.ts";
import { readOrder, type Line } from "./words.ts";

const { seeds, runs } = readOrder(process.argv[2] ?? "");

function say(line: Line): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

// Every lane has a place in memory that goes with the process.
process.setMaxListeners(0);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
await Promise.all(
  seeds.map(async (seed) => {
    const { failure } = await runLane({ seed, runs, heard: (ran) => say({ ran }) });
    say({ failure });
  }),
);
