// `npm run ledger -- verify FILE`: whether a ledger or a backup is what was written to it, told without the app.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Verified } from "#ledger/verify.ts";
import { theseSurroundings } from "#main/options.ts";

type Verdict = { readonly text: string; readonly isWhole: boolean };

/** @param words what was typed after `verify` · throws with one sentence where there is no ledger to look at */
export async function verify(words: readonly string[]): Promise<Verdict> {
  const { positionals } = parseArgs({ args: [...words], options: {}, allowPositionals: true, strict: true });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Error("One file is looked at at a time.");
  const path = resolve(theseSurroundings().workingFolder, file);
  const { verifyFile } = await import("#ledger/verify.ts");
  const verified = verifyFile(path);
  return { text: tell(path, verified), isWhole: verified.faults.length === 0 };
}

function tell(path: string, verified: Verified): string {
  const { mode, accountId, counts, events, head, faults, newestAtMs, missingSinceMs } = verified;
  const rows = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  return [
    `${path}: ${mode} ledger of ${accountId ?? "no account yet"}`,
    `${events} events, ${rows.join(", ")}`,
    `newest event ${newestAtMs === null ? "none" : when(newestAtMs)}, hash ${head}`,
    ...(missingSinceMs === null
      ? []
      : [`payments since ${when(missingSinceMs)} are missing: it was restored from a backup`]),
    ...faults.map(({ sentence }) => `FAULT ${sentence}`),
    ending(faults),
  ].join("\n");
}

function ending(faults: Verified["faults"]): string {
  if (faults.length === 0) return "The ledger is whole.";
  const seqs = faults.flatMap(({ seq }) => (seq === null ? [] : [seq]));
  const first = seqs.length === 0 ? "no event shows it" : `the first bad event is ${Math.min(...seqs)}`;
  return `The ledger is NOT whole: ${faults.length} faults, ${first}.`;
}

function when(atMs: number): string {
  return new Date(atMs).toISOString();
}
