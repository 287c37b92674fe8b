// What every driver in this room gets and gives: it delivers scans, says when its list has changed, and closes.
import type { Scan } from "#contract/scan.ts";
import type { ScannerView } from "#contract/scanners.ts";
import type { ScannerKind } from "#contract/words.ts";
import type { Clock, Log } from "#till/ports.ts";
import type { NotAScan, ScannedText } from "./decode/text.ts";

/** What arrived at a driver, for the live raw view and for recordings. It may hold a payment code: it is never logged, and
 *  masked before it leaves the main process. */
export type Heard = {
  /** As in the driver's list. */
  readonly scanner: string;
  readonly kind: ScannerKind;
  /** One report, one chunk of a line, or the characters that a page read, a byte each. */
  readonly bytes: Uint8Array;
  readonly atMs: number;
  /** What became whole with it, or why it is no scan; empty while more is awaited. */
  readonly read: readonly (ScannedText | NotAScan)[];
};

export type DriverPorts = {
  readonly clock: Pick<Clock, "nowMs" | "after">;
  readonly log: Log;
  /** Never throws: a driver's listener must not fail because of what is done with a scan. */
  readonly deliver: (scan: Scan) => void;
  /** Called for everything that arrives, before `deliver`; never throws. */
  readonly heard: (heard: Heard) => void;
  readonly changed: () => void;
};

export type Driver = {
  /** Resolves when the first look at the hardware is over, found or not; never rejects. */
  readonly tried: Promise<void>;
  list(): readonly ScannerView[];
  /** Resolves when nothing of it keeps the process alive. */
  close(): Promise<void>;
};

/** Notes that something came which was no scan. Of the content only the reason is said: half a code is still a secret. */
export function logNotAScan(log: Log, id: string, reason: NotAScan): void {
  if (reason !== "empty") log.warn("scanner.not-a-scan", { scanner: id, reason });
}

/** The text of whatever a native library throws or emits: node-hid emits plain strings. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(/\s+/g, " ").trim().slice(0, 200);
}
