// What a mixture should have become and what it has become, compared: sales nobody keyed, scans that are lost, texts that are wrong.
import type { Played } from "./player.ts";
import type { Asked, Mixture } from "./words.ts";

export type Verdict = {
  /** Sales that no finger made. */
  readonly falseSales: number;
  readonly lostScans: number;
  /** Scans that nobody scanned, or not so. */
  readonly falseScans: number;
  /** Sales whose amount or reference is not what fingers typed. */
  readonly wrongTexts: number;
  /** Keys of a scanner that reached the browser, and buttons that were pressed. */
  readonly leaks: number;
};

export const CLEAN: Verdict = { falseSales: 0, lostScans: 0, falseScans: 0, wrongTexts: 0, leaks: 0 };

export function sum(one: Verdict, other: Verdict): Verdict {
  return {
    falseSales: one.falseSales + other.falseSales,
    lostScans: one.lostScans + other.lostScans,
    falseScans: one.falseScans + other.falseScans,
    wrongTexts: one.wrongTexts + other.wrongTexts,
    leaks: one.leaks + other.leaks,
  };
}

export function isClean(verdict: Verdict): boolean {
  return Object.values(verdict).every((many) => many === 0);
}

type Message = { readonly command?: string; readonly input?: unknown };

/** The commands among what a page said; others than these two count as sales that nobody made. */
export function askedOf(said: Played["said"]): readonly (Asked | { readonly other: string })[] {
  return said.flatMap(({ text }): readonly (Asked | { readonly other: string })[] => {
    const { command, input } = JSON.parse(text) as Message;
    if (command === undefined) return [];
    if (command === "scan/typed") return [{ scan: (input as { text: string }).text }];
    if (command !== "sale/begin") return [{ other: command }];
    const { amountMinor, reference } = input as { amountMinor: number; reference: string | null };
    return [{ amountMinor, reference }];
  });
}

export function judge(mixture: Mixture, asked: ReturnType<typeof askedOf>, leaks: number): Verdict {
  const { expected } = mixture;
  const scansWanted = expected.flatMap((one) => ("scan" in one ? [one.scan] : []));
  const scansHeard = asked.flatMap((one) => ("scan" in one ? [one.scan] : []));
  const salesWanted = expected.filter((one) => "amountMinor" in one);
  const salesHeard = asked.filter((one) => !("scan" in one));
  const inOrder = salesWanted.filter((sale, index) => JSON.stringify(sale) === JSON.stringify(salesHeard[index]));
  const verdict = {
    falseSales: Math.max(0, salesHeard.length - salesWanted.length),
    lostScans: scansWanted.length - common(scansWanted, scansHeard),
    falseScans: scansHeard.length - common(scansHeard, scansWanted),
    wrongTexts: salesWanted.length - inOrder.length,
    leaks,
  };
  // All there and in another order is a fault as well.
  const same = JSON.stringify(asked) === JSON.stringify(expected);
  return isClean(verdict) && !same ? { ...verdict, wrongTexts: 1 } : verdict;
}

function common(texts: readonly string[], others: readonly string[]): number {
  const left = [...others];
  return texts.filter((text) => {
    const at = left.indexOf(text);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
}
