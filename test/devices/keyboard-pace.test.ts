// Where hands end and scanners begin, at every setting of the gap: amounts stay amounts, and codes are found.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KEY_GAP_MS } from "#contract/scanners.ts";
import { createKeyboardDecoder, type KeyStroke } from "#devices/decode/keyboard.ts";
import { end, play, scanned, stroke, strokes, typedOnly, WECHAT } from "./typing.ts";

const GAPS = [KEY_GAP_MS.least, KEY_GAP_MS.usual, 100, KEY_GAP_MS.most] as const;

/** `text` with these pauses before its keys, the first one counting from 0. */
function paced(text: string, pausesMs: readonly number[]): readonly KeyStroke[] {
  let atMs = 0;
  return text.split("").flatMap((character, index) => strokes(character, (atMs += pausesMs[index] ?? 0), 0));
}

describe.each(GAPS)("with a gap of %d ms", (maxGapMs) => {
  const amount = fc.stringMatching(/^[1-9][0-9]{0,7}$/);

  it("an amount typed as fast as hands go is an amount", () => {
    const pauses = fc.array(fc.integer({ min: 51, max: 140 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(amount, pauses, (text, list) => {
        const keys = paced(text, list);
        expect(play([...keys, end(keys, "Enter", 60)], maxGapMs)).toEqual(typedOnly(`${text}<Enter>`));
      }),
    );
  });

  it("two hands that drum up to five keys, then breathe, type", () => {
    const rolls = fc.array(fc.integer({ min: 3, max: 45 }), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(amount, rolls, fc.integer({ min: 2, max: 5 }), (text, list, together) => {
        const keys = paced(
          text,
          list.map((ms, index) => (index % together === 0 ? 160 : ms)),
        );
        expect(play(keys, maxGapMs)).toEqual(typedOnly(text));
      }),
    );
  });

  it("a wallet code is found at every pace up to the gap", () => {
    for (const paceMs of [1, 6, 10, 19, 30, 35, 50, 90, 100, 150].filter((ms) => ms <= maxGapMs)) {
      const keys = strokes(WECHAT, 0, paceMs);
      expect(play([...keys, end(keys, "Enter", paceMs)], maxGapMs)).toEqual(scanned(WECHAT));
    }
  });
});

describe("a slow scanner", () => {
  const EAN = "8850123456789";

  it("is known by ten keys within 50 ms each, and then only by what it typed", () => {
    expect(play(strokes(EAN, 0, 50))).toEqual(scanned(EAN));
    expect(play(strokes(EAN, 0, 60), 100)).toEqual(typedOnly(EAN));
    expect(play(strokes(`]E0${EAN}`, 0, 60), 100)).toEqual(scanned(EAN, "]E0"));
  });

  it("of more characters than any field takes is one at every pace", () => {
    const link = "a".repeat(41);
    expect(play(strokes(link, 0, 90), 100)).toEqual(scanned(link));
    expect(play(strokes(link.slice(1), 0, 90), 100)).toEqual(typedOnly(link.slice(1)));
  });
});

describe("a scanner that stalls", () => {
  it("once, in the middle of a code, is waited for", () => {
    const first = strokes(WECHAT.slice(0, 7), 0, 5);
    const rest = strokes(WECHAT.slice(7), 30 + 140, 5);
    expect(play([...first, ...rest, end(rest, "Enter", 5)])).toEqual(scanned(WECHAT));
  });

  it("is two rolls of the fingers when it typed fewer than twelve keys", () => {
    const first = strokes("1500", 0, 8);
    const rest = strokes("1500", 24 + 94, 8);
    expect(play([...first, ...rest])).toEqual(typedOnly("15001500"));
  });
});

describe("keys before a scan", () => {
  it.each([1, 2, 3])("%d of them rolled 30 ms before it stay keys", (many) => {
    const lead = strokes("777".slice(0, many), 0, 6);
    const code = strokes(WECHAT, (lead.at(-1)?.atMs ?? 0) + 30, 2);
    expect(play([...lead, ...code, end(code, "Enter")])).toEqual(scanned(WECHAT, null, "7".repeat(many)));
  });
});

describe("a scanner set to the French layout", () => {
  it("types its digits with Shift", () => {
    const keys = strokes(WECHAT, 0, 3).flatMap((one) => [
      stroke("ShiftLeft", one.atMs, { shift: true }),
      { ...one, shift: true, atMs: one.atMs + 1 },
    ]);
    expect(play([...keys, end(keys, "Enter")])).toEqual(scanned(WECHAT));
  });

  it("one plain digit among the signs makes it the text of a US scanner", () => {
    const keys = strokes("12345678", 0, 3).map((one, index) => ({ ...one, shift: index !== 3 }));
    expect(play(keys)).toEqual(scanned("!@#4%^&*"));
  });
});

describe("a touch of the screen", () => {
  it("comes after what was typed before it", () => {
    const decoder = createKeyboardDecoder({ maxGapMs: 150 });
    const keys = strokes("15", 0, 80);
    for (const one of keys) decoder.key(one);
    expect(decoder.touched()).toEqual({ typed: keys, scan: null, behind: [], pending: false, waitMs: 0 });
  });

  it("tears no scan apart", () => {
    const decoder = createKeyboardDecoder({ maxGapMs: 50 });
    const code = strokes(WECHAT, 0, 4);
    for (const one of code.slice(0, 5)) decoder.key(one);
    expect(decoder.touched()).toMatchObject({ typed: [], scan: null, pending: true });
    for (const one of code.slice(5)) decoder.key(one);
    expect(decoder.key(end(code, "Enter")).scan).toEqual({ text: WECHAT, aim: null });
  });
});

describe("the setting", () => {
  it("counts from the next key on", () => {
    const decoder = createKeyboardDecoder({ maxGapMs: 50 });
    decoder.setGap(120);
    const code = strokes(WECHAT, 0, 110);
    expect(code.flatMap((one) => decoder.key(one).typed)).toEqual([]);
    expect(decoder.key(end(code, "Enter", 110)).scan).toEqual({ text: WECHAT, aim: null });
  });
});

describe("Enter behind a scan that no suffix has ended", () => {
  it("comes after it, also where the page hears both at once", () => {
    const decoder = createKeyboardDecoder({ maxGapMs: 50 });
    const code = strokes(WECHAT, 0, 4);
    for (const one of code) decoder.key(one);
    const enter = end(code, "Enter", 300);
    expect(decoder.key(enter)).toMatchObject({ typed: [], scan: { text: WECHAT }, behind: [enter] });
  });
});

describe("a page that stood still for some milliseconds", () => {
  it("hears the keys that wait in its queue before it gives a scan up", () => {
    const decoder = createKeyboardDecoder({ maxGapMs: 100 });
    const code = strokes(WECHAT, 0, 65);
    for (const one of code.slice(0, 2)) decoder.key(one);
    expect(decoder.quiet(65 + 103)).toMatchObject({ typed: [], pending: true, waitMs: 1 });
    expect(code.slice(2).flatMap((one) => decoder.key(one).typed)).toEqual([]);
    expect(decoder.key(end(code, "Enter", 65)).scan).toEqual({ text: WECHAT, aim: null });
  });
});

describe("a held key", () => {
  it("does not hold back what another key has typed", () => {
    const decoder = createKeyboardDecoder({ maxGapMs: 50 });
    decoder.key(stroke("Digit5", 1000));
    expect(decoder.key(stroke("Digit5", 1040, { repeat: true }))).toMatchObject({ pending: true, waitMs: 11 });
    expect(decoder.key(stroke("Digit5", 1080, { repeat: true }))).toMatchObject({ pending: true, waitMs: 1 });
  });
});
