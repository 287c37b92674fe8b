// What a scanner is called on the screens. Names and notes of our own are said in the cashier's language; a maker's stand as they are.
import type { ScannerView } from "#contract/views.ts";
import type { Say } from "./language.tsx";

export function scannerName(scanner: ScannerView, say: Say): string {
  const { kind, name } = scanner;
  if (kind === "keyboard" || kind === "pretend") return say(`scannerKind.${kind}`);
  return isNone(scanner) ? say("scannerKind.hid") : name;
}

/** Of what sort it is, where its name does not say so already. */
export function scannerSort(scanner: ScannerView, say: Say): string {
  return scannerName(scanner, say) === say(`scannerKind.${scanner.kind}`) ? "" : say(`scannerKind.${scanner.kind}`);
}

export function scannerNote(scanner: ScannerView, say: Say): string {
  if (scanner.kind === "keyboard") return say("scannerNote.keyboard");
  return isNone(scanner) ? say("scannerNote.none") : scanner.note;
}

/** The line that stands where no HID POS scanner is, not one of a scanner in another mode. */
function isNone({ kind, state, name }: ScannerView): boolean {
  return kind === "hid" && state === "absent" && name === "HID POS";
}
