// What the list says about a serial port that cannot be used: absent, held by another program, forbidden, no port at all. The
// words are the contract's; the note is what the system said.
import type { ScannerView, ScannerWords } from "#contract/scanners.ts";
import { reasonOf } from "./driver.ts";
import type { ListedPort } from "./serial-list.ts";

export type SerialState = Pick<ScannerView, "state" | "words" | "note">;

/** Each system words the same failures in its own way; sources: scanners.md, 4, and platform.md, 3a; the last line as Linux
 *  says it of a folder, a file, a device that is no terminal, and a built-in port without a chip. */
const WORDS: readonly { readonly said: RegExp; readonly words: ScannerWords }[] = [
  { said: /no such file|file not found|ENOENT|no such device or address|no such device/i, words: "port-missing" },
  { said: /cannot lock port|temporarily unavailable|resource busy|EBUSY|^Opening .*access denied/i, words: "in-use" },
  { said: /permission denied|EACCES|EPERM|not permitted|access denied/i, words: "no-permission-serial" },
  {
    said: /is a directory|not a directory|inappropriate ioctl|not a typewriter|input\/output error|ENOTTY|EIO\b/i,
    words: "not-a-port",
  },
];

/** Why a port could not be opened. */
export function serialTrouble(error: unknown): SerialState {
  const note = reasonOf(error);
  const words = WORDS.find(({ said }) => said.test(note))?.words ?? "not-opened";
  return { state: words === "port-missing" ? "absent" : "trouble", words, note };
}

/** A scanner may have come back under another name, or another one may be there instead. */
export function withOthers(state: SerialState, others: readonly ListedPort[]): SerialState {
  if (others.length === 0) return state;
  const names = others.map(({ path, ids }) => (ids === null ? path : `${path} ${ids.vendorId}:${ids.productId}`));
  const note = [state.note, `(${names.join(", ")})`].filter((part) => part !== "").join(" ");
  return { ...state, note: note.slice(0, 300) };
}
