// A worker of the proof: `node prover.ts ORDER`. Several lanes at once, because a run mostly waits; every line that it prints
// is one of words.ts.
import { runLane } from "./lane.ts";
import { readOrder, type Line } from "./words.ts";

const { seeds, runs } = readOrder(process.argv[2] ?? "");

function say(line: Line): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
await Promise.all(
  seeds.map(async (seed) => {
    const end = await runLane({ seed, runs, heard: () => say({ ran: 1 }) });
    say({ end });
  }),
);
