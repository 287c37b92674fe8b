// `npm run ledger -- show ID`: the story of one payment as plain text, also beside a running till.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { moneyText } from "#contract/money.ts";
import type { Mode } from "#contract/words.ts";
import { modeSchema } from "#contract/words.ts";
import type { Story, StoryStep } from "#ledger/story.ts";
import { nodeVersionRefusal } from "#main/node-version.mjs";
import { defaultDataFolder, theseSurroundings } from "#main/options.ts";

const USAGE = `Usage: npm run ledger -- show ID [--data DIR]
ID is an attempt's id, its first 8 or more characters (a charge's description ends with 8), or a charge's id (chrg_…).`;
const ATTEMPT = /^[0-9a-f]{8}[0-9a-f-]{0,28}$/;
const CHARGE = /^chrg_[0-9a-z_]{1,100}$/;

type Asked = { readonly name: string; readonly dataFolder: string };
type Found = { readonly mode: Mode; readonly story: Story };

/** Throws with one sentence on anything but the one form that there is. */
function parseShow(words: readonly string[]): Asked {
  const { positionals, values } = parseArgs({
    args: [...words],
    options: { data: { type: "string", multiple: true } },
    allowPositionals: true,
    strict: true,
  });
  const [command, word, ...more] = positionals;
  const [folder, ...folders] = values.data ?? [];
  if (command !== "show") throw new Error(`${command === undefined ? "No command" : `Unknown command "${command}"`}.`);
  if (word === undefined || more.length > 0) throw new Error("One payment is shown at a time.");
  // Upper and lower case are one: an id may have been typed from a phone.
  const name = word.toLowerCase();
  if (!ATTEMPT.test(name) && !CHARGE.test(name)) throw new Error(`"${word}" is not the id of an attempt or a charge.`);
  if (folder === "" || folders.length > 0) throw new Error("`--data` takes one folder.");
  const here = theseSurroundings();
  return { name, dataFolder: folder === undefined ? defaultDataFolder(here) : resolve(here.workingFolder, folder) };
}

/** Plain text, times in UTC, amounts with their currency. */
function tell({ sale, record, steps, alarms }: Story, mode: Mode): string {
  const { attempt, state } = record;
  return [
    `Attempt ${attempt.attemptId}: ${state.name} after ${record.step} steps (${mode} ledger)`,
    `Sale    ${sale.saleId}: ${moneyText(sale.money)}, staff ${sale.staff}, begun ${when(sale.beganAtMs)}${referenceText(sale.reference)}`,
    `Charge  ${moneyText(attempt.money)} by ${attempt.method}${attempt.codeLastFour === null ? "" : `, code ending ${attempt.codeLastFour}`}`,
    "",
    ...steps.flatMap(tellStep),
    ...alarms.map(
      (alarm) =>
        `Alarm ${alarm.kind} at ${when(alarm.atMs)}, ${alarm.settled === null ? "not settled yet" : alarm.settled.how}`,
    ),
  ].join("\n");
}

function tellStep({ seq, step, kind, facts, state, intent, atMs }: StoryStep): readonly string[] {
  const { name, ...known } = state;
  return [
    `${String(step).padStart(3)}. ${when(atMs)}  ${kind} -> ${name}   (event ${seq})`,
    `       event  ${JSON.stringify(facts)}`,
    `       state  ${JSON.stringify(known)}`,
    `       next   ${intent}`,
  ];
}

function when(atMs: number): string {
  return new Date(atMs).toISOString();
}

function referenceText(reference: string | null): string {
  return reference === null ? "" : `, reference ${reference}`;
}

async function show(words: readonly string[]): Promise<string> {
  const misfit = nodeVersionRefusal(process.versions.node);
  if (misfit !== undefined) throw new Error(misfit);
  const { name, dataFolder } = parseShow(words);
  // Only now: on a Node that is too old, loading SQLite would end the process without a word.
  const [{ ledgerPath }, { openLedgerForReading }] = await Promise.all([
    import("#ledger/open.ts"),
    import("#ledger/reading.ts"),
  ]);
  const ledgers = modeSchema.options
    .map((mode) => ({ mode, path: ledgerPath(dataFolder, mode) }))
    .filter(({ path }) => existsSync(path))
    .map(({ mode, path }) => ({ mode, ledger: openLedgerForReading(path) }));
  try {
    const found = ledgers.flatMap(({ mode, ledger }) =>
      ledger.find(name).flatMap((attemptId) => {
        const story = ledger.story(attemptId);
        return story === null ? [] : [{ mode, story }];
      }),
    );
    const { mode, story } = theOne(found, name, dataFolder);
    return tell(story, mode);
  } finally {
    for (const { ledger } of ledgers) ledger.close();
  }
}

/** Throws with one sentence unless exactly one attempt was found. */
function theOne(found: readonly Found[], name: string, dataFolder: string): Found {
  const [one, ...others] = found;
  if (one === undefined) {
    const what = name.startsWith("chrg_") ? "a charge" : "an attempt";
    throw new Error(`No ledger in ${dataFolder} has ${what} ${name}.`);
  }
  if (others.length === 0) return one;
  const ids = found.map(({ story }) => story.record.attempt.attemptId).join(", ");
  throw new Error(`"${name}" fits more than one attempt, name one of them: ${ids}.`);
}

try {
  process.stdout.write(`${await show(process.argv.slice(2))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exitCode = 1;
}
