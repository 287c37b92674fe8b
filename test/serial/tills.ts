// The product's serial scanner as a till has it.
import { serialPlaceSchema } from "#contract/scanners.ts";
import { openScanners } from "#devices/scanners.ts";
import type { SerialSeats } from "#devices/serial-seats.ts";
import { realClock } from "#test/devices/real-clock.ts";
import { openSerialStage } from "#test/devices/serial-stage.ts";

export type Place = { readonly path: string } & Readonly<Record<string, unknown>>;

export type Till = {
  readonly texts: () => readonly string[];
  /** "ready", or the words of the list. */
  readonly words: () => string;
  /** How often it has said that what came is no scan. */
  readonly refused: () => number;
  close(): Promise<void>;
};

/** @param seats only where a list of ports is played */
export type OpenTill = (place: Place, seats?: SerialSeats) => Promise<Till>;

const REFUSED = "scanner.not-a-scan";

export const product: OpenTill = async (place, seats) => {
  if (seats !== undefined) {
    const { driver, texts, words, logged } = openSerialStage({ place, seats });
    await driver.tried;
    const refused = (): number => logged.filter(({ event }) => event === REFUSED).length;
    return { texts, words, refused, close: async () => await driver.close() };
  }
  const serial = [serialPlaceSchema.parse(place)];
  let refused = 0;
  const warn = (event: string): void => void (refused += event === REFUSED ? 1 : 0);
  const log = { info: () => {}, warn, error: () => {} };
  const scanners = await openScanners({ clock: realClock, log, hid: false, pretend: false, serial });
  const texts: string[] = [];
  scanners.onScan(({ text }) => void texts.push(text));
  const words = (): string => {
    const view = scanners.list().find(({ kind }) => kind === "serial");
    return view?.state === "ready" ? "ready" : String(view?.words);
  };
  return { texts: () => texts, words, refused: () => refused, close: async () => await scanners.close() };
};
