// What the set-up screen may do with the scanners: choose, test, record.
import type { Handlers } from "./handler-table.ts";
import type { ScannerDesk } from "./scanner-port.ts";

export type ScannerCommand =
  | "scanners/set"
  | "scanners/put-serial"
  | "scanners/remove-serial"
  | "scanners/ports"
  | "scanners/test"
  | "scanners/record";

type ScannerParts = { readonly scannerDesk: ScannerDesk; readonly changed: () => void };

export function createScannerHandlers({ scannerDesk, changed }: ScannerParts): Pick<Handlers, ScannerCommand> {
  return {
    "scanners/set": async ({ hid, honeywellRedirect, keyGapMs }) => {
      await scannerDesk.set({
        ...(hid !== undefined && { hid }),
        ...(honeywellRedirect !== undefined && { honeywellRedirect }),
        ...(keyGapMs !== undefined && { keyGapMs }),
      });
      changed();
      return null;
    },
    "scanners/put-serial": async ({ before, place }) => {
      const result = await scannerDesk.putSerial(before, place);
      changed();
      return { result };
    },
    "scanners/remove-serial": async ({ path }) => {
      await scannerDesk.removeSerial(path);
      changed();
      return null;
    },
    "scanners/ports": () => scannerDesk.ports(),
    "scanners/test": ({ on }) => {
      scannerDesk.setTest(on);
      changed();
      return null;
    },
    "scanners/record": () => ({ file: scannerDesk.record() }),
  };
}
