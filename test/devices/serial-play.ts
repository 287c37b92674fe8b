// Plays bytes with the gaps between them to the reader of serial lines, as its driver would.
import { expect } from "vitest";
import { createSerialDecoder, type SerialAnswer } from "#devices/decode/serial.ts";

const LONG_AFTER_MS = 100_000;
const usual = { quietMs: 60, suffix: "auto" } as const;

export type Played = { readonly read: SerialAnswer["read"]; readonly ssi: boolean };
export type Piece = { readonly chunk: Uint8Array; readonly gapMs: number };

/** Gives pieces with the gaps before them, keeps every wait that is asked for, and then stays quiet until nothing is held. */
export function play(pieces: readonly Piece[], options: Parameters<typeof createSerialDecoder>[0] = usual): Played {
  const decoder = createSerialDecoder(options);
  const answers: SerialAnswer[] = [];
  let nowMs = 0;
  let dueMs: number | null = null;
  const note = (answer: SerialAnswer): void => {
    answers.push(answer);
    dueMs = answer.waitMs === null ? null : nowMs + answer.waitMs;
  };
  const passUntil = (untilMs: number): void => {
    for (let turns = 0; dueMs !== null && dueMs <= untilMs; turns += 1) {
      if (turns > 10) throw new Error("it never comes to rest");
      nowMs = dueMs;
      note(decoder.quiet(nowMs));
    }
    nowMs = untilMs;
  };
  for (const { chunk, gapMs } of pieces) {
    passUntil(nowMs + gapMs);
    note(decoder.bytes(chunk, nowMs));
  }
  passUntil(nowMs + LONG_AFTER_MS);
  expect(dueMs).toBe(null);
  return { read: answers.flatMap(({ read }) => [...read]), ssi: answers.some(({ ssi }) => ssi) };
}

export function decode(
  bytes: Uint8Array,
  options: Parameters<typeof createSerialDecoder>[0] = usual,
): SerialAnswer["read"] {
  return play([{ chunk: bytes, gapMs: 0 }], options).read;
}

/** @param places where it is cut, each with the gap that follows */
export function cut(bytes: Uint8Array, places: readonly (readonly [number, number])[]): readonly Piece[] {
  const inside = places.filter(([at]) => at < bytes.length).toSorted(([one], [other]) => one - other);
  const borders = [[0, 0] as const, ...inside, [bytes.length, 0] as const];
  return borders.slice(1).map(([end], index) => {
    const [start = 0, gapMs = 0] = borders[index] ?? [];
    return { chunk: bytes.subarray(start, end), gapMs };
  });
}
