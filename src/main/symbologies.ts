// What kind of symbol a scanner says it read, by the letter of its AIM identifier.

/** Letters and names: ISO/IEC 15424, as scanners.md 1.2 and makers' "AIM symbology ID" tables repeat them. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ["A", "Code 39"],
  ["C", "Code 128"],
  ["d", "Data Matrix"],
  ["E", "EAN / UPC"],
  ["e", "GS1 DataBar"],
  ["F", "Codabar"],
  ["G", "Code 93"],
  ["I", "Interleaved 2 of 5"],
  ["L", "PDF417"],
  ["M", "MSI"],
  ["Q", "QR Code"],
  ["U", "MaxiCode"],
  ["z", "Aztec"],
]);

/** Where the modifier changes the name. */
const EXACT: ReadonlyMap<string, string> = new Map([
  ["]C1", "GS1-128"],
  ["]E0", "EAN-13 / UPC-A"],
  ["]E4", "EAN-8"],
]);

/** @param aim `]`, a letter and a modifier, or null. @returns null for what no table names */
export function symbologyOf(aim: string | null): string | null {
  if (aim === null) return null;
  return EXACT.get(aim) ?? NAMES.get(aim.charAt(1)) ?? null;
}
