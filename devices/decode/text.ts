// What every kind of scanner has in common once its characters are together: the suffix goes, the AIM identifier is set
// apart, and what is no scan at all (menu answers, control characters, endless text) is named instead of delivered.

/** As the contract's `Scan` limits it. */
const MAX_SCAN_LENGTH = 512;

export type ScannedText = {
  /** 1 to 512 printable characters. A payment code is a bearer secret for a minute: never log it. */
  readonly text: string;
  /** The AIM symbology identifier such as `]Q1`, where the scanner sent one. */
  readonly aim: string | null;
};

/** Why something that arrived is not a scan. `empty` is no fault: a lone suffix. `cut-short`: less came than was announced,
 *  and a piece of a code is not the code. */
export type NotAScan = "empty" | "menu-answer" | "not-printable" | "too-long" | "unknown-report" | "cut-short";

/** `]`, a code letter, a modifier. Source: ISO/IEC 15424. */
const AIM = /^\][A-Za-z][0-9A-Za-z]/;

/** Scanners answer setting commands in the layout of a scan; these two identifiers mean "no bar code" (scanners.md, 1.2). */
const MENU_ANSWERS: ReadonlySet<string> = new Set(["]X0", "]Z6"]);

const SUFFIXES: ReadonlySet<string> = new Set(["\r", "\n", "\t"]);

/** Judges the raw characters of one message.
 *  @param raw one character a byte; bytes above 0x7E come as U+FFFD, see `characterOfByte`
 *  @returns the scan, or the reason why it is none */
export function readText(raw: string): ScannedText | NotAScan {
  const whole = withoutSuffix(raw);
  const aim = AIM.exec(whole)?.[0] ?? null;
  if (aim !== null && MENU_ANSWERS.has(aim)) return "menu-answer";
  const text = aim === null ? whole : whole.slice(aim.length);
  if (text === "") return "empty";
  if (text.length > MAX_SCAN_LENGTH) return "too-long";
  return isPrintable(text) ? { text, aim } : "not-printable";
}

/** ASCII as it is; anything above becomes U+FFFD, so that no byte pretends to be a letter that nobody read. */
export function characterOfByte(byte: number): string {
  return byte < 0x80 ? String.fromCharCode(byte) : "\u{FFFD}";
}

/** From the end: a pattern would begin anew at every one of a long row of line ends. */
function withoutSuffix(raw: string): string {
  let end = raw.length;
  while (end > 0 && SUFFIXES.has(raw.charAt(end - 1))) end -= 1;
  return raw.slice(0, end);
}

function isPrintable(text: string): boolean {
  for (const character of text) if (character < " " || character === "\u007F") return false;
  return true;
}
