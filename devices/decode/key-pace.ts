// Fingers or scanner: judges a run of characters that came close together. Whatever could be a typed amount or a typed word
// counts as typed; what is a scan is too fast for hands or nothing that hands type.
import { characterOf, digitOf, type KeyStroke } from "./keys.ts";

export type Parted = {
  /** Fingers' keys that came just before, oldest first. */
  readonly lead: readonly KeyStroke[];
  /** What the scanner typed; null when all of it was fingers. */
  readonly text: string | null;
};

/** Fewer characters are fingers: no payment code and no product's barcode is shorter. */
const SHORTEST_SCAN = 6;
/** Mean time between keys -> so many characters come from no hand. The fastest typists reach 60 ms over a word; drumming two
 *  hands or rolling the fingers is faster for four or five keys. */
const TOO_FAST = [
  { meanMs: 35, characters: SHORTEST_SCAN },
  { meanMs: 50, characters: 10 },
] as const;
/** And no pause among them is longer. */
const NO_PAUSE_MS = 50;
/** A scanner at work that stood still once; twice as many keys, as two rolls of the fingers look the same. */
const WITH_STALL = { meanMs: 20, characters: 12 } as const;
/** At any pace: the longest amount has 15 characters, and wallet codes have 16 digits and more. */
const NO_AMOUNT = /\d{16}/;
/** At any pace: nobody types an AIM identifier. */
const NO_WORD = /^\][A-Za-z][0-9A-Za-z]/;
/** At any pace: no field of a page takes so many. */
const LONGEST_TYPED = 40;

/** So many keys, each so soon after the one before, are a scanner at work: a stall of it is waited out. */
const AT_WORK = { keys: 4, gapMs: 20, looksBack: 32 } as const;
const LONGEST_STALL_MS = 150;

/** No field of a page takes more before it. */
const MOST_LEADING = 40;

/** After how much silence the run is over. @param maxGapMs the shop's setting */
export function windowOf(run: readonly KeyStroke[], maxGapMs: number): number {
  return isAtWork(run) ? Math.max(maxGapMs, LONGEST_STALL_MS) : maxGapMs;
}

/** Whether a scan may be on its way, so that a touch of the screen must not tear it apart. */
export function mayBeScanner(run: readonly KeyStroke[]): boolean {
  return run.length > 1 && meanGapMs(run) <= AT_WORK.gapMs;
}

export function part(run: readonly KeyStroke[]): Parted {
  const { lead, burst } = splitLead(run);
  const text = textOf(burst);
  return isScan(burst, text) ? { lead, text } : { lead: run, text: null };
}

function isScan(burst: readonly KeyStroke[], text: string): boolean {
  if (burst.length < SHORTEST_SCAN) return false;
  if (NO_AMOUNT.test(text) || NO_WORD.test(text) || burst.length > LONGEST_TYPED) return true;
  const [longestMs = 0, nextMs = 0, ...others] = gapsOf(burst).toSorted((left, right) => right - left);
  const restMs = others.reduce((sum, gapMs) => sum + gapMs, nextMs);
  if (nextMs > NO_PAUSE_MS) return false;
  if (longestMs > NO_PAUSE_MS)
    return burst.length >= WITH_STALL.characters && restMs <= WITH_STALL.meanMs * (burst.length - 2);
  const meanMs = (restMs + longestMs) / (burst.length - 1);
  return TOO_FAST.some((pace) => meanMs <= pace.meanMs && burst.length >= pace.characters);
}

/** As the US layout has it; but a scanner set to French types its digits with Shift, and nothing else is all such signs. */
function textOf(burst: readonly KeyStroke[]): string {
  const text = burst.map(characterOf).join("");
  return /^[!@#$%^&*()]+$/.test(text) ? burst.map(digitOf).join("") : text;
}

/** A finger's last keys just before a scan stand out: they are far from the next key while all others are very close together,
 *  and were no scanner at work themselves. */
function splitLead(run: readonly KeyStroke[]): { lead: readonly KeyStroke[]; burst: readonly KeyStroke[] } {
  const gaps = gapsOf(run);
  const at = gaps.slice(0, MOST_LEADING).findLastIndex((gapMs, index) => {
    if (gapMs <= 25 || run.length - index - 1 < SHORTEST_SCAN) return false;
    const behind = gaps.slice(index + 1).toSorted((left, right) => left - right);
    return gapMs > 5 * (behind[Math.floor(behind.length / 2)] ?? 0) && !isAtWork(run.slice(0, index + 1));
  });
  return { lead: run.slice(0, at + 1), burst: run.slice(at + 1) };
}

function isAtWork(run: readonly KeyStroke[]): boolean {
  return run.length >= AT_WORK.keys && gapsOf(run.slice(-AT_WORK.looksBack)).every((gapMs) => gapMs <= AT_WORK.gapMs);
}

function gapsOf(run: readonly KeyStroke[]): readonly number[] {
  return run.slice(1).map((stroke, index) => stroke.atMs - (run[index]?.atMs ?? stroke.atMs));
}

function meanGapMs(run: readonly KeyStroke[]): number {
  const first = run[0]?.atMs ?? 0;
  return ((run.at(-1)?.atMs ?? first) - first) / Math.max(1, run.length - 1);
}
