// Scans that a page recognised in what a keyboard-mode scanner typed, as a scanner like the others. The page decides by
// pace (decode/keyboard.ts); what it sends is judged here once more, since a page is not trusted.
import type { ScannerView } from "#contract/views.ts";
import { readText } from "./decode/text.ts";
import { logNotAScan, type Driver, type DriverPorts } from "./driver.ts";

export type KeyboardScanner = Driver & { typed(text: string): void };

/** Always ready: whether such a scanner is plugged in cannot be known, it is a keyboard to the system. */
const KEYBOARD: ScannerView = {
  id: "keyboard",
  kind: "keyboard",
  name: "Keyboard mode",
  state: "ready",
  words: "keyboard",
  maker: null,
  note: "",
};

export function createKeyboardScanner({ clock, log, deliver, heard }: DriverPorts): KeyboardScanner {
  return {
    tried: Promise.resolve(),
    list: () => [KEYBOARD],
    typed(text) {
      const read = readText(text);
      const atMs = clock.nowMs();
      heard({ scanner: KEYBOARD.id, kind: "keyboard", bytes: bytesOf(text), atMs, read: [read] });
      if (typeof read === "string") logNotAScan(log, KEYBOARD.id, read);
      else deliver({ ...read, kind: "keyboard", receivedAtMs: atMs });
    },
    close: async () => {},
  };
}

/** A scanner in keyboard mode types ASCII; whatever else a page says is one byte 0xFF a character. */
function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => Math.min(character.charCodeAt(0), 0xff));
}
