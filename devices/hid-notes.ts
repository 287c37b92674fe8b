// What the list says about HID devices: which of them are scanners, what they are called, and why one cannot be used.
import type { ScannerMaker, ScannerView, ScannerWords } from "#contract/scanners.ts";
import { reasonOf } from "./driver.ts";
import type { HidDevice } from "./hid-library.ts";

export type ScannerDevice = HidDevice & { readonly path: string };

/** HID POS Usage Tables 1.02: the bar code scanner page and its bar code scanner collection. */
const BAR_CODE_PAGE = 0x8c;
const BAR_CODE_SCANNER = 0x02;
/** HID Usage Tables, Generic Desktop: Keyboard. */
const DESKTOP_PAGE = 0x01;
const KEYBOARD = 0x06;

/** By USB vendor id (scanners.md, 1.2). */
const MAKERS: ReadonlyMap<number, ScannerMaker> = new Map([
  [0x0c2e, "honeywell"],
  [0x23d0, "youjie"],
  [0x05e0, "zebra"],
  [0x05f9, "datalogic"],
  [0x1eab, "newland"],
]);
const BRANDS = {
  honeywell: "Honeywell",
  youjie: "Youjie",
  zebra: "Zebra",
  datalogic: "Datalogic",
  newland: "Newland",
} as const satisfies Record<ScannerMaker, string>;
const REDIRECTABLE: ReadonlySet<ScannerMaker> = new Set(["honeywell", "youjie"]);

/** One for each path: on Linux a device is listed once for every usage. */
export function scannersOf(devices: readonly HidDevice[]): readonly ScannerDevice[] {
  const byPath = new Map<string, ScannerDevice>();
  for (const device of devices) {
    const { path } = device;
    if (path !== undefined && isScanner(device)) byPath.set(path, { ...device, path });
  }
  return [...byPath.values()];
}

function isScanner({ usagePage, usage }: HidDevice): boolean {
  return usagePage === BAR_CODE_PAGE && usage === BAR_CODE_SCANNER;
}

/** A unit that has a keyboard beside its HID POS interface, and sends its scans there unless it is redirected. Only of these
 *  makers is it known (scanners.md, 1.2). */
export function isKeyboardToo(scanner: ScannerDevice, devices: readonly HidDevice[]): boolean {
  const maker = makerOf(scanner);
  if (maker === null || !REDIRECTABLE.has(maker)) return false;
  const id = identityOf(scanner);
  const isKeyboard = ({ usagePage, usage }: HidDevice): boolean => usagePage === DESKTOP_PAGE && usage === KEYBOARD;
  return devices.some((device) => isKeyboard(device) && identityOf(device) === id);
}

/** The same for the same scanner after a new plug, where it has a serial number. Paths change. */
export function identityOf(device: HidDevice): string {
  const ids = [device.vendorId, device.productId].map((id) => id.toString(16).padStart(4, "0")).join(":");
  return `hid:${ids}:${device.serialNumber ?? ""}`.slice(0, 180);
}

export function makerOf({ vendorId }: HidDevice): ScannerMaker | null {
  return MAKERS.get(vendorId) ?? null;
}

export function nameOf(device: HidDevice): string {
  const maker = makerOf(device);
  return (device.product ?? "").trim().slice(0, 120) || (maker === null ? "HID POS" : BRANDS[maker]);
}

type Said = {
  readonly state: ScannerView["state"];
  readonly words?: ScannerWords;
  readonly maker?: ScannerMaker | null;
  /** What the system said. */
  readonly error?: unknown;
};

export function hidView(id: string, name: string, said: Said): ScannerView {
  const { state, words = null, maker = null, error } = said;
  return { id, kind: "hid", name, state, words, maker, note: error === undefined ? "" : reasonOf(error) };
}

/** The line while there is no scanner to name. */
export function generalView(said: Said): ScannerView {
  return hidView("hid", "HID POS", said);
}

/** Known makers' devices without a HID POS interface, one line a unit: they type, or speak another protocol. */
export function inAnotherMode(devices: readonly HidDevice[]): readonly ScannerView[] {
  const scanners = new Set(devices.filter(isScanner).map(identityOf));
  const byId = new Map<string, ScannerView>();
  for (const device of devices) {
    const id = identityOf(device);
    const maker = makerOf(device);
    if (maker === null || scanners.has(id)) continue;
    byId.set(id, hidView(id, nameOf(device), { state: "absent", words: "keyboard-mode", maker }));
  }
  return [...byId.values()];
}

/** Why a scanner that is there could not be opened. */
export function openingWords(error: unknown): ScannerWords {
  return /permission denied|access is denied|not permitted|EACCES/i.test(reasonOf(error))
    ? "no-permission-hid"
    : "not-opened";
}

/** How a device that is gone ends its handle, as far as the systems say so. */
const DISCONNECTED = /disconnected|not connected|no such device/i;

/** Of a handle that has failed. @param atOnce before it had read anything: so does a keyboard on Windows (scanners.md, 2.1) */
export function lostView(
  id: string,
  name: string,
  lost: { readonly error: unknown; readonly atOnce: boolean },
): ScannerView {
  return lost.atOnce && !DISCONNECTED.test(reasonOf(lost.error))
    ? hidView(id, name, { state: "trouble", words: "reads-nothing", error: lost.error })
    : hidView(id, name, { state: "absent", words: "unplugged" });
}
