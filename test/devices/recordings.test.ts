// Every recording in the folder beside this file, played again through the product's decoders: they read the same as then. A report of a shop becomes a
// test by putting its file there. `npm run record` makes more.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createHidDecoder } from "#devices/decode/hid.ts";
import { createSerialDecoder } from "#devices/decode/serial.ts";
import { readText } from "#devices/decode/text.ts";
import { recordingSchema, type RecordedRead, type Recording } from "#main/scan-recording.ts";

const FOLDER = fileURLToPath(new URL("recordings/", import.meta.url));
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

type Player = (bytes: Uint8Array, atMs: number) => readonly RecordedRead[];

function playerFor({ kind, line }: Recording["scanners"][number]): Player {
  if (kind === "hid") {
    const decoder = createHidDecoder();
    return (bytes, atMs) => {
      const read = decoder.report(bytes, atMs);
      return read === null ? [] : [read];
    };
  }
  if (kind !== "serial") return (bytes) => [readText(Buffer.from(bytes).toString("latin1"))];
  const decoder = createSerialDecoder(line ?? { suffix: "auto", quietMs: 60 });
  return (bytes, atMs) => {
    if (bytes.length > 0) return decoder.bytes(bytes, atMs).read;
    // Nothing but a pause: the timer came in time, or so late that it asked once more.
    const { read } = decoder.quiet(atMs + 10_000);
    return read.length > 0 ? read : decoder.quiet(atMs + 10_000).read;
  };
}

function played(recording: Recording): readonly (readonly RecordedRead[])[] {
  const players = recording.scanners.map(playerFor);
  return recording.heard.map(({ scanner, hex, atMs }) => players[scanner]?.(Buffer.from(hex, "hex"), atMs) ?? []);
}

function load(name: string): Recording {
  return recordingSchema.parse(JSON.parse(readFileSync(FOLDER + name, "utf8")));
}

describe("recordings", () => {
  it("there are some, of HID reports and of serial lines", () => {
    const kinds = NAMES.flatMap((name) => load(name).scanners.map(({ kind }) => kind));
    expect(new Set(kinds)).toEqual(new Set(["hid", "serial"]));
  });

  it.each(NAMES)("%s is read as it was", (name) => {
    const recording = load(name);
    expect(played(recording)).toEqual(recording.heard.map(({ read }) => read));
    expect(recording.heard.some(({ read }) => read.length > 0)).toBe(true);
  });

  it("one that was changed is noticed", () => {
    const recording = load(NAMES[0] ?? "");
    const first = recording.heard.findIndex(({ read }) => read.some((one) => typeof one !== "string"));
    const changed = recording.heard.map((one, at) =>
      at === first ? { ...one, hex: one.hex.replace("31", "32") } : one,
    );
    expect(first).toBeGreaterThanOrEqual(0);
    expect(played({ ...recording, heard: changed })).not.toEqual(recording.heard.map(({ read }) => read));
  });
});
