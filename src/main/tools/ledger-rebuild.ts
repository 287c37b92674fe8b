// `npm run ledger -- rebuild`: writes again from the API what a restored ledger misses, while the till is closed. Run twice, it
// does no harm; until one run was complete the till takes no sale.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { defaultDataFolder, secretsIn, theseSurroundings } from "#main/options.ts";
import type { RebuildCounts } from "#till/rebuild.ts";

type Told = { readonly text: string; readonly isWhole: boolean };

/** @param words what was typed after `rebuild` · throws with one sentence when it cannot begin */
export async function rebuild(words: readonly string[]): Promise<Told> {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: { data: { type: "string" } },
    allowPositionals: true,
    strict: true,
  });
  if (positionals.length > 0) throw new Error("`rebuild` takes no name: it is told the folder by `--data`.");
  const here = theseSurroundings();
  const dataFolder = values.data === undefined ? defaultDataFolder(here) : resolve(here.workingFolder, values.data);
  const { rebuildLedger } = await import("#main/rebuild.ts");
  const { mode, missingSinceMs, counts } = await rebuildLedger({ dataFolder, ...secretsIn(here.environment) });
  if (missingSinceMs === null) return { text: `The ${mode} ledger misses nothing.`, isWhole: true };
  return tell(missingSinceMs, counts);
}

function tell(missingSinceMs: number, counts: RebuildCounts | null): Told {
  const since = missingSinceMs === 0 ? "its beginning" : new Date(missingSinceMs).toISOString();
  if (!counts) {
    const text = `Omise did not answer for all of the time since ${since}: nothing is lost, run it again.`;
    return { text, isWhole: false };
  }
  const { read, written, broughtOn, refunds, strange } = counts;
  const lines = [
    `Since ${since} Omise has ${read} charges of this account.`,
    `${written} of this till were written again, ${broughtOn} brought up to date, with ${refunds} refunds.`,
    ...strange.map((chargeId) => `Not to be written, look at it by hand: ${chargeId}`),
    "The ledger misses nothing any more.",
  ];
  return { text: lines.join("\n"), isWhole: true };
}
