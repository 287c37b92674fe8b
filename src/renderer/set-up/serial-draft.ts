// A serial scanner while it is being chosen. Pure: strokes and presses in, draft out.
import { SERIAL_SUFFIXES, type SerialChoice, type SerialPlace } from "#contract/scanners.ts";

export { SERIAL_SUFFIXES };

/** The usual ones, as scanners' manuals have them; every other that is set stays to be chosen. */
const RATES = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200] as const;
export const QUIET_MS = { least: 30, most: 500, step: 10 } as const;
const LONGEST_PATH = 300;

/** 9600 8N1, any usual ending: what most scanners come with. */
const USUAL: SerialChoice = {
  path: "",
  baudRate: 9600,
  dataBits: 8,
  parity: "none",
  stopBits: 1,
  rtscts: false,
  suffix: "auto",
  quietMs: 60,
};

export function draftOf(place: SerialPlace | null): SerialChoice {
  if (place === null) return USUAL;
  const { ids: _ids, ...choice } = place;
  return choice;
}

export function ratesWith(rate: number): readonly number[] {
  return [...new Set([...RATES, rate])].toSorted((left, right) => left - right);
}

/** One character more; the same where no path can have it or can be so long. */
export function typed(draft: SerialChoice, character: string): SerialChoice {
  const isOfPath = /^[\x21-\x7E]$/.test(character) && draft.path.length < LONGEST_PATH;
  return isOfPath ? { ...draft, path: draft.path + character } : draft;
}

export function deleted(draft: SerialChoice): SerialChoice {
  return { ...draft, path: draft.path.slice(0, -1) };
}
