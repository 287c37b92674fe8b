// Takes what may be a payment code out of what a scanner sent, and leaves how long it was, how it began and how it was put
// together. What comes out depends on nothing but that: no digit of a code can be read back from it.
import type { Heard } from "#devices/driver.ts";

export type Masked = {
  /** As long as what came; hidden characters are pretend ones, the same at the same place of every code. */
  readonly bytes: Uint8Array;
  /** Byte for byte: it stands for another one. */
  readonly hidden: readonly boolean[];
};

export type Mask = {
  /** @param heard in the order of arrival: where a code goes on is known from what came before */
  take(heard: Pick<Heard, "scanner" | "kind" | "bytes" | "read">): Masked;
};

type Message = { readonly head: string; readonly at: number; readonly aim: string };
const START: Message = { head: "", at: 0, aim: "" };

/** What tells the class of a code beyond two digits: EMV of a customer, EMV of a shop, addresses. */
const HEADS = ["hQVDUFYwM", "000201", "http://", "https://", "wxp://"] as const;
const LONGEST_HEAD = 9;
const CLASS_DIGITS = 2;
/** Scanners answer setting commands under these two; letters of such an answer are the maker's. */
const MENU_ANSWER = /^\](?:X0|Z6)$/;
const AIM_FLAG = 0x5d;
const SCANNED_DATA = 0x02;

/** One mask for one recording or test; it remembers where in a code each scanner is. */
export function createMask(): Mask {
  const messages = new Map<string, Message>();
  return {
    take({ scanner, kind, bytes, read }) {
      const parts = kind === "hid" ? hidParts(bytes) : { from: 0, to: bytes.length, aim: "" };
      const out = Uint8Array.from(bytes);
      const hidden = Array.from(bytes, () => false);
      let message = messages.get(scanner) ?? START;
      if (parts.aim !== "") message = { ...message, aim: parts.aim };
      for (let index = parts.from; index < parts.to; index += 1) {
        const byte = bytes[index] ?? 0;
        const next = step(message, byte);
        out[index] = next.byte;
        hidden[index] = next.hidden;
        message = next.message;
      }
      const whole = read.length > 0 && (kind !== "serial" || bytes.length === 0);
      messages.set(scanner, whole ? START : message);
      return { bytes: out, hidden };
    },
  };
}

const BULLET = "\u{2022}";

/** The same for a text that is whole, as the decoders read it: with pretend characters, and with bullets. */
export function maskText(text: string, aim: string | null): { readonly pretend: string; readonly shown: string } {
  let message: Message = { ...START, aim: aim ?? "" };
  let pretend = "";
  let shown = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const next = step(message, Math.min(code, 0xff));
    pretend += code > 0x7e ? character : String.fromCharCode(next.byte);
    shown += next.hidden ? BULLET : character;
    message = next.message;
  }
  return { pretend, shown };
}

/** Where the characters of a code stand in a report, of whichever layout; sources: scanners.md, 1.2. */
function hidParts(bytes: Uint8Array): { readonly from: number; readonly to: number; readonly aim: string } {
  if (bytes[0] !== SCANNED_DATA) return { from: 1, to: bytes.length, aim: "" };
  const aimAt = [2, 3].find((at) => bytes[at] === AIM_FLAG);
  const to = bytes.length > 64 ? bytes.length : Math.min(bytes.length, aimAt === 2 ? 61 : 62);
  if (aimAt === undefined) return { from: 2, to, aim: "" };
  return { from: aimAt + 3, to, aim: String.fromCharCode(...bytes.subarray(aimAt, aimAt + 3)) };
}

type Step = { readonly message: Message; readonly byte: number; readonly hidden: boolean };

function step(message: Message, byte: number): Step {
  const { head, at, aim } = message;
  if (byte === 0x09 || byte === 0x0a || byte === 0x0d) return { message: START, byte, hidden: false };
  const character = String.fromCharCode(byte);
  // An AIM identifier in front, three characters that are no part of the code.
  const identifier = aim + character;
  if (at === 0 && aim.length < 3 && /^\](?:[A-Za-z][0-9A-Za-z]?)?$/.test(identifier))
    return { message: { ...message, aim: identifier }, byte, hidden: false };
  const next = { aim, head: head.length > LONGEST_HEAD ? head : head + character, at: at + 1 };
  const pretend = pretendFor(byte, at, aim);
  const isKept = pretend === null || isClass(next.head);
  return isKept ? { message: next, byte, hidden: false } : { message: next, byte: pretend, hidden: true };
}

function isClass(head: string): boolean {
  if (head.length <= CLASS_DIGITS && /^\d+$/.test(head)) return true;
  return HEADS.some((known) => known.startsWith(head));
}

/** What stands for a byte: a digit for a digit, a letter for a letter; null for what tells nothing. */
function pretendFor(byte: number, at: number, aim: string): number | null {
  if (byte >= 0x30 && byte <= 0x39) return 0x30 + ((at + 2) % 10);
  const isMenu = MENU_ANSWER.test(aim);
  if (byte >= 0x41 && byte <= 0x5a) return isMenu ? null : 0x41 + (at % 26);
  if (byte >= 0x61 && byte <= 0x7a) return isMenu ? null : 0x61 + (at % 26);
  return byte >= 0x80 ? 0xbf : null;
}
