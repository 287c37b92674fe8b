// Serial bytes however they are cut, timed and changed: the same codes, and never one that was not there.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CORPUS, ssiPacket, ssiSum } from "./serial-corpus.ts";
import { cut, decode, play, type Played } from "./serial-play.ts";
import { CODE } from "./vectors.ts";

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const plain = (text: string) => ({ text, aim: null });

describe("the corpus", () => {
  it.each(CORPUS)("$name", ({ bytes, read }) => {
    expect(decode(bytes)).toEqual(read);
    if (bytes.length > 5000) return;
    expect(play([...bytes].map((byte) => ({ chunk: Uint8Array.of(byte), gapMs: 1 }))).read).toEqual(read);
  });

  it("has the check sums of SSI as they are printed for its shortest messages", () => {
    // CMD_ACK and CMD_NAK (resend) of a host. Source: Simple Serial Interface Programmer's Guide, Zebra 72E-40451.
    expect([ssiSum([0x04, 0xd0, 0x04, 0x00]), ssiSum([0x05, 0xd1, 0x04, 0x00, 0x01])]).toEqual([
      [0xff, 0x28],
      [0xff, 0x25],
    ]);
  });

  it("changed by chance it never throws, hangs or gives a code that no line of it is", () => {
    const change = fc.record({
      at: fc.nat({ max: 300 }),
      gone: fc.nat({ max: 3 }),
      put: fc.uint8Array({ maxLength: 3 }),
    });
    const short = CORPUS.filter(({ bytes }) => bytes.length < 600);
    const input = fc.tuple(fc.constantFrom(...short), fc.constantFrom(...short), fc.array(change, { maxLength: 4 }));
    fc.assert(
      fc.property(
        input,
        fc.array(fc.tuple(fc.nat({ max: 600 }), fc.nat({ max: 59 })), { maxLength: 8 }),
        (made, cuts) => {
          const [one, other, changes] = made;
          const whole = [...one.bytes, ...other.bytes];
          for (const { at, gone, put } of changes) whole.splice(at, gone, ...put);
          const bytes = Uint8Array.from(whole);
          expectOnlyLines(play(cut(bytes, cuts)), bytes);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe("however it is cut and timed", () => {
  const code = fc.stringMatching(/^[!-\\^-~][ -~]{0,60}[!-~]$/);
  const cuts = fc.array(fc.tuple(fc.nat({ max: 400 }), fc.nat({ max: 59 })), { maxLength: 20 });

  it.each([
    ["auto", ["\r", "\n", "\r\n", "\t", "\n\r\n"]],
    ["cr", ["\r", "\r\n"]],
    ["lf", ["\n", "\r\n"]],
    ["crlf", ["\r\n"]],
    ["tab", ["\t"]],
  ] as const)("the codes are the same with %s", (suffix, endings) => {
    const sent = fc.array(fc.tuple(code, fc.constantFrom(...endings)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(sent, cuts, (codes, places) => {
        const pieces = cut(ascii(codes.flat().join("")), places);
        expect(play(pieces, { quietMs: 60, suffix }).read).toEqual(codes.map(([text]) => plain(text)));
      }),
    );
  });

  it.each(["auto", "none"] as const)("the codes are the same without a suffix, with %s", (suffix) => {
    const pause = fc.integer({ min: 90, max: 5000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(code, pause, cuts), { minLength: 1, maxLength: 6 }), (codes) => {
        const pieces = codes.flatMap(([text, gapMs, places]) =>
          cut(ascii(text), places).map((piece, at) => (at === 0 ? { ...piece, gapMs } : piece)),
        );
        expect(play(pieces, { quietMs: 60, suffix }).read).toEqual(codes.map(([text]) => plain(text)));
      }),
    );
  });

  it("however long it stands still in the middle, no part of a code is one", () => {
    const digits = fc.stringMatching(/^[0-9]{16,24}$/);
    const place = fc.tuple(fc.nat({ max: 200 }), fc.nat({ max: 1500 }));
    const stalls = fc.uniqueArray(place, { minLength: 1, maxLength: 6, selector: ([at]) => at });
    fc.assert(
      fc.property(fc.array(digits, { minLength: 2, maxLength: 8 }), stalls, (codes, places) => {
        const pieces = cut(ascii(codes.map((text) => `${text}\r`).join("")), places);
        const read = play(pieces, { quietMs: 60, suffix: "cr" }).read;
        expect(read.filter((one) => typeof one !== "string" && !codes.includes(one.text))).toEqual([]);
      }),
    );
  });

  it("nothing of an SSI scan is ever a code, whatever is in it", () => {
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 250 }),
      fc.constantFrom(CODE, `${CODE}\r`, `\t${CODE}\r\n`).map(ascii),
    );
    const packet = fc.record({ data: content, type: fc.nat({ max: 255 }), status: fc.nat({ max: 3 }) });
    fc.assert(
      fc.property(fc.array(packet, { minLength: 1, maxLength: 5 }), cuts, (packets, places) => {
        const bytes = Buffer.concat(packets.map(({ data, ...header }) => ssiPacket(data, header)));
        expect(play(cut(bytes, places))).toEqual({ read: packets.map(() => "unknown-report"), ssi: true });
      }),
    );
  });

  it("any bytes at all give only what stands in a line of them", () => {
    const byte = fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0x0d, 0x0a, 0x09, 0x31, 0x33, 0xf3, 0x00));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 700 }), cuts, (all, places) => {
        const bytes = Uint8Array.from(all);
        expectOnlyLines(play(cut(bytes, places)), bytes);
      }),
    );
  });
});

/** Independent of the reader: the bytes are cut at line ends, and a code must be one of these lines without its AIM identifier;
 *  behind a packet of SSI, the end of one. */
function expectOnlyLines({ read, ssi }: Played, bytes: Uint8Array): void {
  const characters = Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : "\u{FFFD}")).join("");
  const lines = characters.split(/[\r\n\t]+/);
  for (const one of read) {
    if (typeof one === "string") continue;
    const raw = (one.aim ?? "") + one.text;
    expect(one.text).toMatch(/^[ -~\u{FFFD}]{1,512}$/u);
    expect(ssi ? lines.some((line) => line.endsWith(raw)) : lines.includes(raw)).toBe(true);
  }
}
