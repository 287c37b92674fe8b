// The scanners of the scenes.
import type { ScannerView } from "#contract/views.ts";

export const NO_HID: ScannerView = {
  id: "hid",
  kind: "hid",
  name: "HID POS",
  state: "absent",
  words: "none",
  maker: null,
  note: "no HID POS scanner is plugged in",
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
