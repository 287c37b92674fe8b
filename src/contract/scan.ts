// What a scanner delivers, whichever way it is plugged in. The text may be a payment code, a bearer secret
// for a minute: it is never logged and never stored.
import type { ScannerKind } from "./words.ts";

export type Scan = {
  /** As read, suffix and AIM identifier removed; 1 to 512 characters. */
  readonly text: string;
  /** The AIM symbology identifier such as `]Q1`, where the scanner sends one. */
  readonly aim: string | null;
  readonly kind: ScannerKind;
  /** When the last byte or key arrived, on the till's clock. */
  readonly receivedAtMs: number;
};

/** What the pretend scanner of training can read. `stale`: it was read a while ago and comes only now; `repeated`: the very
 *  text of the scan before. */
export const REHEARSED_CODES = [
  "wechat",
  "wechat-hk",
  "alipay",
  "unionpay",
  "product",
  "poster",
  "link",
  "doubtful",
  "stale",
  "repeated",
] as const;
export type RehearsedCode = (typeof REHEARSED_CODES)[number];
