// The scripted scanner of training: reads a fresh, plausible code of the wanted kind whenever it is told to.
import type { ScannerView } from "#contract/views.ts";
import type { Driver, DriverPorts } from "./driver.ts";

export type PretendCode = "wechat" | "alipay" | "product" | "poster";
export type PretendScanner = { scan(code: PretendCode): void };

const PRETEND: ScannerView = {
  id: "pretend",
  kind: "pretend",
  name: "Pretend scanner",
  state: "ready",
  words: null,
  maker: null,
  note: "",
};

export function createPretendScanner({ clock, deliver }: DriverPorts): PretendScanner & Driver {
  return {
    tried: Promise.resolve(),
    list: () => [PRETEND],
    scan(code) {
      const text = makers[code]();
      deliver({ text, aim: code === "poster" ? "]Q1" : "]C0", kind: "pretend", receivedAtMs: clock.nowMs() });
    },
    close: async () => {},
  };
}

const makers = { wechat, alipay, product, poster } satisfies Record<PretendCode, () => string>;

/** 18 digits beginning 10 to 14: a mainland wallet. Source: scanners.md, 5. */
function wechat(): string {
  return `1${randomBelow(5)}${randomDigits(16)}`;
}

/** 18 digits, as long as a WeChat code: only the prefix tells them apart. Source: scanners.md, 5. */
function alipay(): string {
  return `28${randomDigits(16)}`;
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
