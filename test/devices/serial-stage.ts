// One serial scanner of the till with everything that it says written down, and a list of ports that a test writes: pseudo
// terminals are in no real one.
import type { Scan } from "#contract/scan.ts";
import { serialPlaceSchema, type ScannerView, type SerialIds } from "#contract/scanners.ts";
import type { Driver, Heard } from "#devices/driver.ts";
import { openSerialScanner } from "#devices/serial.ts";
import { serialSystem, type ListedPort, type SerialSystem } from "#devices/serial-list.ts";
import { createSerialSeats, type SerialSeats } from "#devices/serial-seats.ts";
import type { Clock } from "#till/ports.ts";
import { realClock } from "./real-clock.ts";
import type { LogLine } from "./stage.ts";

export type PortList = SerialSystem & {
  /** null: it cannot be listed. */
  show(ports: readonly ListedPort[] | null): void;
  readonly asked: () => number;
};

export const A_SCANNER: SerialIds = { vendorId: "1eab", productId: "0c06", serialNumber: "A1" };
export const NO_NUMBER: SerialIds = { ...A_SCANNER, serialNumber: null };

/** @param there what `isThere` answers; by default the truth */
export function createPortList(there?: (path: string) => boolean): PortList {
  let listed: readonly ListedPort[] | null = [];
  let asked = 0;
  return {
    show: (ports) => void (listed = ports),
    asked: () => asked,
    async list() {
      asked += 1;
      await Promise.resolve();
      if (listed === null) throw new Error("spawn udevadm ENOENT");
      return listed;
    },
    resolve: async (path) => await Promise.resolve(path),
    isThere: async (path) => there?.(path) ?? (await serialSystem.isThere(path)),
  };
}

export type SerialStage = {
  readonly driver: Driver;
  readonly scans: Scan[];
  readonly heard: Heard[];
  readonly logged: LogLine[];
  readonly learnt: (readonly [string, SerialIds])[];
  readonly texts: () => readonly string[];
  readonly view: () => ScannerView;
  /** "ready", or why not. */
  readonly words: () => string;
};

type Wanted = {
  /** What is left out has its usual value. */
  readonly place: { readonly path: string } & Readonly<Record<string, unknown>>;
  readonly seats?: SerialSeats;
  readonly clock?: Pick<Clock, "nowMs" | "after">;
};

/** Opens one scanner; it has not been tried yet. */
export function openSerialStage({ place, seats = createSerialSeats(), clock = realClock }: Wanted): SerialStage {
  const scans: Scan[] = [];
  const heard: Heard[] = [];
  const logged: LogLine[] = [];
  const learnt: (readonly [string, SerialIds])[] = [];
  const write = (level: LogLine["level"]) => (event: string, facts?: unknown) =>
    void logged.push({ level, event, facts });
  const ports = {
    clock,
    log: { info: write("info"), warn: write("warn"), error: write("error") },
    deliver: (scan: Scan) => void scans.push(scan),
    heard: (one: Heard) => void heard.push(one),
    changed: () => {},
  };
  const driver = openSerialScanner(ports, serialPlaceSchema.parse(place), {
    seats,
    onIds: (path, ids) => void learnt.push([path, ids]),
  });
  const view = (): ScannerView => {
    const [only] = driver.list();
    if (only === undefined) throw new Error("a serial scanner is always listed");
    return only;
  };
  const words = (): string => (view().state === "ready" ? "ready" : String(view().words));
  return { driver, scans, heard, logged, learnt, view, words, texts: () => scans.map(({ text }) => text) };
}
