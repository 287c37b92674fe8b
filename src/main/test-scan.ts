// The test that is on, or none: it begins anew with each asking, ends by itself, and keeps what it heard for a recording.
import { join } from "node:path";
import type { ScannerSettings, SerialPlace } from "#contract/scanners.ts";
import type { Heard } from "#devices/driver.ts";
import type { Clock, Log } from "#till/ports.ts";
import type { ScannerDesk } from "#till/scanner-port.ts";
import { saveRecording, type RecordedFacts } from "./scan-recording.ts";
import { createScanWatch, type ScanWatch } from "./scan-watch.ts";

export type TestScan = {
  isOn(): boolean;
  take(heard: Heard): void;
  readonly port: Pick<ScannerDesk, "test" | "setTest" | "record">;
};

export type TestScanParts = {
  readonly clock: Pick<Clock, "nowMs" | "wallMs" | "after">;
  readonly log: Log;
  readonly dataFolder: string;
  /** Of a payment code, from the scanner to the till. */
  readonly staleAfterMs: number;
  readonly settings: () => ScannerSettings;
  /** What a scanner of the list is called. */
  readonly nameOf: (id: string) => string;
  readonly changed: () => void;
};

/** Nobody may find the till deaf because a test was forgotten. */
const TEST_MS = 120_000;

export function createTestScan(parts: TestScanParts): TestScan {
  const { clock, log, changed } = parts;
  let watch: ScanWatch | null = null;
  let callOff = (): void => undefined;

  function end(): void {
    callOff();
    if (watch === null) return;
    watch = null;
    log.info("scanners/test-ended");
    changed();
  }

  function begin(): void {
    end();
    const beganAtMs = clock.nowMs();
    watch = createScanWatch({ ...parts, beganAtMs, endsAtMs: beganAtMs + TEST_MS, nowMs: clock.nowMs });
    callOff = clock.after(TEST_MS, end);
    log.info("scanners/test-begun");
    changed();
  }

  return {
    isOn: () => watch !== null,
    take(heard) {
      watch?.take(heard);
      if (watch !== null) changed();
    },
    port: {
      test: () => watch?.view(clock.nowMs()) ?? null,
      setTest: (on) => (on ? begin() : end()),
      record: () => (watch === null ? null : record(watch, parts)),
    },
  };
}

function record({ tape }: ScanWatch, { clock, dataFolder, settings, nameOf }: TestScanParts): string | null {
  if (tape.isEmpty()) return null;
  const { serial } = settings();
  const recording = tape.recording("Heard by a till's test scan.", (id) => recordedFacts(id, nameOf(id), serial));
  return saveRecording(join(dataFolder, "recordings"), recording, new Date(clock.wallMs()));
}

/** @param id as in the driver's list */
export function recordedFacts(id: string, name: string, serial: readonly SerialPlace[]): RecordedFacts {
  const place = serial.find(({ path }) => id === `serial:${path}`.slice(0, 200));
  return { name: name.slice(0, 120), line: place ? { suffix: place.suffix, quietMs: place.quietMs } : null };
}
