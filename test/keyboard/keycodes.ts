// Places of keys -> keycodes of an X server: the Linux input codes and 8. Source: linux/input-event-codes.h, and the W3C's
// table "UI Events KeyboardEvent code Values".

function row(first: number, codes: string): readonly (readonly [string, number])[] {
  return codes.split(" ").map((code, index) => [code, first + index] as const);
}

function letters(first: number, names: string): readonly (readonly [string, number])[] {
  return names.split("").map((letter, index) => [`Key${letter}`, first + index] as const);
}

export const KEYCODES: ReadonlyMap<string, number> = new Map([
  ...row(10, "Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal Backspace Tab"),
  ...letters(24, "QWERTYUIOP"),
  ...row(34, "BracketLeft BracketRight Enter ControlLeft"),
  ...letters(38, "ASDFGHJKL"),
  ...row(47, "Semicolon Quote Backquote ShiftLeft Backslash"),
  ...letters(52, "ZXCVBNM"),
  ...row(59, "Comma Period Slash ShiftRight NumpadMultiply AltLeft Space CapsLock"),
  ...row(67, "F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 NumLock"),
  ...row(
    79,
    "Numpad7 Numpad8 Numpad9 NumpadSubtract Numpad4 Numpad5 Numpad6 NumpadAdd Numpad1 Numpad2 Numpad3 Numpad0",
  ),
  ...row(91, "NumpadDecimal"),
  ...row(94, "IntlBackslash"),
  ...row(104, "NumpadEnter"),
  ...row(106, "NumpadDivide"),
  ["Escape", 9],
]);

/** As xdotool takes it: one figure alone would be the name of a sign. */
export function keycodeOf(code: string): string {
  const keycode = KEYCODES.get(code);
  if (keycode === undefined) throw new Error(`no keycode for ${code}`);
  return String(keycode).padStart(2, "0");
}
