// Tells a keyboard-mode scanner from fingers by the pace of the keys, before anything is drawn. It promises that no key of
// a scan ever counts as typed, and that nothing typed at the speed of a hand ever becomes a scan.
import { characterOf, isSilent, isSuffix, type KeyStroke } from "./keys.ts";
import { readText, type ScannedText } from "./text.ts";

export { characterOf, type KeyStroke } from "./keys.ts";

export type KeyVerdict = {
  /** Typed by fingers, oldest first: apply these now. Everything else is to be ignored. */
  readonly typed: readonly KeyStroke[];
  readonly scan: ScannedText | null;
  /** Keys are held back: call `quiet` after `waitMs`, unless another key comes first. */
  readonly pending: boolean;
  readonly waitMs: number;
};

export type KeyboardDecoder = {
  key(stroke: KeyStroke): KeyVerdict;
  /** Nothing came for a while. @param nowMs on the clock of `KeyStroke.atMs` (`performance.now()`) */
  quiet(nowMs: number): KeyVerdict;
};

/** Fewer characters are fingers: nobody types six within the gap, and no payment code is shorter. */
const SHORTEST_SCAN = 6;
/** A suffix may be several keys (Enter, Ctrl+Shift+J, Tab); for so long after a scan only characters count. */
const AFTER_SCAN_MS = 200;
/** A timer so much too late means that the page was busy and keys may wait in its queue. */
const LATE_MS = 20;
/** More is a stuck key or an attack; the rest is dropped, and the text is then too long to be a scan. */
const LONGEST_RUN = 2048;

type Settled = { readonly typed: readonly KeyStroke[]; readonly scan: ScannedText | null };
const nothing: Settled = { typed: [], scan: null };

type Held = { run: KeyStroke[]; lastAtMs: number; scanEndedAtMs: number; askedAgain: boolean };

/** @param maxGapMs keys further apart than this do not belong together: 50 suits wired scanners, slow radio ones need 100 */
export function createKeyboardDecoder({ maxGapMs }: { readonly maxGapMs: number }): KeyboardDecoder {
  const held: Held = { run: [], lastAtMs: -Infinity, scanEndedAtMs: -Infinity, askedAgain: false };

  function verdict({ typed, scan }: Settled, waitMs = maxGapMs + 1): KeyVerdict {
    const pending = held.run.length > 0;
    return { typed, scan, pending, waitMs: pending ? waitMs : 0 };
  }

  return {
    key(stroke) {
      if (stroke.repeat) return verdict(nothing);
      const tooFar = stroke.atMs - held.lastAtMs > maxGapMs;
      const before = held.run.length > 0 && tooFar ? settle(held) : nothing;
      held.lastAtMs = stroke.atMs;
      held.askedAgain = false;
      if (isSilent(stroke)) return verdict(before);
      if (characterOf(stroke) === null) return verdict(control(held, stroke, before));
      if (held.run.length < LONGEST_RUN) held.run.push(stroke);
      return verdict(before);
    },
    quiet(nowMs) {
      const overMs = nowMs - held.lastAtMs - maxGapMs;
      if (overMs <= 0) return verdict(nothing, Math.ceil(-overMs) + 1);
      if (overMs > LATE_MS && !held.askedAgain) {
        held.askedAgain = true;
        return verdict(nothing, 1);
      }
      return verdict(settle(held));
    },
  };
}

/** Decides about the keys held back. */
function settle(held: Held): Settled {
  const { run } = held;
  held.run = [];
  const { lead, burst } = splitLead(run);
  if (burst.length < SHORTEST_SCAN) return { typed: run, scan: null };
  held.scanEndedAtMs = held.lastAtMs;
  const read = readText(burst.map(characterOf).join(""));
  return { typed: lead, scan: typeof read === "string" ? null : read };
}

/** A key that is no character: it ends a scan, is noise in or behind one, or was pressed by a finger. */
function control(held: Held, stroke: KeyStroke, before: Settled): Settled {
  const inRun = held.run.length > 0;
  if (stroke.modified && inRun) return before;
  const settled = inRun ? settle(held) : before;
  const behindScan = stroke.atMs - held.scanEndedAtMs <= AFTER_SCAN_MS;
  if (behindScan && isSuffix(stroke)) held.scanEndedAtMs = stroke.atMs;
  return behindScan ? settled : { ...settled, typed: [...settled.typed, stroke] };
}

/** A finger's last key just before a scan stands out: far from the next key while all others are very close together. */
function splitLead(run: readonly KeyStroke[]): { lead: readonly KeyStroke[]; burst: readonly KeyStroke[] } {
  const gaps = run.slice(1).map((stroke, index) => stroke.atMs - (run[index]?.atMs ?? stroke.atMs));
  const others = gaps.slice(1).sort((left, right) => left - right);
  const usual = others[Math.floor(others.length / 2)];
  const first = gaps[0];
  const standsOut = usual !== undefined && first !== undefined && first > 25 && first > usual * 5;
  if (!standsOut || run.length <= SHORTEST_SCAN) return { lead: [], burst: run };
  return { lead: run.slice(0, 1), burst: run.slice(1) };
}
