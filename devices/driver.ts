// What every driver in this room gets and gives: it delivers scans, says when its list has changed, and closes.
import type { Scan } from "#contract/scan.ts";
import type { ScannerView } from "#contract/views.ts";
import type { Clock, Log } from "#till/ports.ts";
import type { NotAScan } from "./decode/text.ts";

export type DriverPorts = {
  readonly clock: Pick<Clock, "nowMs" | "after">;
  readonly log: Log;
  /** Never throws: a driver's listener must not fail because of what is done with a scan. */
  readonly deliver: (scan: Scan) => void;
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
