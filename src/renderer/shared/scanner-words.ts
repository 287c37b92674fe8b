// What a scanner is called on the screens and what is said of it, in the cashier's language. A maker's name and a system's own
// words stand as they are.
import type { ScannerView } from "#contract/views.ts";
import type { Say } from "./language.tsx";

/** As the package brings it and the till lays it down; the same in every language. */
const UDEV_FILE = "70-counterfoil-scanners.rules";

export function scannerName(scanner: ScannerView, say: Say): string {
  const { kind, name } = scanner;
  if (kind === "keyboard" || kind === "pretend") return say(`scannerKind.${kind}`);
  return isNone(scanner) ? say("scannerKind.hid") : name;
}

/** Of what sort it is, where its name does not say so already. */
export function scannerSort(scanner: ScannerView, say: Say): string {
  return scannerName(scanner, say) === say(`scannerKind.${scanner.kind}`) ? "" : say(`scannerKind.${scanner.kind}`);
}

/** How it stands, in a sentence; empty where it works and there is nothing to say. */
export function scannerWords({ words }: ScannerView, say: Say): string {
  return words === null ? "" : say(`scannerWords.${words}`);
}

const SHORT_NAME = 18;

/** The same behind its name, for a line with little room: of a long path the end is said, of a long name the beginning. */
export function scannerSays(scanner: ScannerView, say: Say): string {
  const { kind, words } = scanner;
  const whole = scannerName(scanner, say);
  const cut = kind === "serial" ? `…${whole.slice(1 - SHORT_NAME)}` : `${whole.slice(0, SHORT_NAME - 1)}…`;
  const name = whole.length <= SHORT_NAME ? whole : cut;
  return words === null ? name : say("scannerSays", { name, words: say(`scannerShort.${words}`) });
}

/** What helps; empty where nothing needs to be done. */
export function scannerHelp({ words, maker }: ScannerView, say: Say): string {
  switch (words) {
    case "keyboard-mode":
      return say(`scannerChange.${maker ?? "other"}`);
    case "no-permission-hid":
    case "no-permission-serial":
      return say(`scannerHelp.${words}`, { file: UDEV_FILE });
    case "reads-nothing":
    case "library-missing":
    case "in-use":
    case "port-missing":
    case "not-a-port":
    case "ssi":
    case "not-opened":
      return say(`scannerHelp.${words}`);
    case "looking":
    case "none":
    case "unplugged":
    case "keyboard":
    case null:
      return "";
  }
}

/** The line that stands where no HID POS scanner is, not one of a scanner in another mode. */
function isNone({ kind, state, name, words }: ScannerView): boolean {
  return kind === "hid" && name === "HID POS" && (state === "absent" || words === "library-missing");
}
