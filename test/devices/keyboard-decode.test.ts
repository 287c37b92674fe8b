// Scanner or finger: strokes as Chromium stamps them (platform.md, 3b: a scanner 0-19 ms apart, fingers 46 ms and more).
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { characterOf, createKeyboardDecoder } from "#devices/decode/keyboard.ts";
import { end, MAX_GAP_MS, play, scanned, stroke, strokes, typedOnly, WECHAT } from "./typing.ts";
import { V6_KEY_USAGES, V6_TEXT } from "./vectors.ts";

describe("the US table by place of the key", () => {
  it.each([
    ["Digit1", false, "1"],
    ["Digit1", true, "!"],
    ["Digit0", true, ")"],
    ["Numpad7", false, "7"],
    ["Numpad7", true, "7"],
    ["NumpadDecimal", false, "."],
    ["KeyQ", false, "q"],
    ["KeyQ", true, "Q"],
    ["BracketRight", false, "]"],
    ["Slash", true, "?"],
    ["Semicolon", true, ":"],
    ["Quote", true, '"'],
    ["Backquote", true, "~"],
    ["Space", true, " "],
    ["Enter", false, null],
    ["F2", false, null],
    ["Escape", false, null],
  ])("%s with shift %s is %s", (code, shift, character) => {
    expect(characterOf(stroke(code, 0, { shift }))).toBe(character);
  });

  it("a modified key types nothing", () => {
    expect(characterOf(stroke("KeyJ", 0, { modified: true }))).toBeNull();
  });
});

describe("a scanner", () => {
  for (const suffix of ["Enter", "NumpadEnter", "Tab"]) {
    it(`at 1 ms, ended by ${suffix}`, () => {
      const code = strokes(WECHAT, 1000, 1);
      expect(play([...code, end(code, suffix)])).toEqual(scanned(WECHAT));
    });
  }

  it("without a suffix, ended by quiet", () => {
    expect(play(strokes(WECHAT, 1000, 10))).toEqual(scanned(WECHAT));
  });

  it("as slow as the gap allows, and not slower", () => {
    const code = strokes(WECHAT, 0, 50);
    expect(play([...code, end(code, "Enter", 50)])).toEqual(scanned(WECHAT));
    const slow = strokes(WECHAT, 0, 51);
    expect(play([...slow, end(slow, "Enter", 51)])).toEqual(typedOnly(`${WECHAT}<Enter>`));
    expect(play([...slow, end(slow, "Enter", 51)], 100)).toEqual(scanned(WECHAT));
  });

  it("on the keypad, on any layout and with Num Lock off", () => {
    expect(play(WECHAT.split("").map((digit, index) => stroke(`Numpad${digit}`, index * 2)))).toEqual(scanned(WECHAT));
  });

  it("with letters in both cases", () => {
    expect(play(strokes("abCD12ef", 0, 3))).toEqual(scanned("abCD12ef"));
  });

  it("with an AIM identifier, which is no part of the code", () => {
    expect(play(strokes(`]C1${WECHAT}`, 0, 2))).toEqual(scanned(WECHAT, "]C1"));
  });

  it("answering a menu code is ignored, and types nothing", () => {
    expect(play(strokes("]Z6REVINF", 0, 2))).toEqual(typedOnly(""));
  });

  it("two scans one after the other", () => {
    const first = strokes(WECHAT, 0, 1);
    const second = strokes("289431869362714645", 400, 1);
    const outcome = play([...first, end(first, "Enter"), ...second, end(second, "Enter")]);
    expect(outcome.scans.map((one) => one.text)).toEqual([WECHAT, "289431869362714645"]);
    expect(outcome.typed).toBe("");
  });

  it("ends with Enter and Ctrl+Shift+J (V6): nothing of it reaches the page", () => {
    const code = V6_KEY_USAGES.map((usage, index) => stroke(`Digit${(usage - 0x1d) % 10}`, index));
    const tail = [
      end(code, "Enter"),
      stroke("ControlLeft", 20, { modified: true }),
      stroke("ShiftLeft", 21, { modified: true, shift: true }),
      stroke("KeyJ", 22, { modified: true, shift: true }),
      stroke("Enter", 120),
      stroke("KeyM", 220, { modified: true }),
    ];
    expect(play([...code, ...tail])).toEqual(scanned(V6_TEXT));
  });

  it("modified keys inside a burst are swallowed, later ones are the cashier's", () => {
    const code = strokes(WECHAT, 0, 2);
    const inside = [...code.slice(0, 9), stroke("KeyB", 17, { modified: true }), ...code.slice(9)];
    expect(play(inside)).toEqual(scanned(WECHAT));
    expect(play([...code, end(code, "Enter"), stroke("KeyR", 300, { modified: true })])).toEqual(
      scanned(WECHAT, null, "<KeyR>"),
    );
  });

  it("with a key held down meanwhile: repeats are dropped", () => {
    const code = strokes(WECHAT, 0, 4);
    const repeats = code.flatMap((one) => [one, { ...one, repeat: true, atMs: one.atMs + 1 }]);
    expect(play(repeats)).toEqual(scanned(WECHAT));
  });

  it("with an input method switched on: events without a place are noise", () => {
    const code = strokes(WECHAT, 0, 2).flatMap((one) => [stroke("", one.atMs), one, stroke("Unidentified", one.atMs)]);
    expect(play(code)).toEqual(scanned(WECHAT));
  });

  it("an endless burst is dropped whole", () => {
    expect(play(strokes("1".repeat(5000), 0, 1))).toEqual(typedOnly(""));
  });
});

describe("fingers", () => {
  it("at 90 ms type, however much and with Enter", () => {
    const amount = strokes("123456789012345678", 0, 90);
    expect(play([...amount, end(amount, "Enter", 90)])).toEqual(typedOnly("123456789012345678<Enter>"));
  });

  it("rolling over two keys at once type", () => {
    expect(play([stroke("Digit1", 0), stroke("Digit2", 8), stroke("Digit0", 140), stroke("Enter", 150)])).toEqual(
      typedOnly("120<Enter>"),
    );
  });

  it("Enter alone is there at once, and so are Escape and F keys", () => {
    const decoder = createKeyboardDecoder({ maxGapMs: MAX_GAP_MS });
    for (const [at, code] of ["Enter", "Escape", "F2"].entries()) {
      const one = stroke(code, at * 300);
      expect(decoder.key(one)).toEqual({ typed: [], scan: null, behind: [one], pending: false, waitMs: 0 });
    }
  });

  it("a lone key is held for the gap and then released", () => {
    const decoder = createKeyboardDecoder({ maxGapMs: MAX_GAP_MS });
    const one = stroke("Digit5", 1000);
    const held = { typed: [], scan: null, behind: [], pending: true };
    expect(decoder.key(one)).toEqual({ ...held, waitMs: 51 });
    expect(decoder.quiet(1020)).toEqual({ ...held, waitMs: 31 });
    // Once more, for keys that wait behind the timer.
    expect(decoder.quiet(1051)).toEqual({ ...held, waitMs: 1 });
    expect(decoder.quiet(1052)).toEqual({ ...held, typed: [one], pending: false, waitMs: 0 });
  });

  it("a held key counts once", () => {
    const held = [250, 290, 330, 370].map((atMs) => stroke("Digit5", atMs, { repeat: true }));
    expect(play([stroke("Digit5", 0), ...held])).toEqual(typedOnly("5"));
  });

  it("a digit followed by a scan stays a digit, also when it comes 30 ms before", () => {
    for (const gapMs of [30, 60, 500]) {
      const code = strokes(WECHAT, gapMs, 1);
      expect(play([stroke("Digit7", 0), ...code, end(code, "Enter")])).toEqual(scanned(WECHAT, null, "7"));
    }
  });

  it("never become a scan at 51 ms and more, and lose no key", () => {
    const gaps = fc.array(fc.integer({ min: 51, max: 900 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(gaps, (list) => {
        let atMs = 0;
        const all = list.map((gapMs, index) => stroke(`Digit${index % 10}`, (atMs += gapMs)));
        expect(play(all)).toEqual(typedOnly(all.map((one) => one.code.slice(5)).join("")));
      }),
    );
  });
});

describe("a page that was busy", () => {
  it("asks once more before it gives a scan up: its other keys wait in the queue", () => {
    const decoder = createKeyboardDecoder({ maxGapMs: MAX_GAP_MS });
    const code = strokes(WECHAT, 0, 2);
    for (const one of code.slice(0, 4)) decoder.key(one);
    expect(decoder.quiet(180)).toEqual({ typed: [], scan: null, behind: [], pending: true, waitMs: 1 });
    const rest = code.slice(4).map((one) => decoder.key(one));
    expect(rest.flatMap((one) => one.typed)).toEqual([]);
    expect(decoder.key(end(code, "Enter")).scan).toEqual({ text: WECHAT, aim: null });
  });
});

describe("whatever is pressed", () => {
  const codes = fc.constantFrom(
    "Digit1",
    "KeyA",
    "Enter",
    "Tab",
    "Escape",
    "ShiftLeft",
    "",
    "F5",
    "BracketRight",
    "Numpad0",
  );
  const anything = fc.record({
    code: codes,
    shift: fc.boolean(),
    modified: fc.boolean(),
    repeat: fc.boolean(),
    atMs: fc.integer({ min: 0, max: 3000 }),
  });

  it("never throws, and always comes to rest", () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 60 }), (all) => {
        expect(play(all.toSorted((left, right) => left.atMs - right.atMs)).pending).toBe(false);
      }),
    );
  });
});
