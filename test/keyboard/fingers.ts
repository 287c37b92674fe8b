// How hands type: calmly, fast, rolling from key to key, drumming with two hands on the keypad, holding a key, correcting.
import type { Chance } from "./chance.ts";
import { press, pressCharacter, sold, typedReference, type Course } from "./course.ts";

type Span = readonly [least: number, most: number];
/** How many keys are rolled together, how far apart, and the pause between such rolls. */
type Rhythm = { readonly together: Span; readonly withinMs: Span; readonly pauseMs: Span };

/** The quickest is five keys drummed 8 to 45 ms apart. */
const STYLES = {
  calm: { together: [1, 1], withinMs: [0, 0], pauseMs: [120, 380] },
  fast: { together: [1, 1], withinMs: [0, 0], pauseMs: [56, 130] },
  rolling: { together: [1, 3], withinMs: [3, 30], pauseMs: [75, 210] },
  drumming: { together: [2, 5], withinMs: [8, 45], pauseMs: [85, 240] },
} as const satisfies Readonly<Record<string, Rhythm>>;
export type Style = keyof typeof STYLES;

export type Hand = {
  readonly chance: Chance;
  readonly course: Course;
  readonly style: Style;
  /** Makes no slips. */
  readonly sure: boolean;
  left: number;
};

export function createHand(course: Course, chance: Chance, styles: readonly Style[]): Hand {
  return { chance, course, style: chance.pick(styles), sure: styles.length < Object.keys(STYLES).length, left: 0 };
}

function beforeKey(hand: Hand): void {
  const { chance, course } = hand;
  const { together, withinMs, pauseMs }: Rhythm = STYLES[hand.style];
  if (hand.left > 0) {
    course.nowMs += chance.from(...withinMs);
    hand.left -= 1;
  } else {
    course.nowMs += chance.from(...pauseMs);
    hand.left = chance.from(...together) - 1;
  }
}

/** A key that is no character; the hand has moved. */
function control(hand: Hand, code: string): void {
  const { course, chance } = hand;
  hand.left = 0;
  course.nowMs = Math.max(course.nowMs + chance.from(hand.style === "calm" ? 60 : 20, 300), course.freeMs);
  press(course, { code, by: "finger" });
}

/** Digits and a point of the amount. */
export function typeAmount(hand: Hand, text: string): void {
  const keypad = hand.chance.yes(0.5);
  for (const character of text) {
    beforeKey(hand);
    pressCharacter(hand.course, character, "finger", keypad);
    hand.course.entry.amount += character;
    if (hand.chance.yes(0.03)) hold(hand);
    if (!hand.sure && hand.chance.yes(0.03)) correct(hand, keypad);
  }
}

/** The last key is held for a while: it repeats, and counts once. */
function hold({ course, chance }: Hand): void {
  const last = course.presses.at(-1);
  if (last === undefined) return;
  course.nowMs += chance.from(250, 660);
  const everyMs = chance.from(25, 40);
  for (let times = chance.from(1, 30); times > 0; times -= 1) {
    press(course, { ...last, atMs: course.nowMs, repeat: true });
    course.nowMs += everyMs;
  }
}

function correct(hand: Hand, keypad: boolean): void {
  hand.left = 0;
  beforeKey(hand);
  if (hand.course.entry.amount.includes(".")) return;
  pressCharacter(hand.course, hand.chance.pick(["1", "5", "9"]), "finger", keypad);
  control(hand, "Backspace");
}

export function typeReference(hand: Hand, text: string): void {
  control(hand, "F2");
  for (const character of text) {
    beforeKey(hand);
    pressCharacter(hand.course, character, "finger");
    typedReference(hand.course, character);
  }
}

export function leaveReference(hand: Hand): void {
  control(hand, hand.chance.pick(["F2", "Enter", "NumpadEnter"]));
}

export function sell(hand: Hand): void {
  control(hand, hand.chance.pick(["Enter", "NumpadEnter"]));
  sold(hand.course);
  control(hand, "Escape");
}
