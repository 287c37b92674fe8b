// Serial bytes -> scans: a line ends with CR, LF or Tab, or, where a scanner sends no suffix, with a pause. How the bytes
// were cut into chunks on their way makes no difference.
import { characterOfByte, readText, type NotAScan, type ScannedText } from "./text.ts";

export type SerialAnswer = {
  /** What became whole, oldest first; lone suffixes are left out. */
  readonly read: readonly (ScannedText | Exclude<NotAScan, "empty">)[];
  /** Call `quiet` after so long, unless bytes come first; null when nothing is held back. */
  readonly waitMs: number | null;
  /** When the last byte arrived. */
  readonly atMs: number;
};

export type SerialDecoder = {
  bytes(chunk: Uint8Array, atMs: number): SerialAnswer;
  quiet(nowMs: number): SerialAnswer;
};

/** Longer lines are dropped whole as `too-long`. */
const MOST_BYTES = 4096;
/** A scanner that has once sent a suffix will send it again: a pause of it is a stall on the way, not an end. */
const QUIET_WITH_SUFFIX_MS = 500;
/** A timer so much too late means that this process stood still and bytes may wait to be read. */
const LATE_MS = 20;

/** @param quietMs the pause that ends a scan without a suffix; not under 30, since USB adapters hold bytes back */
export function createSerialDecoder({ quietMs }: { readonly quietMs: number }): SerialDecoder {
  let line = "";
  let lastAtMs = -Infinity;
  let hasSuffix = false;
  let askedAgain = false;

  const pauseMs = () => (hasSuffix ? QUIET_WITH_SUFFIX_MS : quietMs);
  const held = (waitMs: number): SerialAnswer => ({ read: [], waitMs: line === "" ? null : waitMs, atMs: lastAtMs });

  return {
    bytes(chunk, atMs) {
      const read: (ScannedText | NotAScan)[] = [];
      for (const byte of chunk) {
        if (!isSuffix(byte)) {
          if (line.length < MOST_BYTES) line += characterOfByte(byte);
          continue;
        }
        hasSuffix ||= line !== "";
        read.push(readText(line));
        line = "";
      }
      lastAtMs = atMs;
      askedAgain = false;
      return { ...held(pauseMs()), read: read.filter((one) => one !== "empty") };
    },
    quiet(nowMs) {
      const overMs = nowMs - lastAtMs - pauseMs();
      if (overMs < 0) return held(Math.ceil(-overMs));
      if (overMs > LATE_MS && !askedAgain) {
        askedAgain = true;
        return held(1);
      }
      const read = readText(line);
      line = "";
      return { ...held(0), read: read === "empty" ? [] : [read] };
    },
  };
}

/** Tab, LF, CR. */
function isSuffix(byte: number): boolean {
  return byte === 0x09 || byte === 0x0a || byte === 0x0d;
}
