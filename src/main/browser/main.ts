// The browser host's first step: is this a Node that can carry the till? Only then is the rest loaded, because on an old Node
// better-sqlite3 ends the process without a word.
import { nodeRefusal } from "#main/node-gate.mjs";

const refusal = nodeRefusal(process.versions.node);
if (refusal === null) {
  const { runProgram } = await import("./entry.ts");
  process.exit(await runProgram(process.argv.slice(2)));
} else {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 1;
}
