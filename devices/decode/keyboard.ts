// Tells a keyboard-mode scanner from fingers by the pace of the keys, before anything is drawn. It promises that no key of
// a scan ever counts as typed, and that nothing typed at the speed of a hand ever becomes a scan.
import { mayBeScanner, part, windowOf } from "./key-pace.ts";
import { characterOf, isSilent, isSuffix, type KeyStroke } from "./keys.ts";
import { readText, type ScannedText } from "./text.ts";

export { characterOf, type KeyStroke } from "./keys.ts";

export type KeyVerdict = {
  /** Typed by fingers, oldest first: apply these now. What is neither here nor in `behind` is to be ignored. */
  readonly typed: readonly KeyStroke[];
  readonly scan: ScannedText | null;
  /** Typed by fingers behind that scan. */
  readonly behind: readonly KeyStroke[];
  /** Keys are held back: call `quiet` after `waitMs`, unless another key comes first. */
  readonly pending: boolean;
  readonly waitMs: number;
};

export type KeyboardDecoder = {
  key(stroke: KeyStroke): KeyVerdict;
  /** Nothing came for a while. @param nowMs on the clock of `KeyStroke.atMs` (`performance.now()`) */
  quiet(nowMs: number): KeyVerdict;
  /** The screen was touched: what fingers have typed before counts first. A scan on its way is left alone. */
  touched(): KeyVerdict;
  /** Another setting of the shop, from the next key on. */
  setGap(maxGapMs: number): void;
};

/** A suffix may be several keys (Enter, Ctrl+Shift+J, Tab); for so long after a scan only characters count. */
const AFTER_SCAN_MS = 200;
/** More is a stuck key or an attack; the rest is dropped, and the text is then too long to be a scan. */
const LONGEST_RUN = 2048;
/** Asked in vain so often, the two clocks do not agree: better late keys than none. */
const MOST_ASKED = 5;

type Settled = Pick<KeyVerdict, "typed" | "scan" | "behind">;
const nothing: Settled = { typed: [], scan: null, behind: [] };

type Held = {
  maxGapMs: number;
  run: KeyStroke[];
  lastAtMs: number;
  scanEndedAtMs: number;
  askedAgain: boolean;
  asked: number;
};

/** @param maxGapMs keys further apart than this do not belong together: 50 suits wired scanners, slow radio ones need 100 */
export function createKeyboardDecoder({ maxGapMs }: { readonly maxGapMs: number }): KeyboardDecoder {
  const held: Held = { maxGapMs, run: [], lastAtMs: -Infinity, scanEndedAtMs: -Infinity, asked: 0, askedAgain: false };
  return {
    key(stroke) {
      // Of a held key only the first counts; what waits does not wait longer for it.
      if (stroke.repeat) return verdict(held, nothing, stroke.atMs - held.lastAtMs);
      const tooFar = stroke.atMs - held.lastAtMs > windowOf(held.run, held.maxGapMs);
      const before = held.run.length > 0 && tooFar ? settle(held) : nothing;
      held.lastAtMs = stroke.atMs;
      held.asked = 0;
      held.askedAgain = false;
      if (isSilent(stroke)) return verdict(held, before);
      if (characterOf(stroke) === null) return verdict(held, control(held, stroke, before));
      if (held.run.length < LONGEST_RUN) held.run.push(stroke);
      return verdict(held, before);
    },
    quiet: (nowMs) => quiet(held, nowMs),
    touched: () => verdict(held, mayBeScanner(held.run) ? nothing : settle(held)),
    setGap(nextMs) {
      held.maxGapMs = nextMs;
    },
  };
}

/** @param sinceMs how long the last key was ago */
function verdict({ run, maxGapMs }: Held, settled: Settled, sinceMs = 0): KeyVerdict {
  const pending = run.length > 0;
  const longestMs = windowOf(run, maxGapMs) + 1;
  const leftMs = sinceMs > 0 ? Math.max(1, longestMs - sinceMs) : longestMs;
  return { ...settled, pending, waitMs: pending ? leftMs : 0 };
}

function quiet(held: Held, nowMs: number): KeyVerdict {
  const windowMs = windowOf(held.run, held.maxGapMs);
  const sinceMs = nowMs - held.lastAtMs;
  held.asked += 1;
  if (sinceMs <= windowMs && held.asked < MOST_ASKED) return verdict(held, nothing, Math.floor(sinceMs));
  // Where the page stood still, keys that were pressed in time wait behind this timer: they come first.
  if (!held.askedAgain) {
    held.askedAgain = true;
    return verdict(held, nothing, windowMs);
  }
  return verdict(held, settle(held));
}

/** Decides about the keys held back. */
function settle(held: Held): Settled {
  const { run } = held;
  held.run = [];
  const { lead, text } = part(run);
  if (text === null) return { ...nothing, typed: lead };
  held.scanEndedAtMs = held.lastAtMs;
  const read = readText(text);
  return { ...nothing, typed: lead, scan: typeof read === "string" ? null : read };
}

/** A key that is no character: it ends a scan, is noise in or behind one, or was pressed by a finger. */
function control(held: Held, stroke: KeyStroke, before: Settled): Settled {
  const inRun = held.run.length > 0;
  if (stroke.modified && inRun) return before;
  const settled = inRun ? settle(held) : before;
  const behindScan = stroke.atMs - held.scanEndedAtMs <= AFTER_SCAN_MS;
  if (behindScan && isSuffix(stroke)) held.scanEndedAtMs = stroke.atMs;
  return behindScan ? settled : { ...settled, behind: [stroke] };
}
