// How scanners in keyboard mode type: what they read, how fast, on which keys, with what before and behind it.
import type { Chance } from "./chance.ts";
import { press, scanned, type Course } from "./course.ts";
import { placeOf } from "./places.ts";

const DIGITS = "0123456789";
const SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789";

function some(chance: Chance, many: number, signs = DIGITS): string {
  return Array.from({ length: many }, () => chance.pick(signs.split(""))).join("");
}

/** What is read. Only what no hand types at any pace (see key-pace.ts) may also come slowly. */
const READ = {
  wechat: (chance) => `${chance.from(10, 15)}${some(chance, 16)}`,
  alipay: (chance) => `${chance.from(25, 30)}${some(chance, chance.from(14, 22))}`,
  poster: (chance) => `00020101021229370016A000000677010111${some(chance, 30)}5303764${some(chance, 20, SIGNS)}6304`,
  link: (chance) => `https://pay.example/${some(chance, chance.from(24, 60), SIGNS)}?x=1&y=~2`,
  ean13: (chance) => `885${some(chance, 10)}`,
  ean8: (chance) => some(chance, 8),
  bill: (chance) => `INV-${some(chance, chance.from(4, 9), SIGNS)}`,
} as const satisfies Readonly<Record<string, (chance: Chance) => string>>;
type Kind = keyof typeof READ;
const KINDS = Object.keys(READ) as Kind[];
/** A machine with other work to do does not keep the pace for longer. */
const SHORT: readonly Kind[] = ["wechat", "alipay", "ean13", "ean8", "bill"];
const ALSO_SLOW: ReadonlySet<Kind> = new Set(["wechat", "alipay", "poster", "link"]);

const SUFFIXES = {
  enter: [["Enter", false]],
  keypadEnter: [["NumpadEnter", false]],
  tab: [["Tab", false]],
  /** As the scanner of V6 in scanners.md ends: Enter, then Ctrl+Shift+J. */
  shortcut: [
    ["Enter", false],
    ["KeyJ", true],
  ],
  lineFeed: [
    ["Enter", false],
    ["Enter", false],
  ],
  none: [],
} as const;

type Way = {
  readonly text: string;
  readonly aim: string;
  readonly paceMs: number;
  readonly jitterMs: number;
  /** Before this character the radio stands still once; -1: never. */
  readonly stallAt: number;
  readonly keys: "row" | "keypad" | "french";
  readonly suffix: keyof typeof SUFFIXES;
};

function wayOf(chance: Chance, gapMs: number, calm: boolean): Way {
  const kind = chance.pick(calm ? SHORT : KINDS);
  const text = READ[kind](chance);
  const digits = /^\d+$/.test(text);
  const slow = !calm && ALSO_SLOW.has(kind) && chance.yes(0.25);
  const paceMs = slow ? chance.from(20, gapMs - 8) : chance.pick([1, 2, 3, 6, 10, 12]);
  const jitterMs = slow ? Math.min(8, gapMs - paceMs) : chance.from(0, 5);
  const stalls = !calm && !slow && text.length >= 12 && chance.yes(0.15);
  const keys = digits ? chance.pick(["row", "row", "keypad", "french"] as const) : "row";
  return {
    text,
    aim: keys === "row" && chance.yes(0.2) ? chance.pick(["]C0", "]C1", "]Q1", "]E0", "]d2"]) : "",
    paceMs,
    jitterMs,
    stallAt: stalls ? chance.from(5, text.length - 1) : -1,
    keys,
    suffix: chance.pick(Object.keys(SUFFIXES) as (keyof typeof SUFFIXES)[]),
  };
}

/** @param calm for a real window: its clock adds jitter of its own */
export function scan(course: Course, chance: Chance, { gapMs, calm }: { gapMs: number; calm: boolean }): void {
  const way = wayOf(chance, gapMs, calm);
  comeIn(course, chance, way, gapMs);
  const fromMs = course.nowMs;
  let first = true;
  const wait = (): void => {
    if (!first) course.nowMs += way.paceMs + chance.from(0, way.jitterMs);
    first = false;
  };
  (way.aim + way.text).split("").forEach((character, index) => {
    wait();
    if (way.stallAt >= 0 && index - way.aim.length === way.stallAt) course.nowMs += chance.from(55, 120);
    pressScanned(course, character, way);
  });
  scanned(course, { text: way.text, fromMs, plain: isPlain(way) });
  end(course, chance, way, wait);
  const longestMs = Math.max(gapMs, 150);
  course.freeMs = course.nowMs + 210;
  course.nowMs += way.suffix === "none" ? longestMs + chance.from(30, 300) : chance.from(5, 300);
}

function isPlain({ text, aim, paceMs, stallAt, keys, suffix }: Way): boolean {
  return /^\d+$/.test(text) && aim === "" && paceMs <= 12 && stallAt < 0 && keys === "row" && suffix === "enter";
}

/** Some time after the last key of a hand: at once only where the scanner is so fast that the keys stand out. */
function comeIn(course: Course, chance: Chance, way: Way, gapMs: number): void {
  const fast = way.paceMs + way.jitterMs <= 5 && way.stallAt < 0;
  const before = course.presses.slice(-4);
  const drummed = (course.presses.at(-1)?.atMs ?? 0) - (before[0]?.atMs ?? 0) < 150;
  if (fast && !drummed && chance.yes(0.3)) course.nowMs += chance.from(32, 49);
  else course.nowMs += Math.max(gapMs, 150) + chance.from(15, 600);
}

function pressScanned(course: Course, character: string, { keys }: Way): void {
  const { code, shift } = placeOf(character);
  const shifted = shift || keys === "french";
  if (shifted) press(course, { code: "ShiftLeft", shift: true, by: "scanner" });
  press(course, { code: keys === "keypad" ? code.replace("Digit", "Numpad") : code, shift: shifted, by: "scanner" });
}

function end(course: Course, chance: Chance, way: Way, wait: () => void): void {
  SUFFIXES[way.suffix].forEach(([code, control], index) => {
    wait();
    // Some wait a moment before they end.
    if (index === 0 && way.paceMs <= 12 && chance.yes(0.1)) course.nowMs += chance.from(60, 110);
    if (control) {
      press(course, { code: "ControlLeft", control: true, by: "scanner" });
      press(course, { code: "ShiftLeft", control: true, shift: true, by: "scanner" });
    }
    press(course, { code, control, shift: control, by: "scanner" });
  });
}
