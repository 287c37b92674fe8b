// HID POS reports -> scans. Makers order the bytes themselves and node-hid gives no report descriptor, so the layouts are
// told apart by their shape (scanners.md, 1.2). Cut by the length byte, joined by the continuation flag, never trusted.
import { characterOfByte, readText, type NotAScan, type ScannedText } from "./text.ts";

export type HidDecoder = {
  /** @param bytes one input report as node-hid delivers it, report id first; short and long ones are taken as they come
   *  @param atMs when it arrived, only for telling a half scan from the next one
   *  @returns the scan, why it is none, or null while more of it is to come */
  report(bytes: Uint8Array, atMs: number): ScannedText | NotAScan | null;
  /** Forgets a half scan: the handle was closed. */
  clear(): void;
};

type Part = { readonly aim: string; readonly data: string; readonly continued: boolean };

/** Usage 0x12 "scanned data" of all three layouts comes under this id. */
const SCANNED_DATA = 0x02;
const AIM_FLAG = 0x5d;
const DATA_BYTES = 56;
const CONTINUED_AT = 63;
/** Reports of one scan follow each other within milliseconds; what waits longer for its rest has lost it. */
const HALF_SCAN_MS = 300;
/** Far more than a scan may have: only keeps an endless sender from filling the memory. */
const MOST_CHARACTERS = 4096;

export function createHidDecoder(): HidDecoder {
  let half: { readonly aim: string; readonly data: string } | null = null;
  let lastAtMs = -Infinity;

  return {
    report(bytes, atMs) {
      const part = partOf(bytes);
      if (part === null) return "unknown-report";
      const stale = half === null || atMs - lastAtMs > HALF_SCAN_MS || half.aim !== part.aim;
      const data = (stale ? "" : (half?.data ?? "")) + part.data;
      lastAtMs = atMs;
      half = part.continued ? { aim: part.aim, data: data.slice(0, MOST_CHARACTERS) } : null;
      return part.continued ? null : readText(part.aim + data);
    },
    clear() {
      half = null;
    },
  };
}

/** Layout A has the AIM identifier at 2-4, A' at 3-5, B has none. Sources of each: scanners.md, 1.2. */
function partOf(bytes: Uint8Array): Part | null {
  if (bytes[0] !== SCANNED_DATA || bytes.length < 3) return null;
  const aimAt = [2, 3].find((at) => bytes[at] === AIM_FLAG);
  const dataAt = aimAt === undefined ? 2 : aimAt + 3;
  const length = Math.min(bytes[1] ?? 0, DATA_BYTES);
  const data = charactersOf(bytes.subarray(dataAt, Math.min(dataAt + length, CONTINUED_AT)));
  const aim = aimAt === undefined ? "" : charactersOf(bytes.subarray(aimAt, aimAt + 3));
  const continued = ((bytes[CONTINUED_AT] ?? 0) & 1) === 1;
  return { aim: /^\][A-Za-z][0-9A-Za-z]$/.test(aim) ? aim : "", data, continued };
}

function charactersOf(bytes: Uint8Array): string {
  return Array.from(bytes, characterOfByte).join("");
}
