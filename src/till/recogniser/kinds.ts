// The one table of what a scanner may read, first fit first. Ranges with an official source are the wallets' own words; the rest
// only helps to say what it probably is. Sources: scanners.md, 5, where nothing else is named; [U]: not confirmed there.
import { hasCheckDigit, hasChecksum } from "./checks.ts";

type Row = {
  readonly kind: string;
  /** The whole text fits. */
  readonly text: RegExp;
  /** The scanner must have said this of the symbol (AIM identifier, ISO/IEC 15424). */
  readonly aim?: RegExp;
  /** A sum must be right as well. */
  readonly sum?: (text: string) => boolean;
};

export const ROWS = [
  /** Official: 18 digits, 10 to 14 the mainland's wallet, 15 Hong Kong's. Nothing stands before these two: they are always tried. */
  { kind: "wechat", text: /^1[0-4]\d{16}$/ },
  { kind: "wechat-hk", text: /^15\d{16}$/ },
  /** FNC1 in first place makes it a label of goods: `17…` is then a date, no code. */
  { kind: "goods", text: /^/, aim: /^\](?:C1|e\d|d2|Q3|J1)$/ },
  { kind: "product", text: /^(?:\d{8}|\d{12,13})$/, aim: /^\]E/ },
  /** Nobody has been given 16 to 19; the next range of WeChat Pay could begin so. [I] */
  { kind: "wechat-unassigned", text: /^1[6-9]\d{16}$/ },
  /** Official: 16 to 24 digits, 25 to 30. Partner wallets of Alipay+ share it. */
  { kind: "alipay", text: /^(?:2[5-9]|30)\d{14,22}$/ },
  /** [U] */
  { kind: "unionpay", text: /^62\d{17}$/ },
  /** EMV consumer-presented: base64 of tag 85, "CPV01". */
  { kind: "customer-qr", text: /^hQVDUFYwM[\w+/-]*={0,2}$/ },
  { kind: "poster", text: /^000201[^]*6304[\dA-Fa-f]{4}$/, sum: hasChecksum },
  { kind: "poster-torn", text: /^000201[^]{10,}$/ },
  /** Twelve digits may be a LINE Pay code (TH) or a UPC-A; the check digit only words it. [U] */
  { kind: "product-or-line-pay", text: /^\d{12}$/, sum: hasCheckDigit },
  { kind: "line-pay", text: /^\d{12}$/ },
  { kind: "product", text: /^(?:\d{8}|\d{13,14})$/, sum: hasCheckDigit },
  { kind: "product-like", text: /^(?:\d{8}|\d{13,14})$/ },
  /** A WeChat code with digits missing, as keyboard-mode scanners lose them. [I] */
  { kind: "half-read", text: /^1[0-5]\d{13,15}$/ },
  /** As long as a wallet's code, and none that we know. */
  { kind: "other-wallet", text: /^\d{16,24}$/ },
  /** Longer than any: two reads without an end between them. [I] */
  { kind: "glued", text: /^\d{25,}$/ },
  /** WeChat's personal code for receiving. [U] */
  { kind: "receive", text: /^wxp:\/\//i },
  { kind: "link", text: /^(?:[a-z][a-z\d+.-]*:\/\/|www\.)/i },
  /** What our own screen shows in training. */
  { kind: "own-qr", text: /^COUNTERFOIL-TRAINING-/ },
  /** What our slips carry: the number of a charge or refund at Omise, or of an attempt. */
  { kind: "receipt", text: /^(?:chrg|rfnd)_(?:test_)?[\da-z]+$/i },
  { kind: "receipt", text: /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i },
  /** GS1 data written out, as labels print it. */
  { kind: "goods", text: /^\((?:0[0-2]|1[0-57]|21|37)\)[^]+$/ },
  /** A menu command of a Honeywell (`TERMID131.`) or a Newland (`@KBWCTY1`: storage, tag, sub tag, data) as another scanner reads
   *  it, and a scanner's own answer to one. What of these a scanner passes on is not known. [U]
   *  Sources: Newland NLS-HR52 user manual, "Command Syntax"; scanners.md, 1.3 V1. */
  { kind: "setting", text: /^[A-Z]{3}[A-Z\d_]{3}[A-Z\d;,]*[.!]$/ },
  { kind: "setting", text: /^[@#](?:[A-Z]{3}){2}[\w;,*&^]*$/ },
  { kind: "setting", text: /^(?:Product Name|Boot Revision|Software (?:Part Number|Revision)|Firmware[ \w]*):/i },
  /** Nothing, or characters that no scanner reads out of a symbol. */
  { kind: "unreadable", text: /^\s*$/ },
  { kind: "unreadable", text: /[\p{Cc}\uFFFD]/u },
  { kind: "not-a-code", text: /^/ },
] as const satisfies readonly Row[];

export type ScanKind = (typeof ROWS)[number]["kind"];
