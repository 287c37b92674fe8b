// The scanners of the scenes.
import type { ScanReading, ScanTest } from "#contract/scan-test.ts";
import { serialPlaceSchema, type ScannerWords, type SerialPlace } from "#contract/scanners.ts";
import type { ScannerView } from "#contract/views.ts";

export const NO_HID: ScannerView = {
  id: "hid",
  kind: "hid",
  name: "HID POS",
  state: "absent",
  words: "none",
  maker: null,
  note: "",
};
export const BY_KEYBOARD: ScannerView = {
  id: "keyboard",
  kind: "keyboard",
  name: "Keyboard mode",
  state: "ready",
  words: "keyboard",
  maker: null,
  note: "",
};
export const PRETEND: ScannerView = {
  id: "pretend",
  kind: "pretend",
  name: "Pretend scanner",
  state: "ready",
  words: null,
  maker: null,
  note: "",
};
export const DESK_SCANNER: ScannerView = {
  id: "hid:0c2e:0b81:",
  kind: "hid",
  name: "Example Scanner",
  state: "ready",
  words: null,
  maker: null,
  note: "",
};

export function placeAt(path: string): SerialPlace {
  return serialPlaceSchema.parse({ path });
}

export const FORBIDDEN_PORT = serial(0, "no-permission-serial", "Error: Permission denied, cannot open /dev/ttyACM0");

function serial(index: number, words: ScannerWords | null, note = ""): ScannerView {
  const name = `/dev/ttyACM${index}`;
  const state = words === null ? "ready" : words === "port-missing" || words === "unplugged" ? "absent" : "trouble";
  return { id: `serial:${name}`, kind: "serial", name, state, words, maker: null, note };
}

function hid(name: string, words: ScannerWords, more: Partial<ScannerView> = {}): ScannerView {
  return { id: `hid:${name}`, kind: "hid", name, state: "trouble", words, maker: null, note: "", ...more };
}

/** Every word that is said of a HID scanner, and every maker. */
export const HID_WORDS: ScannerView[] = [
  DESK_SCANNER,
  hid("Voyager 1450g", "keyboard-mode", { state: "absent", maker: "honeywell" }),
  hid("YJ5900", "keyboard-mode", { state: "absent", maker: "youjie" }),
  hid("DS2208", "keyboard-mode", { state: "absent", maker: "zebra" }),
  hid("QuickScan", "keyboard-mode", { state: "absent", maker: "datalogic" }),
  hid("FM420", "keyboard-mode", { state: "absent", maker: "newland" }),
  hid("Another scanner", "no-permission-hid", {
    note: "cannot open device with path /dev/hidraw1: Permission denied",
  }),
  hid("Third scanner", "reads-nothing", { note: "could not read from HID device" }),
];

/** The rest of the words of HID, and every word of serial ports. */
export const OTHER_WORDS: ScannerView[] = [
  NO_HID,
  { ...NO_HID, id: "hid-looking", words: "looking" },
  hid("HID POS", "library-missing", {
    note: "libusb-1.0.so.0: cannot open shared object file: No such file or directory",
  }),
  hid("Odd scanner", "not-opened", { note: "cannot open device with path /dev/hidraw2: Input/output error" }),
  hid("Lost scanner", "unplugged", { state: "absent" }),
  serial(1, "in-use", "Error Resource temporarily unavailable Cannot lock port"),
  serial(2, "port-missing"),
  serial(3, "not-a-port", "Inappropriate ioctl for device"),
  serial(4, "ssi"),
  FORBIDDEN_PORT,
  BY_KEYBOARD,
];

function read(number: number, finding: ScanReading["finding"], more: Partial<ScanReading> = {}): ScanReading {
  const from = { kind: "hid", name: "Voyager 1450g" } as const;
  const what = { aim: "]C0", symbology: "Code 128", length: 18, end: "none", text: "13••••••••••••••••" } as const;
  return { number, atMs: number * 3120, finding, ...from, ...what, ...more };
}

const BULLETS = "•".repeat(16);
const HIDDEN_DIGITS = Array.from({ length: 16 }, () => "3*").join(" ");

export const TESTING: ScanTest = {
  endsInMs: 97_000,
  heard: 5,
  readings: [
    read(1, "product", { aim: "]E0", symbology: "EAN-13 / UPC-A", length: 13, text: `88${"•".repeat(11)}` }),
    read(2, "poster", { aim: "]Q1", symbology: "QR Code", length: 106, text: `000201${"•".repeat(41)}…` }),
    read(3, "wechat-hk", {
      kind: "keyboard",
      name: "Keyboard mode",
      aim: null,
      symbology: null,
      end: null,
      text: `15${BULLETS}`,
    }),
    read(4, "wechat", { kind: "serial", name: "/dev/ttyACM1", end: "crlf" }),
    read(5, "wechat"),
  ],
  lines: [
    {
      number: 3,
      atMs: 9360,
      kind: "keyboard",
      name: "Keyboard mode",
      byteCount: 18,
      hex: `31 35 ${HIDDEN_DIGITS}`,
      text: `15${BULLETS}`,
    },
    {
      number: 4,
      atMs: 12_480,
      kind: "serial",
      name: "/dev/ttyACM1",
      byteCount: 23,
      hex: `5d 43 30 31 33 ${HIDDEN_DIGITS} 0d 0a`,
      text: `]C013${BULLETS}␍␊`,
    },
    {
      number: 5,
      atMs: 15_600,
      kind: "hid",
      name: "Voyager 1450g",
      byteCount: 64,
      hex: `02 12 5d 43 30 31 33 ${HIDDEN_DIGITS} ${Array.from({ length: 38 }, () => "00").join(" ")} 6a 00 00`,
      text: `␂␒]C013${BULLETS}${"␀".repeat(38)}j␀␀`,
    },
  ],
};
