// What every scenario stands on: a cable, a till at one end of it, a scanner at the other, and how long a code is waited for.
import { setTimeout as wait } from "node:timers/promises";
import { openPty, type Pty } from "#test/support/pty.ts";
import { chanceOf, openScannerEnd, type Chance, type ScannerEnd } from "./cable.ts";
import type { Tally } from "./tally.ts";
import type { OpenTill, Till } from "./tills.ts";

export type How = {
  readonly openTill: OpenTill;
  readonly rounds: number;
  readonly seed: number;
  /** What has not come after so long does not come. */
  readonly patienceMs: number;
};

export type Scenario = {
  readonly name: string;
  /** What a round is. */
  readonly of: string;
  /** planted: in so many a planted mistake shows. */
  readonly rounds: { readonly small: number; readonly full: number; readonly planted: number };
  /** Tills that it must find wrong. */
  readonly plants: readonly OpenTill[];
  /** Ends early when something does not come. */
  run(how: How): Promise<Tally>;
};

export type Set = {
  readonly pty: Pty;
  readonly chance: Chance;
  readonly scanner: ScannerEnd;
  readonly open: (place?: Readonly<Record<string, unknown>>) => Promise<Till>;
  readonly until: (holds: () => boolean) => Promise<boolean>;
  /** Waits until so many codes have come, as long as they keep coming, and a moment longer for what must not come.
   *  @returns whether they came */
  readonly settled: (till: Till, count: number) => Promise<boolean>;
};

/** A moment in which a code that nobody sent would show. */
const AFTERWARDS_MS = 30;
const LOOK_MS = 2;

/** Gives a scenario its cable, and takes everything down behind it. */
export async function onCable(how: How, run: (set: Set) => Promise<Tally>): Promise<Tally> {
  const pty = await openPty();
  const scanner = await openScannerEnd(pty);
  const tills: Till[] = [];
  const until: Set["until"] = async (holds) => await inTime(holds, how.patienceMs);
  const open: Set["open"] = async (place = {}) => {
    const till = await how.openTill({ path: pty.tillSide, ...place });
    tills.push(till);
    await until(() => till.words() !== "looking");
    return till;
  };
  const settled: Set["settled"] = async (till, count) => {
    for (let seen = -1; till.texts().length < count && seen !== till.texts().length;) {
      seen = till.texts().length;
      await until(() => till.texts().length > seen);
    }
    await wait(AFTERWARDS_MS);
    return till.texts().length >= count;
  };
  try {
    return await run({ pty, chance: chanceOf(how.seed), scanner, open, until, settled });
  } finally {
    for (const till of tills) await till.close();
    await scanner.close();
    await pty.close();
  }
}

async function inTime(holds: () => boolean, mostMs: number): Promise<boolean> {
  const endMs = performance.now() + mostMs;
  while (!holds()) {
    if (performance.now() > endMs) return false;
    await wait(LOOK_MS);
  }
  return true;
}
