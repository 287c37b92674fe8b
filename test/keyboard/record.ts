// Run by hand: presses every key of a keyboard in a real window under each layout and writes down what Chromium tells of it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { KEYCODES, keycodeOf } from "./keycodes.ts";
import { openKeyWindow, type KeyWindow } from "./window.ts";
import { LAYOUTS, LEVELS, type Layout, type Level, type Recording } from "./words.ts";

const SILENT = /^(?:F[0-9]|Shift|Control|Alt|CapsLock|NumLock|Escape)/;
const ESCAPE = keycodeOf("Escape");
const LOCKS = { letters: "66", keypad: "77" } as const;

type Told = { readonly code: string; readonly key: string; readonly keyCode: number };

/** What the page hears of these keys. Escape behind each: a dead key is to change no other. */
async function pressed(window: KeyWindow, codes: readonly string[], level: Level): Promise<readonly Told[]> {
  await window.page.evaluate(() => {
    Object.assign(globalThis, { told: [] });
  });
  const shift = level.endsWith("shift");
  const words = codes.flatMap((code) => {
    const keycode = keycodeOf(code);
    const press = ["keydown", keycode, "keyup", keycode];
    return [...(shift ? ["keydown", "50", ...press, "keyup", "50"] : press), "keydown", ESCAPE, "keyup", ESCAPE];
  });
  await window.keys(words);
  await window.page.waitForFunction(
    (many) => (globalThis as unknown as { told: Told[] }).told.filter(({ code }) => code === "Escape").length === many,
    codes.length,
  );
  const told = await window.page.evaluate(() => (globalThis as unknown as { told: Told[] }).told);
  return told.filter(({ code }) => codes.includes(code));
}

async function record(window: KeyWindow, layout: Layout): Promise<Recording> {
  const codes = [...KEYCODES.keys()].filter((code) => !SILENT.test(code));
  const keypad = codes.filter((code) => code.startsWith("Numpad"));
  const letters = codes.filter((code) => !code.startsWith("Numpad"));
  await window.layout(layout);
  const all = new Map<string, Map<Level, Told>>(codes.map((code) => [code, new Map<Level, Told>()]));
  for (const [part, lock] of [
    [letters, LOCKS.letters],
    [keypad, LOCKS.keypad],
  ] as const) {
    for (const level of LEVELS) {
      const locked = level.startsWith("locked");
      if (locked) await window.keys(["keydown", lock, "keyup", lock]);
      const told = await pressed(window, part, level);
      if (locked) await window.keys(["keydown", lock, "keyup", lock]);
      if (told.length !== part.length) throw new Error(`${layout}: ${part.length} keys pressed, ${told.length} heard`);
      for (const one of told) all.get(one.code)?.set(level, one);
    }
  }
  const written = codes.map((code) => {
    const levels = LEVELS.map((level) => [level, all.get(code)?.get(level)] as const);
    return [
      code,
      {
        keycode: KEYCODES.get(code) ?? 0,
        key: Object.fromEntries(levels.map(([level, one]) => [level, one?.key ?? ""])),
        keyCode: Object.fromEntries(levels.map(([level, one]) => [level, one?.keyCode ?? 0])),
      },
    ];
  });
  return Object.fromEntries(written) as Recording;
}

const window = await openKeyWindow();
try {
  await window.page.evaluate(() => {
    addEventListener("keydown", (event) => {
      const { code, key, keyCode } = event;
      if (!event.repeat) (globalThis as unknown as { told: Told[] }).told.push({ code, key, keyCode });
      event.preventDefault();
    });
  });
  for (const layout of LAYOUTS) {
    const recording = await record(window, layout);
    writeFileSync(join(import.meta.dirname, "recorded", `${layout}.json`), `${JSON.stringify(recording, null, 1)}\n`);
  }
} finally {
  await window.close();
}
