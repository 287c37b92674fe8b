// One mixture of typing and scanning from one seed: sales keyed in whichever way, scans before, between and behind their keys.
import { KEY_GAP_MS } from "#contract/scanners.ts";
import { createChance, type Chance } from "./chance.ts";
import { createCourse, type Course } from "./course.ts";
import { createHand, leaveReference, sell, typeAmount, typeReference, type Hand, type Style } from "./fingers.ts";
import { scan } from "./scanner.ts";
import type { Mixture } from "./words.ts";

type Kind = {
  /** Short, without stand-stills, and at paces that the clock of a real window keeps. */
  readonly real: boolean;
};

const STYLES: readonly Style[] = ["calm", "fast", "rolling", "drumming"];
const REAL_STYLES: readonly Style[] = ["fast", "rolling"];
const GAPS = [KEY_GAP_MS.usual, KEY_GAP_MS.usual, KEY_GAP_MS.usual, KEY_GAP_MS.least, 100, KEY_GAP_MS.most] as const;

export function mixtureOf(seed: number, { real }: Kind): Mixture {
  const chance = createChance(seed);
  const course = createCourse();
  const gapMs = real ? KEY_GAP_MS.usual : chance.pick(GAPS);
  const locked = chance.yes(0.25);
  for (let sales = real ? 1 : chance.from(1, 3); sales > 0; sales -= 1) {
    const hand = createHand(course, chance, real ? REAL_STYLES : STYLES);
    sale(hand, { gapMs, calm: real }, real);
  }
  return {
    seed,
    gapMs,
    locked,
    presses: course.presses.toSorted((left, right) => left.atMs - right.atMs),
    busy: real ? [] : busyIn(course, chance),
    timersFirst: chance.yes(0.5),
    focused: chance.yes(0.3),
    expected: course.expected,
    scans: course.scans,
  };
}

function sale(hand: Hand, way: Parameters<typeof scan>[2], real: boolean): void {
  const { chance, course } = hand;
  const maybeScan = (share: number): void => {
    if (!chance.yes(share)) return;
    scan(course, chance, way);
    hand.left = 0;
  };
  const whole = String(chance.from(1, 9)) + String(chance.from(0, real ? 999 : 999_999));
  const cut = chance.from(1, whole.length);
  maybeScan(real ? 0.5 : 0.4);
  typeAmount(hand, whole.slice(0, cut));
  // In a real window there is one at the least.
  maybeScan(real ? (course.scans.length === 0 ? 1 : 0.2) : 0.4);
  typeAmount(hand, whole.slice(cut));
  if (chance.yes(0.3)) typeAmount(hand, `.${chance.from(0, 9)}${chance.from(0, 9)}`);
  if (chance.yes(real ? 0.2 : 0.4)) {
    typeReference(hand, chance.pick(["Table 7", "12/34 b", "room 1204", "A-17", "0812345678", "x"]));
    maybeScan(0.2);
    leaveReference(hand);
  }
  if (!real) maybeScan(0.2);
  sell(hand);
}

/** Stretches in which the page stands still. */
function busyIn({ nowMs }: Course, chance: Chance): Mixture["busy"] {
  const spans: { fromMs: number; toMs: number }[] = [];
  let atMs = 0;
  while (chance.yes(0.5) && atMs < nowMs) {
    const fromMs = atMs + chance.from(0, Math.max(1, nowMs - atMs));
    atMs = fromMs + chance.from(60, 500);
    spans.push({ fromMs, toMs: atMs });
  }
  return spans;
}
