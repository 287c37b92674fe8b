// `npm run ledger -- show ID`: the story of one payment as plain text, also beside a running till.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { moneyText } from "#contract/money.ts";
import type { Mode } from "#contract/words.ts";
import { modeSchema } from "#contract/words.ts";
import type { RefundStory, Story, StoryStep } from "#ledger/story.ts";
import { defaultDataFolder, theseSurroundings } from "#main/options.ts";
import type { AlarmRecord, ApprovalRecord } from "#till/ports.ts";

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
  const [word, ...more] = positionals;
  const [folder, ...folders] = values.data ?? [];
  if (word === undefined || more.length > 0) throw new Error("One payment is shown at a time.");
  // Upper and lower case are one: an id may have been typed from a phone.
  const name = word.toLowerCase();
  if (!ATTEMPT.test(name) && !CHARGE.test(name)) throw new Error(`"${word}" is not the id of an attempt or a charge.`);
  if (folder === "" || folders.length > 0) throw new Error("`--data` takes one folder.");
  const here = theseSurroundings();
  return { name, dataFolder: folder === undefined ? defaultDataFolder(here) : resolve(here.workingFolder, folder) };
}

/** Plain text, times in UTC, amounts with their currency. */
function tell({ sale, record, steps, alarms, refunds, approvals }: Story, mode: Mode): string {
  const { attempt, state } = record;
  return [
    `Attempt ${attempt.attemptId}: ${state.name} after ${record.step} steps (${mode} ledger)`,
    `Sale    ${sale.saleId}: ${moneyText(sale.money)}, staff ${sale.staff}, begun ${when(sale.beganAtMs)}${referenceText(sale.reference)}`,
    `Charge  ${moneyText(attempt.money)} by ${attempt.method}${attempt.codeLastFour === null ? "" : `, code ending ${attempt.codeLastFour}`}`,
    "",
    ...steps.flatMap(tellStep),
    ...refunds.flatMap(tellRefund),
    ...approvals.map(tellApproval),
    ...alarms.map(tellAlarm),
  ].join("\n");
}

function tellStep({
  seq,
  step,
  kind,
  facts,
  state,
  intent,
  atMs,
}: StoryStep<{ readonly name: string }>): readonly string[] {
  const { name, ...known } = state;
  return [
    `${String(step).padStart(3)}. ${when(atMs)}  ${kind} -> ${name}   (event ${seq})`,
    `       event  ${JSON.stringify(facts)}`,
    `       state  ${JSON.stringify(known)}`,
    `       next   ${intent}`,
  ];
}

function tellRefund({ record: { refund, state, step }, steps }: RefundStory): readonly string[] {
  const { refundId, kind, money, chargeId, staff, approver } = refund;
  return [
    "",
    `Refund  ${refundId}: ${state.name} after ${step} steps`,
    `        ${kind} of ${moneyText(money)} of ${chargeId}, asked by staff ${staff}, approved by staff ${approver}`,
    ...steps.flatMap(tellStep),
    "",
  ];
}

function tellApproval({ action, approver, asker, subject, money, atMs }: ApprovalRecord): string {
  const amount = money === null ? "" : `, ${moneyText(money)}`;
  return `Approval ${action} of ${subject}${amount} at ${when(atMs)}: asked by staff ${asker}, given by staff ${approver}`;
}

function tellAlarm({ kind, atMs, settled }: AlarmRecord): string {
  const end =
    settled === null ? "not settled yet" : `${settled.how} by staff ${settled.staff} at ${when(settled.atMs)}`;
  return `Alarm ${kind} at ${when(atMs)}, ${end}`;
}

function when(atMs: number): string {
  return new Date(atMs).toISOString();
}

function referenceText(reference: string | null): string {
  return reference === null ? "" : `, reference ${reference}`;
}

/** @param words what was typed after `show` · @returns what to print; throws with one sentence */
export async function show(words: readonly string[]): Promise<string> {
  const { name, dataFolder } = parseShow(words);
  // Only now: what was typed is judged without loading SQLite.
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
