// Characters -> keys of the US layout, in which scanners type: a table of its own, so that the product's is not proved by itself.

export type Place = { readonly code: string; readonly shift: boolean };

const ROWS = [
  [
    "`1234567890-=",
    "~!@#$%^&*()_+",
    "Backquote Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal",
  ],
  ["[]\\;',./ ", '{}|:"<>? ', "BracketLeft BracketRight Backslash Semicolon Quote Comma Period Slash Space"],
  ["qwertyuiop", "QWERTYUIOP", "KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP"],
  ["asdfghjkl", "ASDFGHJKL", "KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL"],
  ["zxcvbnm", "ZXCVBNM", "KeyZ KeyX KeyC KeyV KeyB KeyN KeyM"],
] as const;

const PLACES: ReadonlyMap<string, Place> = new Map<string, Place>(
  ROWS.flatMap(([plain, shifted, codes]) =>
    codes
      .split(" ")
      .flatMap((code, index) => [
        [shifted.charAt(index), { code, shift: true }] as const,
        [plain.charAt(index), { code, shift: false }] as const,
      ]),
  ),
);

export function placeOf(character: string): Place {
  const place = PLACES.get(character);
  if (place === undefined) throw new Error(`no key for ${character}`);
  return place;
}
