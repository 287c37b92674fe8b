// Which character a key means on the US layout that scanners type in, by `KeyboardEvent.code`: the layout of the till
// (Thai, French) changes `key` and `keyCode`, never `code`.

/** One key going down in a page. */
export type KeyStroke = {
  /** `KeyboardEvent.code`: the place of the key, not its meaning. */
  readonly code: string;
  readonly shift: boolean;
  /** Control, alt or meta was held. */
  readonly modified: boolean;
  readonly repeat: boolean;
  /** `KeyboardEvent.timeStamp`: when it was pressed, not when the page found time for it. */
  readonly atMs: number;
};

const SHIFTED_DIGITS = ")!@#$%^&*(";

/** Code -> plain and shifted character. Source: W3C UI Events KeyboardEvent code Values, US layout. */
const PUNCTUATION: ReadonlyMap<string, readonly [plain: string, shifted: string]> = new Map([
  ["Space", [" ", " "]],
  ["Minus", ["-", "_"]],
  ["Equal", ["=", "+"]],
  ["BracketLeft", ["[", "{"]],
  ["BracketRight", ["]", "}"]],
  ["Backslash", ["\\", "|"]],
  ["IntlBackslash", ["\\", "|"]],
  ["Semicolon", [";", ":"]],
  ["Quote", ["'", '"']],
  ["Backquote", ["`", "~"]],
  ["Comma", [",", "<"]],
  ["Period", [".", ">"]],
  ["Slash", ["/", "?"]],
  ["NumpadAdd", ["+", "+"]],
  ["NumpadSubtract", ["-", "-"]],
  ["NumpadMultiply", ["*", "*"]],
  ["NumpadDivide", ["/", "/"]],
  ["NumpadDecimal", [".", "."]],
  ["NumpadComma", [",", ","]],
  ["NumpadEqual", ["=", "="]],
]);

/** The US-layout character of a stroke; null for keys that type nothing and for modified ones. Num Lock does not matter. */
export function characterOf(stroke: KeyStroke): string | null {
  const { code, shift } = stroke;
  if (stroke.modified) return null;
  const digit = /^(Digit|Numpad)([0-9])$/.exec(code);
  if (digit !== null) return shift && digit[1] === "Digit" ? SHIFTED_DIGITS.charAt(Number(digit[2])) : String(digit[2]);
  if (/^Key[A-Z]$/.test(code)) return shift ? code.charAt(3) : code.charAt(3).toLowerCase();
  const pair = PUNCTUATION.get(code);
  if (pair === undefined) return null;
  return shift ? pair[1] : pair[0];
}

/** The digit on the key, whether or not Shift was held; empty where there is none. */
export function digitOf({ code }: KeyStroke): string {
  return /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1] ?? "";
}

/** Keys that end a scan. */
export function isSuffix(stroke: KeyStroke): boolean {
  return stroke.code === "Enter" || stroke.code === "NumpadEnter" || stroke.code === "Tab";
}

/** Keys that mean nothing alone: modifiers and locks on their way, and what an input method sends without a place. */
export function isSilent(stroke: KeyStroke): boolean {
  return /^$|^Unidentified$|^(Shift|Control|Alt|Meta|OS)(Left|Right)$|^(Caps|Num|Scroll)Lock$|^Fn(Lock)?$/.test(
    stroke.code,
  );
}
