// The scripted scanner of training: reads whatever it is told to, fresh each time, as a real one would on a counter.
import type { RehearsedCode, Scan } from "#contract/scan.ts";
import type { ScannerView } from "#contract/views.ts";
import type { Driver, DriverPorts } from "./driver.ts";

export type PretendScanner = { scan(code: RehearsedCode): void };

const PRETEND: ScannerView = {
  id: "pretend",
  kind: "pretend",
  name: "Pretend scanner",
  state: "ready",
  words: null,
  maker: null,
  note: "",
};

/** A code that lay about for so long is past its minute. */
const STALE_MS = 70_000;

type Read = Pick<Scan, "text" | "aim">;

export function createPretendScanner({ clock, deliver, heard }: DriverPorts): PretendScanner & Driver {
  let last: Read | null = null;
  return {
    tried: Promise.resolve(),
    list: () => [PRETEND],
    scan(code) {
      const read = code === "repeated" ? (last ?? MAKERS.wechat()) : MAKERS[code]();
      last = read;
      const atMs = clock.nowMs();
      heard({ scanner: PRETEND.id, kind: "pretend", bytes: new TextEncoder().encode(read.text), atMs, read: [read] });
      deliver({ ...read, kind: "pretend", receivedAtMs: code === "stale" ? atMs - STALE_MS : atMs });
    },
    close: async () => {},
  };
}

/** Formats: scanners.md, 5. Wallets show the same digits as QR and as Code 128; the barcode is what is read here. */
const MAKERS: Readonly<Record<Exclude<RehearsedCode, "repeated">, () => Read>> = {
  wechat: () => code128(`1${randomBelow(5)}${randomDigits(16)}`),
  "wechat-hk": () => code128(`15${randomDigits(16)}`),
  /** As long as a WeChat code: only the prefix tells them apart. */
  alipay: () => code128(`28${randomDigits(16)}`),
  unionpay: () => code128(`62${randomDigits(17)}`),
  doubtful: () => code128(`1${6 + randomBelow(4)}${randomDigits(16)}`),
  stale: () => MAKERS.wechat(),
  product: () => ({ text: product(), aim: "]E0" }),
  poster: () => qr(poster()),
  link: () => qr(`https://example.com/menu/${randomDigits(6)}`),
};

function code128(text: string): Read {
  return { text, aim: "]C0" };
}

function qr(text: string): Read {
  return { text, aim: "]Q1" };
}

/** EAN-13 with its check digit, Thai prefix. Source: GS1 General Specifications, 7.9. */
function product(): string {
  const digits = `885${randomDigits(9)}`;
  const sum = digits.split("").reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

/** A PromptPay poster of a shop. Source: EMV QR Code Specification, Merchant-Presented Mode, 4.7 (fields, CRC). */
function poster(): string {
  const account = `0016A000000677010111${field("01", `0066${randomDigits(9)}`)}`;
  const body = `000201010211${field("29", account)}5303764${field("58", "TH")}6304`;
  return body + crc(body);
}

function field(id: string, value: string): string {
  return `${id}${String(value.length).padStart(2, "0")}${value}`;
}

/** CRC-16/CCITT-FALSE, four upper-case hex digits. */
function crc(text: string): string {
  let value = 0xffff;
  for (let at = 0; at < text.length; at += 1) {
    value ^= text.charCodeAt(at) << 8;
    for (let bit = 0; bit < 8; bit += 1) value = ((value & 0x8000) === 0 ? value << 1 : (value << 1) ^ 0x1021) & 0xffff;
  }
  return value.toString(16).toUpperCase().padStart(4, "0");
}

function randomDigits(count: number): string {
  return Array.from({ length: count }, () => randomBelow(10)).join("");
}

function randomBelow(limit: number): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % limit;
}
