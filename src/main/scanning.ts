// The scanners of this machine, wired to the settings file: what the till is handed as its scanners and their desk.
import { systemPorts } from "#devices/port-list.ts";
import { openScanners } from "#devices/scanners.ts";
import type { Clock, Log } from "#till/ports.ts";
import { openScannerDesk, type OpenedScannerDesk } from "./scanner-desk.ts";
import type { SettingsFile } from "./settings-file.ts";
import { createUdevHelp } from "./udev-rules.ts";

export async function openScanning(parts: {
  readonly dataFolder: string;
  readonly settings: SettingsFile;
  readonly clock: Clock;
  readonly log: Log;
  readonly staleAfterMs: number;
  readonly pretend: boolean;
}): Promise<OpenedScannerDesk> {
  const { dataFolder, settings, clock, log, staleAfterMs, pretend } = parts;
  return await openScannerDesk({
    open: (wanted, onIds) => openScanners({ clock, log, ...wanted, pretend, onIds }),
    settings: {
      read: () => settings.read().scanners,
      write: (scanners) => settings.write({ scanners }),
    },
    listPorts: systemPorts,
    udev: createUdevHelp(dataFolder, log),
    clock,
    log,
    dataFolder,
    staleAfterMs,
  });
}
