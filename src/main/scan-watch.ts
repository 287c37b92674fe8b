// One test scan: what arrives is drawn byte by byte and named, and kept for a recording. Nothing of it is a sale, and nothing
// leaves here that could be one.
import {
  TEST_LINE_BYTES,
  TEST_LINES,
  TEST_READINGS,
  type HeardLine,
  type ScanEnd,
  type ScanFinding,
  type ScanReading,
  type ScanTest,
} from "#contract/scan-test.ts";
import type { Heard } from "#devices/driver.ts";
import { recognise } from "#till/recogniser/recognise.ts";
import { createMask, maskText, type Masked } from "./scan-mask.ts";
import { createTape, type RecordedRead, type Tape } from "./scan-recording.ts";
import { symbologyOf } from "./symbologies.ts";

export type ScanWatch = {
  take(heard: Heard): void;
  view(nowMs: number): ScanTest;
  readonly tape: Tape;
};

export type ScanWatchParts = {
  readonly beganAtMs: number;
  readonly endsAtMs: number;
  /** A payment code that took longer to arrive is stale. */
  readonly staleAfterMs: number;
  readonly nameOf: (scanner: string) => string;
  readonly nowMs: () => number;
};

type Read = Heard["read"][number];

export function createScanWatch(parts: ScanWatchParts): ScanWatch {
  const { beganAtMs, endsAtMs, nameOf } = parts;
  const mask = createMask();
  const tape = createTape();
  let lines: readonly HeardLine[] = [];
  let readings: readonly ScanReading[] = [];
  let heardCount = 0;
  let read = 0;

  function arrivedAs({ kind, scanner, atMs }: Heard, number: number) {
    return { number, atMs: Math.max(0, Math.round(atMs - beganAtMs)), kind, name: nameOf(scanner).slice(0, 120) };
  }

  return {
    tape,
    take(heard) {
      const masked = mask.take(heard);
      tape.add({ ...heard, bytes: masked.bytes, read: heard.read.map(recordedRead) });
      if (heard.bytes.length > 0) {
        heardCount += 1;
        lines = [...lines, { ...arrivedAs(heard, heardCount), ...drawn(masked) }].slice(-TEST_LINES);
      }
      const ends = endsIn(heard);
      readings = continued(readings, heard, ends);
      const made = heard.read.map((one, at) => {
        read += 1;
        const end = endOf(heard, ends[at + ends.length - heard.read.length]);
        const late = parts.nowMs() - heard.atMs > parts.staleAfterMs;
        return { ...arrivedAs(heard, read), ...named(one, late), end };
      });
      readings = [...readings, ...made].slice(-TEST_READINGS);
    },
    view: (nowMs) => ({
      endsInMs: Math.max(0, endsAtMs - nowMs),
      heard: heardCount,
      lines: [...lines],
      readings: [...readings],
    }),
  };
}

export function recordedRead(read: Read): RecordedRead {
  return typeof read === "string" ? read : { text: maskText(read.text, read.aim).pretend, aim: read.aim };
}

function named(read: Read, late: boolean) {
  if (typeof read === "string") return { finding: read, aim: null, symbology: null, length: 0, text: "" } as const;
  const kind: ScanFinding = recognise(read);
  return {
    finding: late && MAY_AGE.has(kind) ? ("too-old" as const) : kind,
    aim: read.aim,
    symbology: symbologyOf(read.aim),
    length: read.text.length,
    text: shownText(read.text, read.aim),
  };
}

const MAY_AGE: ReadonlySet<ScanFinding> = new Set(["wechat", "wechat-hk", "wechat-unassigned", "alipay", "unionpay"]);
const HIDDEN = "•";
const MOST_SHOWN = 48;

/** The class of the code and bullets; a long one is cut. */
function shownText(text: string, aim: string | null): string {
  const { shown } = maskText(text, aim);
  return shown.length > MOST_SHOWN ? `${shown.slice(0, MOST_SHOWN - 1)}…` : shown;
}

function drawn({ bytes, hidden }: Masked): Pick<HeardLine, "byteCount" | "hex" | "text"> {
  const first = Array.from(bytes.subarray(0, TEST_LINE_BYTES));
  const hex = first.map((byte, at) =>
    hidden[at] ? (isDigit(byte) ? "3*" : "**") : byte.toString(16).padStart(2, "0"),
  );
  const text = first.map((byte, at) => (hidden[at] ? HIDDEN : printed(byte)));
  return { byteCount: bytes.length, hex: hex.join(" "), text: text.join("") };
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** Control characters by the Unicode block of their pictures. */
function printed(byte: number): string {
  if (byte < 0x20) return String.fromCodePoint(0x2400 + byte);
  return byte < 0x7f ? String.fromCharCode(byte) : "\u{2421}";
}

/** The runs of CR, LF and Tab in what arrived. Serial lines and reports have them in the data; pages and tests do not tell. */
function endsIn({ kind, bytes }: Heard): readonly string[] {
  if (kind !== "serial" && kind !== "hid") return [];
  const from = kind === "hid" ? 2 : 0;
  const text = String.fromCharCode(...bytes.subarray(from, kind === "hid" ? 61 : bytes.length));
  return text.match(/[\r\n\t]+/g) ?? [];
}

const ENDS: ReadonlyMap<string, ScanEnd> = new Map([
  ["", "none"],
  ["\r", "cr"],
  ["\n", "lf"],
  ["\r\n", "crlf"],
  ["\t", "tab"],
]);

function endOf({ kind }: Heard, run = ""): ScanEnd | null {
  return kind === "serial" || kind === "hid" ? (ENDS.get(run) ?? "several") : null;
}

/** An LF that comes alone belongs to the CR before it. */
function continued(readings: readonly ScanReading[], heard: Heard, ends: readonly string[]): readonly ScanReading[] {
  const last = readings.at(-1);
  const isRest = heard.kind === "serial" && heard.bytes.length > 0 && ends[0]?.length === heard.bytes.length;
  if (last?.kind !== "serial" || last.end !== "cr" || !isRest) return readings;
  return [...readings.slice(0, -1), { ...last, end: ENDS.get(`\r${ends[0]}`) ?? "several" }];
}
