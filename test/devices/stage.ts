// What the drivers need around them in tests: clocks, a log that is kept, and listeners that write down what came.
import type { Scan } from "#contract/scan.ts";
import { serialPlaceSchema, type ScannerView } from "#contract/scanners.ts";
import { openScanners, type OpenedScanners, type ScannersOptions } from "#devices/scanners.ts";
import type { Clock, Log } from "#till/ports.ts";
import { realClock } from "./real-clock.ts";

type DeviceClock = Pick<Clock, "nowMs" | "after">;

export type ManualClock = DeviceClock & {
  /** Moves on and runs what is due, in order. */
  readonly advance: (ms: number) => void;
  /** The waits that are set now, shortest first. */
  readonly waits: () => readonly number[];
};

export function createManualClock(): ManualClock {
  let nowMs = 1_000_000;
  let waiting: { readonly dueMs: number; readonly run: () => void }[] = [];
  const next = () => waiting.toSorted((left, right) => left.dueMs - right.dueMs)[0];
  return {
    nowMs: () => nowMs,
    after(ms, run) {
      const one = { dueMs: nowMs + ms, run };
      waiting.push(one);
      return () => {
        waiting = waiting.filter((other) => other !== one);
      };
    },
    advance(ms) {
      const untilMs = nowMs + ms;
      for (let due = next(); due !== undefined && due.dueMs <= untilMs; due = next()) {
        const { dueMs, run } = due;
        nowMs = Math.max(nowMs, dueMs);
        waiting = waiting.filter((one) => one.run !== run);
        run();
      }
      nowMs = untilMs;
    },
    waits: () => waiting.map((one) => one.dueMs - nowMs).toSorted((left, right) => left - right),
  };
}

export type LogLine = { readonly level: "info" | "warn" | "error"; readonly event: string; readonly facts: unknown };

export type Stage = {
  readonly scanners: OpenedScanners;
  readonly scans: Scan[];
  readonly texts: () => readonly string[];
  readonly logged: LogLine[];
  /** Every list that `onChange` told of. */
  readonly lists: (readonly ScannerView[])[];
  /** The note of the first scanner of a kind, with its state: "ready", "absent: ...". */
  readonly said: (kind: ScannerView["kind"]) => string;
};

type StageOptions = Partial<Omit<ScannersOptions, "serial">> & {
  /** What is left out of a place has its usual value. */
  readonly serial?: readonly { readonly path: string; readonly baudRate?: number }[];
};

/** Opens scanners with listeners on them. */
export async function openStage(options: StageOptions): Promise<Stage> {
  const logged: LogLine[] = [];
  const write = (level: LogLine["level"]) => (event: string, facts?: unknown) =>
    void logged.push({ level, event, facts });
  const log: Log = { info: write("info"), warn: write("warn"), error: write("error") };
  const wanted = { clock: realClock, log, hid: false, pretend: false, ...options };
  const serial = (options.serial ?? []).map((place) => serialPlaceSchema.parse(place));
  const scanners = await openScanners({ ...wanted, serial });
  const scans: Scan[] = [];
  const lists: (readonly ScannerView[])[] = [];
  scanners.onScan((scan) => void scans.push(scan));
  scanners.onChange(() => void lists.push(scanners.list()));
  const said = (kind: ScannerView["kind"]): string => {
    const found = scanners.list().find((one) => one.kind === kind);
    if (found === undefined) return "not listed";
    return found.note === "" ? found.state : `${found.state}: ${found.note}`;
  };
  return { scanners, scans, texts: () => scans.map((scan) => scan.text), logged, lists, said };
}
