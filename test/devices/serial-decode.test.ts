// Serial bytes: lines however they are cut, suffixes of every kind, none at all, and noise.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSerialDecoder, type SerialAnswer } from "#devices/decode/serial.ts";
import { CODE } from "./vectors.ts";

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const plain = (text: string) => ({ text, aim: null });

function decode(chunks: readonly Uint8Array[]): SerialAnswer["read"] {
  const decoder = createSerialDecoder({ quietMs: 60 });
  return chunks.flatMap((chunk) => [...decoder.bytes(chunk, 0).read]);
}

describe("lines", () => {
  it.each([
    ["CR", `${CODE}\r`],
    ["LF", `${CODE}\n`],
    ["CRLF", `${CODE}\r\n`],
    ["Tab", `${CODE}\t`],
    ["a suffix before it", `\r\n${CODE}\r`],
  ])("ended by %s", (_name, sent) => {
    expect(decode([ascii(sent)])).toEqual([plain(CODE)]);
  });

  it("two codes in one chunk, the second CRLF leaves no trace", () => {
    expect(decode([ascii(`${CODE}\r\n289431869362714645\r\n`)])).toEqual([plain(CODE), plain("289431869362714645")]);
  });

  it("an AIM identifier is set apart", () => {
    expect(decode([ascii(`]Q1${CODE}\r`)])).toEqual([{ text: CODE, aim: "]Q1" }]);
  });

  it("wrong baud rate: control characters are refused, high bytes never become letters", () => {
    expect(decode([Uint8Array.of(0x31, 0x00, 0x0d, 0x31, 0xe4, 0x0d)])).toEqual(["not-printable", plain("1\u{FFFD}")]);
  });

  it("513 characters and an endless line are too long, the next code is read again", () => {
    const long = ascii(`${"1".repeat(513)}\r${"2".repeat(100_000)}\r${CODE}\r`);
    expect(decode([long])).toEqual(["too-long", "too-long", plain(CODE)]);
  });
});

describe("a scanner without a suffix", () => {
  it("ends by a pause; the scan has the time of its last byte", () => {
    const decoder = createSerialDecoder({ quietMs: 60 });
    expect(decoder.bytes(ascii(CODE.slice(0, 9)), 1000)).toEqual({ read: [], waitMs: 60, atMs: 1000 });
    expect(decoder.bytes(ascii(CODE.slice(9)), 1030)).toEqual({ read: [], waitMs: 60, atMs: 1030 });
    expect(decoder.quiet(1060)).toEqual({ read: [], waitMs: 30, atMs: 1030 });
    expect(decoder.quiet(1090)).toEqual({ read: [plain(CODE)], waitMs: null, atMs: 1030 });
  });

  it("a late timer asks once more, since bytes may wait to be read", () => {
    const decoder = createSerialDecoder({ quietMs: 60 });
    decoder.bytes(ascii(CODE.slice(0, 9)), 0);
    expect(decoder.quiet(400)).toEqual({ read: [], waitMs: 1, atMs: 0 });
    decoder.bytes(ascii(CODE.slice(9)), 400);
    expect(decoder.quiet(460).read).toEqual([plain(CODE)]);
  });

  it("one that has shown a suffix is waited for longer", () => {
    const decoder = createSerialDecoder({ quietMs: 60 });
    decoder.bytes(ascii(`${CODE}\r`), 0);
    expect(decoder.bytes(ascii("1345"), 1000).waitMs).toBe(500);
    expect(decoder.quiet(1100)).toEqual({ read: [], waitMs: 400, atMs: 1000 });
    expect(decoder.quiet(1500).read).toEqual([plain("1345")]);
  });
});

describe("however it is cut", () => {
  const code = fc.stringMatching(/^[!-\\^-~][ -~]{0,60}[!-~]$/);
  const suffix = fc.constantFrom("\r", "\n", "\r\n", "\t", "\n\r\n");

  it("any split gives the same codes", () => {
    const sent = fc.array(fc.tuple(code, suffix), { minLength: 1, maxLength: 8 });
    const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 20 });
    fc.assert(
      fc.property(sent, cuts, (codes, places) => {
        const bytes = ascii(codes.flat().join(""));
        const borders = [0, ...places.filter((at) => at < bytes.length).toSorted((a, b) => a - b), bytes.length];
        const chunks = borders.slice(1).map((end, index) => bytes.subarray(borders[index], end));
        expect(decode(chunks)).toEqual(codes.map(([text]) => plain(text)));
      }),
    );
  });

  it("garbage never throws and never gives control characters", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 12 }), (chunks) => {
        for (const read of decode(chunks)) {
          if (typeof read !== "string") expect(read.text).toMatch(/^[ -~\u{FFFD}]{1,512}$/u);
        }
      }),
    );
  });
});
