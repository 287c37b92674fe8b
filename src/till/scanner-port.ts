// The scanners as the shop sets them up: what the till asks of whoever opens them, beside the scans themselves.
import type { OutputOf } from "#contract/commands.ts";
import type { ScanTest } from "#contract/scan-test.ts";
import type { ScannerSettings, SerialChoice } from "#contract/scanners.ts";

export type ScannerSwitches = Partial<Pick<ScannerSettings, "hid" | "honeywellRedirect" | "keyGapMs">>;

/** Changes are saved before they are applied; `onChange` of the scanners tells when they are. Saving throws the system's error. */
export type ScannerDesk = {
  settings(): ScannerSettings;
  set(change: ScannerSwitches): Promise<void>;
  putSerial(before: string | null, place: SerialChoice): Promise<OutputOf<"scanners/put-serial">["result"]>;
  removeSerial(path: string): Promise<void>;
  ports(): Promise<OutputOf<"scanners/ports">>;
  /** The test that is on; null: scans are sales. */
  test(): ScanTest | null;
  /** Begins a test anew, or ends it. While one is on no scan is told to `onScan`. */
  setTest(on: boolean): void;
  /** The file of the recording; null where the test has heard nothing, or none is on. */
  record(): string | null;
  /** Where the udev rules lie that somebody has to install; null where there is nothing to install. */
  udevRules(): string | null;
};
