// Scenes of the scanners in the set-up: the list with every word, the serial form, a test, a recording.
import type { SetUpView } from "#contract/views.ts";
import { HID_WORDS, OTHER_WORDS, placeAt, TESTING } from "./scanner-views.ts";
import { scene, type Scene } from "./scene.ts";
import { SET_UP } from "./other-views.ts";

const SCREEN = ["F9", "KeyS"] as const;
const OWN = { serial: ["/dev/ttyACM0", "/dev/ttyACM1", "/dev/ttyACM2"].map(placeAt) };

const LISTED = {
  listed: true,
  ports: [
    { path: "/dev/ttyACM3", name: "Honeywell Imaging & Mobility", maker: "honeywell", usb: true },
    { path: "/dev/ttyACM0", name: "Newland Auto-ID", maker: "newland", usb: true },
    { path: "/dev/ttyUSB0", name: "FTDI", maker: null, usb: true },
    { path: "/dev/ttyS0", name: "", maker: null, usb: false },
  ],
};

type Pressed = { readonly keys: readonly string[]; readonly answers?: Scene["answers"] };

function scanners(name: string, setUp: Partial<SetUpView>, more: Pressed): Scene {
  const views = setUp.scanners === undefined ? {} : { scanners: setUp.scanners };
  return scene(name, { setUp, more: views, customer: false, ...more, keys: [...SCREEN, ...more.keys] });
}

const WITH_SERIAL = { ...SET_UP.scannerSettings, ...OWN };

export const SCANNER_SCENES: readonly Scene[] = [
  scanners("scanners", {}, { keys: [] }),
  scanners("scanners-hid", { scanners: HID_WORDS }, { keys: [] }),
  scanners(
    "scanners-udev",
    {
      scanners: HID_WORDS.filter(({ words }) => words !== "keyboard-mode"),
      udevRules: "/var/lib/counterfoil/70-counterfoil-scanners.rules",
    },
    { keys: [] },
  ),
  scanners("scanners-other", { scanners: OTHER_WORDS, scannerSettings: WITH_SERIAL }, { keys: [] }),
  scanners("serial-add", {}, { keys: ["Insert"], answers: { "scanners/ports": LISTED } }),
  scanners(
    "serial-typed",
    {},
    {
      keys: ["Insert", ..."COM".split("").map((letter) => `Key${letter}`), "Digit3"],
      answers: { "scanners/ports": { listed: false, ports: [] } },
    },
  ),
  scanners(
    "serial-all",
    {},
    {
      keys: ["Insert", "Tab", "Tab", "Tab", "Tab", "Space"],
      answers: { "scanners/ports": { listed: false, ports: [] } },
    },
  ),
  scanners(
    "serial-taken",
    {},
    {
      keys: ["Insert", "KeyX", "Enter"],
      answers: { "scanners/ports": LISTED, "scanners/put-serial": { result: "taken" } },
    },
  ),
  scanners("scan-test", { scanTest: TESTING }, { keys: ["KeyT"] }),
  scanners(
    "scan-test-begun",
    { scanTest: { endsInMs: 120_000, heard: 0, lines: [], readings: [] } },
    { keys: ["KeyT"] },
  ),
  scanners(
    "scan-test-recorded",
    { scanTest: TESTING },
    {
      keys: ["KeyT", "KeyR"],
      answers: { "scanners/record": { file: "/var/lib/counterfoil/recordings/2026-11-20T03-12-40.118Z.json" } },
    },
  ),
];
