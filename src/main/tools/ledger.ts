// `npm run ledger`: the ledger's tools by their names, each with what was typed after it.
import { nodeVersionRefusal } from "#main/node-version.mjs";

const USAGE = `Usage: npm run ledger -- show ID [--data DIR]
       npm run ledger -- verify FILE
       npm run ledger -- rebuild [--data DIR]
ID is an attempt's id, its first 8 or more characters (a charge's description ends with 8), or a charge's id (chrg_…).
FILE is a ledger or a backup; it is only read.
rebuild writes again from Omise what a restored ledger misses, with the till's own keys, while the till is closed.`;

type Told = { readonly text: string; readonly isWhole: boolean };

// Loaded when asked for: on a Node that is too old, loading SQLite would end the process without a word.
const COMMANDS: Readonly<Record<string, (words: readonly string[]) => Promise<Told>>> = {
  async show(words) {
    const { show } = await import("#main/tools/ledger-show.ts");
    return { text: await show(words), isWhole: true };
  },
  async verify(words) {
    const { verify } = await import("#main/tools/ledger-verify.ts");
    return await verify(words);
  },
  async rebuild(words) {
    const { rebuild } = await import("#main/tools/ledger-rebuild.ts");
    return await rebuild(words);
  },
};

async function run([name, ...words]: readonly string[]): Promise<Told> {
  const misfit = nodeVersionRefusal(process.versions.node);
  if (misfit !== undefined) throw new Error(misfit);
  const command = name === undefined ? undefined : COMMANDS[name];
  if (command === undefined) throw new Error(`${name === undefined ? "No command" : `Unknown command "${name}"`}.`);
  return await command(words);
}

try {
  const { text, isWhole } = await run(process.argv.slice(2));
  process.stdout.write(`${text}\n`);
  if (!isWhole) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exitCode = 1;
}
