// What the list says about HID devices: which of them are scanners, what they are called, and why one cannot be used.
import type { ScannerView } from "#contract/scanners.ts";
import { reasonOf } from "./driver.ts";
import type { HidDevice } from "./hid-library.ts";

export type ScannerDevice = HidDevice & { readonly path: string };

/** HID POS Usage Tables 1.02: the bar code scanner page and its bar code scanner collection. */
const BAR_CODE_PAGE = 0x8c;
const BAR_CODE_SCANNER = 0x02;

/** Makers of scanners, to say "in another mode" instead of "none" (scanners.md, 1.2). */
const MAKERS: ReadonlyMap<number, string> = new Map([
  [0x0c2e, "Honeywell"],
  [0x23d0, "Youjie"],
  [0x05e0, "Zebra"],
  [0x05f9, "Datalogic"],
  [0x1eab, "Newland"],
]);

/** One for each path: on Linux a device is listed once for every usage. */
export function scannersOf(devices: readonly HidDevice[]): readonly ScannerDevice[] {
  const byPath = new Map<string, ScannerDevice>();
  for (const device of devices) {
    const { path, usagePage, usage } = device;
    if (path !== undefined && usagePage === BAR_CODE_PAGE && usage === BAR_CODE_SCANNER)
      byPath.set(path, { ...device, path });
  }
  return [...byPath.values()];
}

/** The same for the same scanner after a new plug, where it has a serial number. Paths change. */
export function identityOf(device: ScannerDevice): string {
  const ids = [device.vendorId, device.productId].map((id) => id.toString(16).padStart(4, "0")).join(":");
  return `hid:${ids}:${device.serialNumber ?? ""}`.slice(0, 180);
}

export function nameOf(device: HidDevice): string {
  const product = (device.product ?? "").trim();
  return (product === "" ? (MAKERS.get(device.vendorId) ?? "HID POS scanner") : product).slice(0, 120);
}

type Said = Pick<ScannerView, "state" | "note"> & Partial<Pick<ScannerView, "words" | "maker">>;

export function hidView(id: string, name: string, said: Said): ScannerView {
  const { state, words = null, maker = null, note } = said;
  return { id, kind: "hid", name, state, words, maker, note: note.slice(0, 300) };
}

/** The line for a machine with no HID POS scanner. */
export function noScanner(devices: readonly HidDevice[]): ScannerView {
  const known = devices.find((device) => MAKERS.has(device.vendorId));
  if (known === undefined)
    return hidView("hid", "HID POS", { state: "absent", note: "no HID POS scanner is plugged in" });
  const note =
    "plugged in, but not in HID POS mode; it may type as a keyboard. Its manual has a code that changes the mode";
  return hidView("hid", nameOf(known), { state: "absent", note });
}

/** Why a scanner that is there could not be opened, and what helps. */
export function openingNote(path: string, error: unknown): string {
  const reason = reasonOf(error);
  if (/permission denied|access is denied|not permitted|EACCES/i.test(reason)) {
    return `no permission to open ${path}: install the udev rule 70-counterfoil-scanners.rules, then plug the scanner in again`;
  }
  return `cannot be opened: ${reason}`;
}
