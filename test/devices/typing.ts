// Plays key strokes to the keyboard decoder, as a scanner or fingers would send them.
import { characterOf, createKeyboardDecoder, type KeyStroke, type KeyVerdict } from "#devices/decode/keyboard.ts";

export const MAX_GAP_MS = 50;
export const WECHAT = "134567890123456789";

export function stroke(code: string, atMs: number, more: Partial<KeyStroke> = {}): KeyStroke {
  return { code, shift: false, modified: false, repeat: false, atMs, ...more };
}

/** The strokes that type `text` on a US layout, each upper-case letter with its own Shift key first, as scanners send it. */
export function strokes(text: string, fromMs: number, gapMs: number): KeyStroke[] {
  const made: KeyStroke[] = [];
  let atMs = fromMs;
  for (const character of text) {
    if (/[A-Z]/.test(character)) {
      made.push(stroke("ShiftLeft", atMs, { shift: true }), stroke(`Key${character}`, atMs + 1, { shift: true }));
    } else if (/[0-9]/.test(character)) made.push(stroke(`Digit${character}`, atMs));
    else made.push(stroke(character === "]" ? "BracketRight" : `Key${character.toUpperCase()}`, atMs));
    atMs += gapMs;
  }
  return made;
}

export type Outcome = { typed: string; scans: readonly { text: string; aim: string | null }[]; pending: boolean };

/** Plays strokes and then silence; typed keys come back as their characters or codes. */
export function play(all: readonly KeyStroke[], maxGapMs = MAX_GAP_MS): Outcome {
  const decoder = createKeyboardDecoder({ maxGapMs });
  const verdicts: KeyVerdict[] = all.map((one) => decoder.key(one));
  let nowMs = all.at(-1)?.atMs ?? 0;
  for (let turn = 0; turn < 5 && verdicts.at(-1)?.pending === true; turn += 1) {
    nowMs += verdicts.at(-1)?.waitMs ?? 0;
    verdicts.push(decoder.quiet(nowMs));
  }
  const typed = verdicts
    .flatMap((one) => [...one.typed, ...one.behind])
    .map((one) => characterOf(one) ?? `<${one.code}>`);
  const scans = verdicts.flatMap((one) => (one.scan === null ? [] : [one.scan]));
  return { typed: typed.join(""), scans, pending: verdicts.at(-1)?.pending ?? false };
}

export const scanned = (text: string, aim: string | null = null, typed = ""): Outcome => ({
  typed,
  scans: [{ text, aim }],
  pending: false,
});
export const typedOnly = (typed: string): Outcome => ({ typed, scans: [], pending: false });
export const end = (before: readonly KeyStroke[], code: string, gapMs = 1): KeyStroke =>
  stroke(code, (before.at(-1)?.atMs ?? 0) + gapMs);
