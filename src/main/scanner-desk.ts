// The scanners as the shop sets them up: opened as the settings say, closed and opened again when these change, and looked at
// instead of sold with while a test is on.
import { join } from "node:path";
import type { ScanTest } from "#contract/scan-test.ts";
import type { Scan } from "#contract/scan.ts";
import { MOST_SERIAL, type ScannerSettings, type SerialIds, type SerialPlace } from "#contract/scanners.ts";
import { serialPorts, type SerialLister } from "#devices/port-list.ts";
import type { OpenedScanners, PretendScanner } from "#devices/scanners.ts";
import type { Clock, Log, Scanners } from "#till/ports.ts";
import type { ScannerDesk } from "#till/scanner-port.ts";
import { saveRecording, type RecordedFacts } from "./scan-recording.ts";
import type { UdevHelp } from "./udev-rules.ts";
import { createScanWatch, type ScanWatch } from "./scan-watch.ts";

/** Opens what the settings say; `onIds` is told what the scanner at a path is, to be kept with its path. */
export type OpenScanners = (
  settings: ScannerSettings,
  onIds: (path: string, ids: SerialIds) => void,
) => Promise<OpenedScanners>;

export type ScannerDeskParts = {
  readonly open: OpenScanners;
  readonly settings: { read(): ScannerSettings; write(settings: ScannerSettings): void };
  readonly listPorts: SerialLister;
  readonly clock: Pick<Clock, "nowMs" | "wallMs" | "after">;
  readonly log: Log;
  readonly dataFolder: string;
  /** Of a payment code, from the scanner to the till. */
  readonly staleAfterMs: number;
  readonly udev: UdevHelp;
};

export type OpenedScannerDesk = {
  readonly scanners: Scanners;
  readonly desk: ScannerDesk;
  readonly pretend: PretendScanner | null;
  close(): Promise<void>;
};

/** Nobody may find the till deaf because a test was forgotten. */
const TEST_MS = 120_000;

export async function openScannerDesk(parts: ScannerDeskParts): Promise<OpenedScannerDesk> {
  const { settings, log } = parts;
  const scanListeners = new Set<(scan: Scan) => void>();
  const changeListeners = new Set<() => void>();
  const changed = (): void => changeListeners.forEach((listener) => listener());
  const test = createTest(parts, { changed, nameOf: (id) => nameOf(current, id) });

  async function open(): Promise<OpenedScanners> {
    const opened = await parts.open(settings.read(), keepIds);
    opened.onScan((scan) => {
      if (!test.isOn()) for (const listener of scanListeners) listener(scan);
    });
    opened.onHeard((heard) => test.take(heard));
    opened.onChange(() => {
      parts.udev.look(opened.list());
      changed();
    });
    parts.udev.look(opened.list());
    return opened;
  }

  function keepIds(path: string, ids: SerialIds): void {
    const now = settings.read();
    const serial = now.serial.map((place) => (place.path === path ? { ...place, ids } : place));
    if (JSON.stringify(serial) !== JSON.stringify(now.serial)) settings.write({ ...now, serial });
  }

  let current = await open();
  let turn: Promise<void> = Promise.resolve();
  /** What is open is closed before it is opened again: a port has one owner. */
  const reopen = (): Promise<void> =>
    (turn = turn.then(async () => {
      await current.close();
      current = await open();
      log.info("scanners/opened", { listed: current.list().length });
      changed();
    }));

  return {
    scanners: {
      onScan: (listener) => void scanListeners.add(listener),
      onChange: (listener) => void changeListeners.add(listener),
      list: () => current.list(),
      typed: (text) => current.typed(text),
      close: () => current.close(),
    },
    desk: { ...createChoice(parts, reopen), ...test.port, udevRules: () => parts.udev.path() },
    pretend: current.pretend && { scan: (code) => current.pretend?.scan(code) },
    async close() {
      test.port.setTest(false);
      scanListeners.clear();
      changeListeners.clear();
      await turn;
      await current.close();
    },
  };
}

function nameOf(scanners: OpenedScanners, id: string): string {
  return scanners.list().find((one) => one.id === id)?.name ?? id;
}

type Choice = Pick<ScannerDesk, "settings" | "set" | "putSerial" | "removeSerial" | "ports">;

function createChoice({ settings, listPorts }: ScannerDeskParts, reopen: () => Promise<void>): Choice {
  async function write(change: Partial<ScannerSettings>): Promise<void> {
    const before = settings.read();
    const { keyGapMs, ...opened } = { ...before, ...change };
    settings.write({ keyGapMs, ...opened });
    const { keyGapMs: _gap, ...openedBefore } = before;
    if (JSON.stringify(opened) !== JSON.stringify(openedBefore)) await reopen();
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
      const ports = await serialPorts(listPorts);
      return { listed: ports !== null, ports: [...(ports ?? [])] };
    },
  };
}

type Test = {
  isOn(): boolean;
  take: ScanWatch["take"];
  readonly port: Pick<ScannerDesk, "test" | "setTest" | "record">;
};

function createTest(
  { clock, dataFolder, staleAfterMs, settings, log }: ScannerDeskParts,
  { changed, nameOf: name }: { readonly changed: () => void; readonly nameOf: (id: string) => string },
): Test {
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
    watch = createScanWatch({
      beganAtMs,
      endsAtMs: beganAtMs + TEST_MS,
      staleAfterMs,
      nameOf: name,
      nowMs: clock.nowMs,
    });
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
      test: (): ScanTest | null => watch?.view(clock.nowMs()) ?? null,
      setTest: (on) => (on ? begin() : end()),
      record() {
        if (watch === null || watch.tape.isEmpty()) return null;
        const { serial } = settings.read();
        const recording = watch.tape.recording("Heard by a till's test scan.", (id) =>
          recordedFacts(id, name(id), serial),
        );
        return saveRecording(join(dataFolder, "recordings"), recording, new Date(clock.wallMs()));
      },
    },
  };
}

/** @param id as in the driver's list */
export function recordedFacts(id: string, name: string, serial: readonly SerialPlace[]): RecordedFacts {
  const place = serial.find(({ path }) => id === `serial:${path}`.slice(0, 200));
  return { name: name.slice(0, 120), line: place ? { suffix: place.suffix, quietMs: place.quietMs } : null };
}
