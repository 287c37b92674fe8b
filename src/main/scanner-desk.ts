// The scanners as the shop sets them up: opened as the settings say, closed and opened again when these change, and looked at
// instead of sold with while a test is on.
import type { Scan } from "#contract/scan.ts";
import { MOST_SERIAL, type ScannerSettings, type SerialIds, type SerialPlace } from "#contract/scanners.ts";
import { serialPorts, type SerialLister } from "#devices/port-list.ts";
import type { OpenedScanners, PretendScanner } from "#devices/scanners.ts";
import type { Scanners } from "#till/ports.ts";
import type { ScannerDesk } from "#till/scanner-port.ts";
import { createTestScan, type TestScanParts } from "./test-scan.ts";
import type { UdevHelp } from "./udev-rules.ts";

/** Opens what the settings say; `onIds` is told what the scanner at a path is, to be kept with its path. */
export type OpenScanners = (
  settings: ScannerSettings,
  onIds: (path: string, ids: SerialIds) => void,
) => Promise<OpenedScanners>;

export type ScannerDeskParts = Omit<TestScanParts, "settings" | "nameOf" | "changed"> & {
  readonly open: OpenScanners;
  readonly settings: { read(): ScannerSettings; write(settings: ScannerSettings): void };
  readonly listPorts: SerialLister;
  readonly udev: UdevHelp;
};

export type OpenedScannerDesk = {
  readonly scanners: Scanners;
  readonly desk: ScannerDesk;
  readonly pretend: PretendScanner | null;
  close(): Promise<void>;
};

export async function openScannerDesk(parts: ScannerDeskParts): Promise<OpenedScannerDesk> {
  const { settings } = parts;
  const scanListeners = new Set<(scan: Scan) => void>();
  const changeListeners = new Set<() => void>();
  const changed = (): void => changeListeners.forEach((listener) => listener());
  const nameOf = (id: string): string =>
    seat
      .now()
      .list()
      .find((one) => one.id === id)?.name ?? id;
  const test = createTestScan({ ...parts, settings: settings.read, nameOf, changed });
  const seat = await openSeat(parts, (opened) => {
    opened.onScan((scan) => {
      if (!test.isOn()) for (const listener of scanListeners) listener(scan);
    });
    opened.onHeard((heard) => test.take(heard));
    opened.onChange(changed);
    changed();
  });
  return {
    scanners: {
      onScan: (listener) => void scanListeners.add(listener),
      onChange: (listener) => void changeListeners.add(listener),
      list: () => seat.now().list(),
      typed: (text) => seat.now().typed(text),
      close: () => seat.close(),
    },
    desk: { ...createChoice(parts, seat.reopen), ...test.port, udevRules: () => parts.udev.path() },
    pretend: seat.now().pretend && { scan: (code) => seat.now().pretend?.scan(code) },
    async close() {
      test.port.setTest(false);
      await seat.close();
    },
  };
}

type Seat = {
  now(): OpenedScanners;
  /** Closes what is open first: a port has one owner. Several askings are carried out one after the other. */
  reopen(): Promise<void>;
  close(): Promise<void>;
};

/** @param seated is handed what was opened, each time anew */
async function openSeat(
  { open, settings, udev }: ScannerDeskParts,
  seated: (opened: OpenedScanners) => void,
): Promise<Seat> {
  async function sit(): Promise<OpenedScanners> {
    const opened = await open(settings.read(), (path, ids) => keepIds(settings, path, ids));
    const look = (): void => udev.look(opened.list());
    opened.onChange(look);
    look();
    return opened;
  }

  let current = await sit();
  seated(current);
  let turn: Promise<void> = Promise.resolve();
  let closed = false;
  async function again(): Promise<void> {
    if (closed) return;
    await current.close();
    current = await sit();
    seated(current);
  }
  return {
    now: () => current,
    reopen: () => (turn = turn.then(again, again)),
    async close() {
      closed = true;
      // Whoever asked for it has heard of its failure.
      await turn.catch(() => undefined);
      await current.close();
    },
  };
}

/** Known by now: the driver goes by them already, so nothing is opened anew. */
function keepIds(settings: ScannerDeskParts["settings"], path: string, ids: SerialIds): void {
  const now = settings.read();
  const serial = now.serial.map((place) => (place.path === path ? { ...place, ids } : place));
  if (JSON.stringify(serial) !== JSON.stringify(now.serial)) settings.write({ ...now, serial });
}

type Choice = Pick<ScannerDesk, "settings" | "set" | "putSerial" | "removeSerial" | "ports">;

/** A system's program that hangs is one that cannot list. */
const LIST_WITHIN_MS = 5_000;

function createChoice({ settings, listPorts, clock }: ScannerDeskParts, reopen: () => Promise<void>): Choice {
  async function write(change: Partial<ScannerSettings>): Promise<void> {
    const before = settings.read();
    settings.write({ ...before, ...change });
    if (opens(settings.read()) !== opens(before)) await reopen();
  }

  return {
    settings: () => settings.read(),
    set: write,
    async putSerial(before, place) {
      const { serial } = settings.read();
      const old = before === null ? null : serial.find(({ path }) => path === before);
      if (old === undefined) return "unknown";
      if (place.path !== before && serial.some(({ path }) => path === place.path)) return "taken";
      if (old === null && serial.length >= MOST_SERIAL) return "too-many";
      // Another path may be another scanner.
      const next: SerialPlace = { ...place, ids: old?.path === place.path ? old.ids : null };
      await write({ serial: old === null ? [...serial, next] : serial.map((one) => (one === old ? next : one)) });
      return "saved";
    },
    removeSerial: (path) => write({ serial: settings.read().serial.filter((place) => place.path !== path) }),
    async ports() {
      let callOff = (): void => undefined;
      const late = new Promise<null>((resolve) => {
        callOff = clock.after(LIST_WITHIN_MS, () => resolve(null));
      });
      const ports = await Promise.race([serialPorts(listPorts), late]);
      callOff();
      return { listed: ports !== null, ports: [...(ports ?? [])] };
    },
  };
}

/** What scanners are opened by; the pages have the gap between keys. */
function opens({ hid, honeywellRedirect, serial }: ScannerSettings): string {
  return JSON.stringify([hid, honeywellRedirect, serial]);
}
