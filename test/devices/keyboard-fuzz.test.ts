// Whatever strokes come, in whatever order and at whatever time: nothing throws, nothing hangs, no key is doubled or made up, and
// no code has a character that no key has typed.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { characterOf, createKeyboardDecoder, type KeyStroke, type KeyVerdict } from "#devices/decode/keyboard.ts";
import { stroke } from "./typing.ts";

const PLACES = ["Digit", "Numpad"].flatMap((row) => Array.from({ length: 10 }, (_none, digit) => `${row}${digit}`));
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("").map((letter) => `Key${letter}`);
const OTHERS = [
  ..."Space Minus Equal BracketLeft BracketRight Backslash IntlBackslash Semicolon Quote Backquote Comma Period".split(
    " ",
  ),
  ..."Slash NumpadAdd NumpadDecimal NumpadEnter Enter Tab Escape Backspace Delete F2 F5 F12 ArrowLeft Insert".split(
    " ",
  ),
  ..."ShiftLeft ShiftRight ControlLeft AltRight MetaLeft CapsLock NumLock Unidentified IntlRo Lang1 KanaMode".split(
    " ",
  ),
  "",
];

type Act = { readonly key: KeyStroke } | { readonly quietMs: number } | { readonly gapMs: number } | "touch";

/** Codes as they are and codes that no keyboard has; times that run on, stand, jump back, and are no times. */
const code = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...PLACES, ...LETTERS, ...OTHERS) },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
);
const time = fc.oneof(
  { weight: 30, arbitrary: fc.double({ min: 0, max: 400, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -1e9, 1e15, Number.NaN, Infinity, -Infinity) },
);
const key = fc.record({ code, shift: fc.boolean(), modified: fc.boolean(), repeat: fc.boolean(), atMs: time });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 40, arbitrary: key.map((one) => ({ key: one })) },
  { weight: 5, arbitrary: time.map((quietMs) => ({ quietMs })) },
  { weight: 1, arbitrary: fc.integer({ min: 35, max: 150 }).map((gapMs) => ({ gapMs })) },
  { weight: 1, arbitrary: fc.constant("touch" as const) },
);
/** Bursts, so that there are scans to be wrong about. */
const burst = fc
  .tuple(fc.array(fc.tuple(code, fc.boolean()), { minLength: 6, maxLength: 40 }), fc.integer({ min: 0, max: 40 }))
  .map(([keys, paceMs]) =>
    keys.map(([place, shift], index): Act => ({ key: stroke(place, index * paceMs, { shift }) })),
  );
const acts = fc
  .array(
    fc.oneof(
      act.map((one) => [one]),
      burst,
    ),
    { maxLength: 12 },
  )
  .map((all) => all.flat());

/** @param runsOn the times count on from one another, as a page's do */
function run(all: readonly Act[], runsOn: boolean): { readonly pressed: KeyStroke[]; readonly verdicts: KeyVerdict[] } {
  const decoder = createKeyboardDecoder({ maxGapMs: 50 });
  const pressed: KeyStroke[] = [];
  const verdicts: KeyVerdict[] = [];
  let nowMs = 0;
  for (const one of all) {
    if (one === "touch") verdicts.push(decoder.touched());
    else if ("gapMs" in one) decoder.setGap(one.gapMs);
    else if ("quietMs" in one) verdicts.push(decoder.quiet(runsOn ? (nowMs += one.quietMs) : one.quietMs));
    else {
      const pressedNow = runsOn ? { ...one.key, atMs: (nowMs += one.key.atMs) } : one.key;
      pressed.push(pressedNow);
      verdicts.push(decoder.key(pressedNow));
    }
  }
  // As the page does: asked again for as long as keys are held back, by a clock that goes on.
  for (let turn = 0; verdicts.at(-1)?.pending === true && turn < 12; turn += 1) {
    nowMs += verdicts.at(-1)?.waitMs ?? 0;
    verdicts.push(decoder.quiet(nowMs));
  }
  return { pressed, verdicts };
}

/** Both characters of the key, as the layout of the scanner may have turned them round. */
function charactersOf(one: KeyStroke): readonly (string | null)[] {
  return [false, true].map((shift) => characterOf({ ...one, shift, modified: false }));
}

/** Whether `text` can be read off the strokes from left to right, leaving some out. */
function isReadOff(text: string, pressed: readonly KeyStroke[]): boolean {
  let from = 0;
  return text.split("").every((character) => {
    const at = pressed.findIndex((one, index) => index >= from && charactersOf(one).includes(character));
    from = at + 1;
    return at >= 0;
  });
}

describe.each([
  ["times that run on", true],
  ["times of any kind", false],
] as const)("%s", (_words, runsOn) => {
  it("comes to rest, doubles no key, and reads no code that was not typed", () => {
    fc.assert(
      fc.property(acts, (all) => {
        const { pressed, verdicts } = run(all, runsOn);
        expect(verdicts.at(-1)?.pending ?? false).toBe(false);
        for (const { waitMs, pending } of verdicts) {
          expect(waitMs >= 0 && waitMs <= 151).toBe(true);
          expect(waitMs > 0).toBe(pending);
        }
        const typed = verdicts.flatMap((one) => [...one.typed, ...one.behind]);
        expect(new Set(typed).size).toBe(typed.length);
        expect(typed).toEqual(pressed.filter((one) => typed.includes(one)));
        let rest = pressed.filter((one) => !typed.includes(one));
        for (const { text } of verdicts.flatMap((one) => (one.scan === null ? [] : [one.scan]))) {
          expect(text).toMatch(/^[\x20-\x7e]{1,512}$/);
          expect(isReadOff(text, rest)).toBe(true);
          rest = rest.slice(text.length);
        }
      }),
      { numRuns: 1500 },
    );
  });
});
