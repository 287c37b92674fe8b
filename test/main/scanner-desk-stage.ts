// A scanners' desk on a folder of its own, with a HID library that can be plugged, a clock moved by hand, and settings in memory.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { serialPlaceSchema, type ScannerSettings, type SerialChoice, type SerialIds } from "#contract/scanners.ts";
import type { SerialLister } from "#devices/port-list.ts";
import { openScanners } from "#devices/scanners.ts";
import { openScannerDesk, type OpenedScannerDesk } from "#main/scanner-desk.ts";
import { createUdevHelp } from "#main/udev-rules.ts";
import { createFakeHid, HONEYWELL } from "#test/devices/fake-hid.ts";
import { createManualClock, type ManualClock } from "#test/devices/stage.ts";
import { report } from "#test/devices/vectors.ts";

export type Opened = {
  readonly opened: OpenedScannerDesk;
  readonly hid: ReturnType<typeof createFakeHid>;
  readonly clock: ManualClock;
  readonly folder: string;
  readonly scans: string[];
  readonly settings: () => ScannerSettings;
  /** As a serial driver tells what it has found at a path. */
  readonly learn: (path: string, ids: SerialIds) => void;
  /** How often scanners were opened. */
  readonly openings: () => number;
};

export const FIRST: ScannerSettings = { hid: true, honeywellRedirect: false, serial: [], keyGapMs: 50 };
export const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export async function openDeskStage(
  first: ScannerSettings = FIRST,
  listPorts: SerialLister = noLister,
): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-desk-"));
  const hid = createFakeHid();
  hid.plug(HONEYWELL);
  const clock = createManualClock();
  let settings = first;
  let openings = 0;
  let learn: (path: string, ids: SerialIds) => void = () => undefined;
  const opened = await openScannerDesk({
    open: (wanted, onIds) => {
      openings += 1;
      learn = onIds;
      return openScanners({ clock, log: silent, ...wanted, pretend: true, hidLibrary: hid, onIds });
    },
    settings: { read: () => settings, write: (next) => void (settings = next) },
    listPorts,
    udev: createUdevHelp(folder, silent, { platform: "linux", folders: [] }),
    clock: { ...clock, wallMs: () => Date.UTC(2026, 10, 20, 3, 12, 40, 118) },
    log: silent,
    dataFolder: folder,
    staleAfterMs: 50_000,
  });
  const scans: string[] = [];
  opened.scanners.onScan(({ text }) => scans.push(text));
  onTestFinished(async () => {
    await opened.close();
    rmSync(folder, { recursive: true });
  });
  return {
    opened,
    hid,
    clock,
    folder,
    scans,
    settings: () => settings,
    openings: () => openings,
    learn: (path, ids) => learn(path, ids),
  };
}

/** As on Linux without udevadm. */
const noLister: SerialLister = () => Promise.reject(new Error("spawn udevadm ENOENT"));

/** A code whose digits are none of the pretend ones. */
export const SECRET = report("02125d4330 313335313132323938363338343638323933", "6a0000");
export const choice = (path: string): SerialChoice => {
  const { ids: _ids, ...place } = serialPlaceSchema.parse({ path });
  return place;
};
