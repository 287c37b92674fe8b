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
const AIM_BYTES = 3;
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
      if (bytes[0] !== SCANNED_DATA || bytes.length < 3) return "unknown-report";
      const before = half !== null && atMs - lastAtMs <= HALF_SCAN_MS ? half : null;
      half = null;
      lastAtMs = atMs;
      const part = partOf(bytes);
      if (part === null) return "cut-short";
      const data = (before?.aim === part.aim ? before.data : "") + part.data;
      if (!part.continued) return readText(part.aim + data);
      half = { aim: part.aim, data: data.slice(0, MOST_CHARACTERS) };
      return null;
    },
    clear() {
      half = null;
    },
  };
}

/** @returns null where fewer bytes came than the length byte says */
function partOf(bytes: Uint8Array): Part | null {
  const length = Math.min(bytes[1] ?? 0, DATA_BYTES);
  const aimAt = aimPlace(bytes, length);
  const dataAt = aimAt === null ? 2 : aimAt + AIM_BYTES;
  if (bytes.length < dataAt + length) return null;
  const aim = aimAt === null ? "" : charactersOf(bytes.subarray(aimAt, dataAt));
  return {
    aim: /^\][A-Za-z][0-9A-Za-z]$/.test(aim) ? aim : "",
    data: charactersOf(bytes.subarray(dataAt, dataAt + length)),
    continued: ((bytes[CONTINUED_AT] ?? 0) & 1) === 1,
  };
}

/** Layout A has the AIM identifier at 2-4, A' at 3-5, B has none. A scanner of layout B may have a `]` in its data there, or
 *  an AIM identifier that it was told to send: it counts these bytes, so as many are still empty where the data of A would end. */
function aimPlace(bytes: Uint8Array, length: number): number | null {
  const at = [2, 3].find((place) => bytes[place] === AIM_FLAG);
  if (at === undefined) return null;
  const before = at + AIM_BYTES - 2;
  const last = bytes.subarray(2 + length, 2 + length + before);
  const isCounted = length > before && last.length === before && last.every((byte) => byte === 0);
  return isCounted ? null : at;
}

function charactersOf(bytes: Uint8Array): string {
  return Array.from(bytes, characterOfByte).join("");
}
