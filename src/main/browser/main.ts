// The browser host's first step: is this a Node that can carry the till? Only then is the rest loaded, because on an old Node
// better-sqlite3 ends the process without a word.
import { nodeVersionRefusal } from "#main/node-version.mjs";

const refusal = nodeVersionRefusal(process.versions.node);
if (refusal === undefined) {
  const { runProgram } = await import("./entry.ts");
  process.exit(await runProgram(process.argv.slice(2)));
} else {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 1;
}
