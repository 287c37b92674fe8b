// `npm start`: is this a Node that can carry the till? Plain JavaScript up to here, so that an old Node can say so.
import { nodeVersionRefusal } from "#main/node-version.mjs";

const refusal = nodeVersionRefusal(process.versions.node);
if (refusal === undefined) {
  const { start } = await import("./start.ts");
  process.exitCode = await start(process.argv.slice(2));
} else {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 1;
}
