// Honeywell and Youjie units that type as a keyboard and have a HID POS interface beside it: one feature report sends their
// scans there. It changes them for other programs too, so the shop must want it.
import type { ScannerMaker, ScannerView } from "#contract/scanners.ts";
import type { Log } from "#till/ports.ts";
import { reasonOf } from "./driver.ts";
import type { HidHandle } from "./hid-library.ts";
import { hidView } from "./hid-notes.ts";

/** Report id and value. Source: scanners.md, 1.2, after NielsLeenheer/WebHidBarcodeScanner. */
const REDIRECT = [0xfe, 0x01] as const;

type Asked = {
  readonly view: ScannerView;
  readonly handle: HidHandle;
  readonly maker: ScannerMaker | null;
  readonly log: Log;
};

/** @returns how such a unit stands in the list while it types */
export function typing({ view, maker }: Asked, error?: unknown): ScannerView {
  return hidView(view.id, view.name, { state: "absent", words: "keyboard-mode", maker, error });
}

/** A unit that refuses goes on typing, and is read all the same.
 *  @returns how it stands in the list then */
export async function redirected(asked: Asked): Promise<ScannerView> {
  try {
    await asked.handle.sendFeatureReport(REDIRECT);
    return asked.view;
  } catch (error) {
    asked.log.warn("hid.not-redirected", { scanner: asked.view.id, reason: reasonOf(error) });
    return typing(asked, error);
  }
}
