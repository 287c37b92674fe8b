// Bytes that have broken serial readers, or could: each with what must be read out of it, and a seed for changes by chance.
import { CODE } from "./vectors.ts";

type Read = { readonly text: string; readonly aim: string | null } | string;

export type CorpusEntry = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** With the suffix `auto`, all in one pause and then a long one. */
  readonly read: readonly Read[];
};

const SECOND = "289431869362714645";
const plain = (text: string): Read => ({ text, aim: null });

function bytesOf(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...Buffer.from(part, "latin1")] : part)));
}

/** The check sum of an SSI message: the two's complement of the sum of its bytes, high byte first. */
export function ssiSum(message: readonly number[]): readonly [number, number] {
  const sum = -message.reduce((total, byte) => total + byte, 0) & 0xffff;
  return [sum >> 8, sum & 0xff];
}

/** A scan in a packet of Zebra's SSI: length, opcode, source, status, bar code type, data, check sum. */
export function ssiPacket(data: Uint8Array, { type = 0x03, status = 0 } = {}): Uint8Array {
  const message = [5 + data.length, 0xf3, 0x00, status, type, ...data];
  return Uint8Array.from([...message, ...ssiSum(message)]);
}

const CODE_BYTES = bytesOf(CODE);

export const CORPUS: readonly CorpusEntry[] = [
  { name: "nothing", bytes: bytesOf(), read: [] },
  { name: "lone suffixes", bytes: bytesOf("\r\n\t\r\r\n"), read: [] },
  { name: "a code", bytes: bytesOf(CODE, "\r"), read: [plain(CODE)] },
  { name: "CRLF, glued", bytes: bytesOf(CODE, "\r\n", SECOND, "\r\n"), read: [plain(CODE), plain(SECOND)] },
  { name: "every suffix", bytes: bytesOf(CODE, "\n", CODE, "\t", CODE, "\n\r"), read: [CODE, CODE, CODE].map(plain) },
  { name: "no suffix", bytes: bytesOf(CODE), read: [plain(CODE)] },
  { name: "no suffix after one", bytes: bytesOf(CODE, "\r", SECOND.slice(0, 16)), read: [plain(CODE), "cut-short"] },
  { name: "an AIM identifier", bytes: bytesOf("]Q1", CODE, "\r"), read: [{ text: CODE, aim: "]Q1" }] },
  { name: "an AIM identifier alone", bytes: bytesOf("]Q1\r"), read: [] },
  { name: "a menu's answer", bytes: bytesOf("]X0", CODE, "\r"), read: ["menu-answer"] },
  { name: "a NUL before a code", bytes: bytesOf([0], CODE, "\r"), read: ["not-printable"] },
  { name: "STX and ETX around it", bytes: bytesOf([2], CODE, [3], "\r"), read: ["not-printable"] },
  { name: "escape sequences", bytes: bytesOf("\u001b[31m", CODE, "\r"), read: ["not-printable"] },
  { name: "DEL", bytes: bytesOf(CODE, [0x7f], "\r"), read: ["not-printable"] },
  { name: "a high byte in it", bytes: bytesOf("1345", [0xb6], "789\r"), read: [plain("1345\u{FFFD}789")] },
  {
    name: "7 bits and even parity, read as 8N1",
    bytes: bytesOf([0xb1, 0x33, 0xb4], "\r"),
    read: [plain("\u{FFFD}3\u{FFFD}")],
  },
  {
    name: "a byte order mark",
    bytes: bytesOf([0xef, 0xbb, 0xbf], CODE, "\r"),
    read: [plain(`\u{FFFD}\u{FFFD}\u{FFFD}${CODE}`)],
  },
  { name: "513 characters", bytes: bytesOf("1".repeat(513), "\r", CODE, "\r"), read: ["too-long", plain(CODE)] },
  { name: "512 characters", bytes: bytesOf("1".repeat(512), "\r"), read: [plain("1".repeat(512))] },
  { name: "an endless line", bytes: bytesOf("2".repeat(70_000), "\r", CODE, "\r"), read: ["too-long", plain(CODE)] },
  { name: "only line ends", bytes: bytesOf("\r".repeat(70_000)), read: [] },
  { name: "break conditions", bytes: bytesOf([0, 0, 0, 0], "\r", CODE, "\r"), read: ["not-printable", plain(CODE)] },
  { name: "an SSI scan", bytes: ssiPacket(CODE_BYTES), read: ["unknown-report"] },
  {
    name: "an SSI scan, and again since nobody answered",
    bytes: bytesOf([...ssiPacket(CODE_BYTES), ...ssiPacket(CODE_BYTES, { status: 1 })]),
    read: ["unknown-report", "unknown-report"],
  },
  {
    name: "an SSI scan whose type is a Tab and whose data end with CR",
    bytes: ssiPacket(bytesOf(CODE, "\r"), { type: 0x09 }),
    read: ["unknown-report"],
  },
  {
    name: "an SSI scan of 8 digits: its length is a CR",
    bytes: ssiPacket(bytesOf("96385074"), { type: 0x0a }),
    read: ["unknown-report"],
  },
  { name: "the longest SSI scan", bytes: ssiPacket(bytesOf("7".repeat(250))), read: ["unknown-report"] },
  {
    name: "an SSI scan in an SSI scan",
    bytes: ssiPacket(bytesOf([...ssiPacket(CODE_BYTES)])),
    read: ["unknown-report"],
  },
  {
    name: "an SSI scan with a wrong check sum",
    bytes: ssiPacket(CODE_BYTES).map((byte, at, all) => (at === all.length - 1 ? byte ^ 1 : byte)),
    read: ["not-printable"],
  },
  { name: "an SSI scan cut off", bytes: ssiPacket(CODE_BYTES).slice(0, 20), read: ["not-printable"] },
  {
    name: "what looks like the beginning of an SSI scan, and then codes",
    bytes: bytesOf([0xff, 0xf3, 0, 0], "\r", CODE, "\r", SECOND, "\r"),
    read: ["not-printable", plain(CODE), plain(SECOND)],
  },
  {
    name: "what looks like the beginning of an SSI scan, and then one",
    bytes: bytesOf([0xff, 0xf3, 0, 0, ...ssiPacket(CODE_BYTES)]),
    read: ["unknown-report"],
  },
  {
    name: "what would be an SSI scan but for its status",
    bytes: bytesOf([...ssiPacket(CODE_BYTES, { status: 0x40 })], "\r"),
    read: ["not-printable"],
  },
  {
    name: "beginnings of SSI scans without end",
    bytes: bytesOf(...Array.from({ length: 2000 }, () => [0xff, 0xf3, 0, 0])),
    read: ["too-long"],
  },
];
