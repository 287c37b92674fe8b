// `npm run ledger -- show <attempt> --data DIR`: the story of one attempt as plain text, also beside a running till.
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { moneyText } from "#contract/money.ts";
import type { Mode } from "#contract/words.ts";
import { modeSchema } from "#contract/words.ts";
import type { Story, StoryStep } from "#ledger/reading.ts";
import { nodeVersionRefusal } from "#main/node-version.mjs";

const USAGE = "Usage: npm run ledger -- show <attempt> --data DIR";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Asked = { readonly attemptId: string; readonly dataFolder: string };

/** Throws with one sentence on anything but the one form that there is. */
function parseShow(words: readonly string[]): Asked {
  const { positionals, values } = parseArgs({
    args: [...words],
    options: { data: { type: "string", multiple: true } },
    allowPositionals: true,
    strict: true,
  });
  const [command, attemptId, ...more] = positionals;
  const [dataFolder, ...folders] = values.data ?? [];
  if (command !== "show") throw new Error(`${command === undefined ? "No command" : `Unknown command "${command}"`}.`);
  if (attemptId === undefined || more.length > 0) throw new Error("One attempt is shown at a time.");
  if (!UUID.test(attemptId)) throw new Error(`"${attemptId}" is not the id of an attempt.`);
  if (dataFolder === undefined || dataFolder === "" || folders.length > 0)
    throw new Error("One data folder is needed.");
  return { attemptId, dataFolder };
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
    ...alarms.map((alarm) => `Alarm ${alarm.kind} at ${when(alarm.atMs)}, ${alarm.seen ? "seen" : "not seen yet"}`),
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
  const { attemptId, dataFolder } = parseShow(words);
  // Only now: on a Node that is too old, loading SQLite would end the process without a word.
  const [{ ledgerPath }, { openLedgerForReading }] = await Promise.all([
    import("#ledger/open.ts"),
    import("#ledger/reading.ts"),
  ]);
  for (const mode of modeSchema.options) {
    const path = ledgerPath(dataFolder, mode);
    if (!existsSync(path)) continue;
    const ledger = openLedgerForReading(path);
    try {
      const story = ledger.story(attemptId);
      if (story !== null) return tell(story, mode);
    } finally {
      ledger.close();
    }
  }
  throw new Error(`No ledger in ${dataFolder} has an attempt ${attemptId}.`);
}

try {
  process.stdout.write(`${await show(process.argv.slice(2))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exitCode = 1;
}
