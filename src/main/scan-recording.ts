// Recordings of what scanners sent: byte for byte with times, payment codes replaced, so that they can be attached to a report
// and played again through the decoders. Bounded in length and, in a folder of the till, in number.
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SERIAL_SUFFIXES } from "#contract/scanners.ts";
import { z } from "#contract/schema.ts";
import { scannerKindSchema, type ScannerKind } from "#contract/words.ts";
import { writeWhole } from "./whole-file.ts";

/** A chunk of a line is never longer; a report has 64 bytes. */
const MOST_BYTES = 4096;
const MOST_HEARD = 500;
/** Of all that was heard together. */
const MOST_BYTES_HEARD = 100_000;
const MOST_FILES = 20;

const readSchema = z.union([
  z.strictObject({ text: z.string().max(4096), aim: z.string().max(3).nullable() }),
  z.string().max(40),
]);

const heardSchema = z.strictObject({
  /** Since the first one. */
  atMs: z.int().min(0),
  /** Which of the scanners. */
  scanner: z.int().min(0).max(19),
  hex: z
    .string()
    .regex(/^(?:[0-9a-f]{2})*$/)
    .max(MOST_BYTES * 2),
  /** What became whole with it, or why it was no scan. */
  read: z.array(readSchema).max(200),
});

export const recordingSchema = z.strictObject({
  format: z.literal(1),
  /** Where the bytes come from, in a sentence. */
  about: z.string().max(300),
  scanners: z
    .array(
      z.strictObject({
        kind: scannerKindSchema,
        name: z.string().max(120),
        /** How its line was cut; null where it has none. */
        line: z.strictObject({ suffix: z.enum(SERIAL_SUFFIXES), quietMs: z.int().min(30).max(500) }).nullable(),
      }),
    )
    .max(20),
  heard: z.array(heardSchema).max(MOST_HEARD),
});
export type Recording = z.infer<typeof recordingSchema>;
export type RecordedFacts = Omit<Recording["scanners"][number], "kind">;
export type RecordedRead = z.infer<typeof readSchema>;

type Piece = {
  readonly scanner: string;
  readonly kind: ScannerKind;
  readonly atMs: number;
  readonly bytes: Uint8Array;
  readonly read: readonly RecordedRead[];
};

export type Tape = {
  /** False when it is full: what comes then is not kept. */
  add(piece: Piece): boolean;
  isEmpty(): boolean;
  /** @param factsOf what is known of a scanner by its id */
  recording(about: string, factsOf: (id: string) => RecordedFacts): Recording;
};

/** Holds masked bytes only. */
export function createTape(): Tape {
  const pieces: Piece[] = [];
  let bytes = 0;
  return {
    add(piece) {
      if (pieces.length >= MOST_HEARD || bytes + piece.bytes.length > MOST_BYTES_HEARD) return false;
      const ids = new Set(pieces.map(({ scanner }) => scanner));
      if (piece.bytes.length > MOST_BYTES || (ids.size >= 20 && !ids.has(piece.scanner))) return false;
      pieces.push(piece);
      bytes += piece.bytes.length;
      return true;
    },
    isEmpty: () => pieces.length === 0,
    recording(about, factsOf) {
      const kinds = new Map(pieces.map(({ scanner, kind }) => [scanner, kind]));
      const ids = [...kinds.keys()];
      const firstAtMs = pieces[0]?.atMs ?? 0;
      const heard = pieces.map((piece) => ({
        atMs: Math.max(0, Math.round(piece.atMs - firstAtMs)),
        scanner: ids.indexOf(piece.scanner),
        hex: Buffer.from(piece.bytes).toString("hex"),
        read: [...piece.read],
      }));
      return recordingSchema.parse({
        format: 1,
        about,
        scanners: [...kinds].map(([id, kind]) => ({ kind, ...factsOf(id) })),
        heard,
      });
    },
  };
}

/** One line for each arrival: it is read and compared by people too. */
export function recordingText(recording: Recording): string {
  const { heard, ...rest } = recording;
  const lines = heard.map((one) => `    ${JSON.stringify(one)}`).join(",\n");
  const head = JSON.stringify(rest, null, 2).replace(/\n\}$/, "");
  return `${head},\n  "heard": [\n${lines}\n  ]\n}\n`;
}

/** Puts it into the folder and takes the oldest ones away. @returns the path. Throws the system's error. */
export function saveRecording(folder: string, recording: Recording, at: Date): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${at.toISOString().replaceAll(":", "-")}.json`);
  writeWhole(path, recordingText(recording));
  const ours = readdirSync(folder).filter((name) => /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z\.json$/.test(name));
  for (const old of ours.toSorted().slice(0, -MOST_FILES)) rmSync(join(folder, old));
  return path;
}
