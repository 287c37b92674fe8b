// What Linux must be told so that the person at the screen may read a scanner. The Debian package installs these rules; a till
// that runs without it lays them into its data folder, to be copied by whoever may. assets/linux has the very same text.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ScannerView } from "#contract/scanners.ts";
import { reasonOf } from "#devices/driver.ts";
import type { Log } from "#till/ports.ts";
import { writeWhole } from "./whole-file.ts";

export const UDEV_FILE = "70-counterfoil-scanners.rules";

/** USB vendor ids; source: scanners.md, 1.2. */
const VENDORS = [
  ["0c2e", "Honeywell"],
  ["23d0", "Youjie (Honeywell)"],
  ["05e0", "Zebra, Symbol"],
  ["05f9", "Datalogic"],
  ["1eab", "Newland"],
] as const;

/** Sources: hidapi's udev/69-hid.rules (hidraw, uaccess, lower-case ids); ModemManager's "Common udev tags" (ID_MM_DEVICE_IGNORE:
 *  else it may send modem commands to a new serial port, and hold it meanwhile). */
export const UDEV_RULES = `# Lets the person at the screen read bar code scanners without being root: HID POS scanners and scanners on USB serial ports.
# Copy to /etc/udev/rules.d/, then: udevadm control --reload-rules && udevadm trigger, and plug the scanner in again.
# The name must sort before 73-seat-late.rules, which is where \`uaccess\` is turned into a permission.
# Only these makers; of their devices it opens every HID interface, so also the raw side of one that types.
# Serial ports of other makers and adapters are left alone: for those a member of the group dialout may run the till.
ACTION=="remove", GOTO="counterfoil_end"
SUBSYSTEM=="hidraw", KERNEL=="hidraw*", GOTO="counterfoil_scanner"
SUBSYSTEM=="tty", KERNEL=="ttyACM[0-9]*|ttyUSB[0-9]*", GOTO="counterfoil_scanner"
SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", GOTO="counterfoil_modem"
GOTO="counterfoil_end"

LABEL="counterfoil_scanner"
${VENDORS.map(([id, name]) => `# ${name}\nATTRS{idVendor}=="${id}", TAG+="uaccess"`).join("\n")}

# No modem: nobody shall try to dial with it.
LABEL="counterfoil_modem"
${VENDORS.map(([id]) => `ATTRS{idVendor}=="${id}", ENV{ID_MM_DEVICE_IGNORE}="1"`).join("\n")}

LABEL="counterfoil_end"
`;

const FOLDERS = [
  "/etc/udev/rules.d",
  "/run/udev/rules.d",
  "/usr/local/lib/udev/rules.d",
  "/usr/lib/udev/rules.d",
  "/lib/udev/rules.d",
];

export type UdevHelp = {
  /** Looks whether somebody is kept from a scanner by rules that are not installed, and lays them down once. */
  look(scanners: readonly ScannerView[]): void;
  /** Where they lie, to be copied; null while nothing is to be done. */
  path(): string | null;
};

export type UdevPlace = { readonly platform: NodeJS.Platform; readonly folders: readonly string[] };

/** A folder that cannot be written is logged, no more: the screen then says only what is missing. */
export function createUdevHelp(
  dataFolder: string,
  log: Log,
  { platform, folders }: UdevPlace = { platform: process.platform, folders: FOLDERS },
): UdevHelp {
  let path: string | null = null;
  let tried = false;
  return {
    path: () => path,
    look(scanners) {
      const isKept = scanners.some(({ words }) => words === "no-permission-hid" || words === "no-permission-serial");
      if (tried || !isKept || platform !== "linux") return;
      tried = true;
      if (folders.some((folder) => existsSync(join(folder, UDEV_FILE)))) return;
      try {
        writeWhole(join(dataFolder, UDEV_FILE), UDEV_RULES);
        path = join(dataFolder, UDEV_FILE);
      } catch (error) {
        log.warn("scanners/udev-not-written", { reason: reasonOf(error) });
      }
    },
  };
}
