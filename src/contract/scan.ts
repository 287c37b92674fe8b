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
