// All scanners of the till as one: the implementation of the port Scanners. Missing hardware is an entry in the list,
// never a failure, and a scan made while nobody listens is gone.
import type { Scan } from "#contract/scan.ts";
import type { SerialIds, SerialPlace } from "#contract/scanners.ts";
import type { Clock, Log, Scanners } from "#till/ports.ts";
import { reasonOf, type Driver, type DriverPorts, type Heard } from "./driver.ts";
import { openHidScanners } from "./hid.ts";
import { nodeHid, type HidLibrary } from "./hid-library.ts";
import { createKeyboardScanner } from "./keyboard.ts";
import { createPretendScanner, type PretendScanner } from "./pretend.ts";
import { openSerialScanner } from "./serial.ts";
import { createSerialSeats } from "./serial-seats.ts";

export type { PretendScanner } from "./pretend.ts";

export type ScannersOptions = {
  readonly clock: Pick<Clock, "nowMs" | "after">;
  readonly log: Log;
  readonly hid: boolean;
  /** As the settings have it; off unless it is said. */
  readonly honeywellRedirect?: boolean;
  /** Ports by path: not every one can be listed. */
  readonly serial: readonly SerialPlace[];
  /** Is told what the port at a path is, to be kept with its place: it is then found under another path too. */
  readonly onIds?: (path: string, ids: SerialIds) => void;
  readonly pretend: boolean;
  /** Stands in for node-hid in tests. */
  readonly hidLibrary?: HidLibrary;
};

export type OpenedScanners = Scanners & {
  readonly pretend: PretendScanner | null;
  onHeard(listener: (heard: Heard) => void): void;
};

/** A bus may take seconds to answer; the till does not wait for it. */
const FIRST_LOOK_MS = 300;
/** As the contract's views limit it. */
const MOST_LISTED = 20;

/** Opens everything that is wanted. Resolves after the first look at the hardware, at the latest after 300 ms, and never
 *  rejects because something is missing; what comes later is told by `onChange`. */
export async function openScanners(options: ScannersOptions): Promise<OpenedScanners> {
  const { clock, log } = options;
  const scanListeners = new Set<(scan: Scan) => void>();
  const changeListeners = new Set<() => void>();
  const heardListeners = new Set<(heard: Heard) => void>();
  const tell = guarded(log);
  let closed = false;
  const ports: DriverPorts = {
    clock,
    log,
    deliver: (scan) => {
      if (!closed) for (const listener of scanListeners) tell(() => listener(scan));
    },
    heard: (heard) => {
      if (!closed) for (const listener of heardListeners) tell(() => listener(heard));
    },
    changed: () => {
      if (!closed) for (const listener of changeListeners) tell(listener);
    },
  };
  const keyboard = createKeyboardScanner(ports);
  const pretend = options.pretend ? createPretendScanner(ports) : null;
  const drivers = [...openWired(options, ports), keyboard, ...(pretend === null ? [] : [pretend])];
  await firstLook(drivers, clock);
  return {
    pretend,
    onScan: (listener) => void scanListeners.add(listener),
    onChange: (listener) => void changeListeners.add(listener),
    onHeard: (listener) => void heardListeners.add(listener),
    list: () => drivers.flatMap((driver) => driver.list()).slice(0, MOST_LISTED),
    typed: (text) => keyboard.typed(text),
    async close() {
      closed = true;
      await Promise.all(drivers.map(async (driver) => await driver.close()));
    },
  };
}

/** What is plugged in, in the order of the list. */
function openWired(options: ScannersOptions, ports: DriverPorts): readonly Driver[] {
  const { hid, hidLibrary = nodeHid, honeywellRedirect = false, serial, onIds } = options;
  const tell = guarded(ports.log);
  const seats = createSerialSeats();
  const learnt = { seats, onIds: (path: string, ids: SerialIds): void => tell(() => onIds?.(path, ids)) };
  return [
    ...(hid ? [openHidScanners(ports, { library: hidLibrary, honeywellRedirect })] : []),
    ...serial.map((place) => openSerialScanner(ports, place, learnt)),
  ];
}

async function firstLook(drivers: readonly Driver[], clock: ScannersOptions["clock"]): Promise<void> {
  let callOff = (): void => {};
  const longEnough = new Promise<void>((resolve) => {
    callOff = clock.after(FIRST_LOOK_MS, resolve);
  });
  await Promise.race([Promise.all(drivers.map((driver) => driver.tried)), longEnough]);
  callOff();
}

/** A listener that throws must not reach a driver: node-hid would take it for an unplug. */
function guarded(log: Log): (call: () => void) => void {
  return (call) => {
    try {
      call();
    } catch (error) {
      log.error("scanner.listener-failed", { reason: reasonOf(error) });
    }
  };
}
