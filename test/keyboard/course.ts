// A mixture on its way: the keys so far, the time, and what the cashier's page must make of them. The model of the page's entry
// is written here once more, from what the page promises and not from its code.
import type { Asked, Press, Scanned } from "./words.ts";
import { placeOf } from "./places.ts";

export type Course = {
  nowMs: number;
  /** No finger's control key before: what a scanner sends behind a code is swallowed until then. */
  freeMs: number;
  readonly presses: Press[];
  readonly expected: Asked[];
  readonly scans: Scanned[];
  entry: { amount: string; reference: string };
};

export function createCourse(): Course {
  const entry = { amount: "", reference: "" };
  return { nowMs: 0, freeMs: 0, presses: [], expected: [], scans: [], entry };
}

type Made = Partial<Press> & Pick<Press, "code" | "by">;

export function press(course: Course, made: Made): void {
  course.presses.push({ atMs: course.nowMs, shift: false, control: false, repeat: false, ...made });
}

/** One character, by the digits of the keypad where `keypad` is set. A shifted one has its Shift key before it. */
export function pressCharacter(course: Course, character: string, by: Press["by"], keypad = false): void {
  const { code, shift } = placeOf(character);
  if (shift) press(course, { code: "ShiftLeft", shift: true, by });
  press(course, { code: keypad ? keypadOf(character, code) : code, shift, by });
}

function keypadOf(character: string, code: string): string {
  if (character === ".") return "NumpadDecimal";
  return code.replace("Digit", "Numpad");
}

/** A bill scanned behind the first keys of a sale becomes its reference; a wallet's code, a link, or what is too long never. */
export function scanned(course: Course, scan: Omit<Scanned, "toMs">): void {
  const { entry } = course;
  const { text } = scan;
  course.scans.push({ ...scan, toMs: course.nowMs });
  const isBill = text.length <= 40 && !/^\d{16,24}$/.test(text) && !text.includes("://");
  if (isBill && (entry.amount !== "" || entry.reference !== "")) entry.reference = text;
  else course.expected.push({ scan: text });
}

export function typedReference(course: Course, character: string): void {
  course.entry.reference = (course.entry.reference + character).trimStart().slice(0, 40);
}

/** Enter on the amount, and Escape behind it. */
export function sold(course: Course): void {
  const [whole = "0", fraction = ""] = course.entry.amount.split(".");
  const reference = course.entry.reference.trim();
  course.expected.push({
    amountMinor: Number(whole + fraction.padEnd(2, "0")),
    reference: reference === "" ? null : reference,
  });
  course.entry = { amount: "", reference: "" };
}
