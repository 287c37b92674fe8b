// Serial bytes: suffixes of every kind, none at all, half codes and packets of SSI.
import { describe, expect, it } from "vitest";
import { createSerialDecoder } from "#devices/decode/serial.ts";
import { ssiPacket } from "./serial-corpus.ts";
import { decode, play } from "./serial-play.ts";
import { CODE } from "./vectors.ts";

const SECOND = "289431869362714645";
const usual = { quietMs: 60, suffix: "auto" } as const;
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const plain = (text: string) => ({ text, aim: null });

describe("what each suffix ends", () => {
  it.each([
    ["auto", `${CODE}\r${SECOND}\n${CODE}\t`, [CODE, SECOND, CODE]],
    ["cr", `${CODE}\r${SECOND}\r`, [CODE, SECOND]],
    ["cr", `${CODE}\r\n${SECOND}\r\n`, [CODE, SECOND]],
    ["cr", `${CODE}\t${SECOND}\r`, ["not-printable"]],
    ["cr", `${CODE}\n`, ["cut-short"]],
    ["lf", `${CODE}\n${SECOND}\r\n`, [CODE, SECOND]],
    ["lf", `${CODE}\r`, ["cut-short"]],
    ["crlf", `${CODE}\r\n${SECOND}\r\n`, [CODE, SECOND]],
    ["crlf", `${CODE}\n${SECOND}\r\n`, ["not-printable"]],
    ["crlf", `${CODE}\r`, ["cut-short"]],
    ["tab", `${CODE}\t${SECOND}\t`, [CODE, SECOND]],
    ["tab", `${CODE}\r`, ["cut-short"]],
    ["none", `${CODE}\r\n`, [CODE]],
    ["none", CODE, [CODE]],
    ["none", `${CODE}\r${SECOND}\r`, ["not-printable"]],
  ] as const)("%s: %j", (suffix, sent, expected) => {
    const read = decode(ascii(sent), { quietMs: 60, suffix });
    expect(read.map((one) => (typeof one === "string" ? one : one.text))).toEqual(expected);
  });
});

describe("a pause", () => {
  it("ends a code of a scanner without a suffix; the scan has the time of its last byte", () => {
    const decoder = createSerialDecoder(usual);
    const held = { read: [], ssi: false };
    expect(decoder.bytes(ascii(CODE.slice(0, 9)), 1000)).toEqual({ ...held, waitMs: 60, atMs: 1000 });
    expect(decoder.bytes(ascii(CODE.slice(9)), 1030)).toEqual({ ...held, waitMs: 60, atMs: 1030 });
    expect(decoder.quiet(1060)).toEqual({ ...held, waitMs: 30, atMs: 1030 });
    expect(decoder.quiet(1090)).toEqual({ read: [plain(CODE)], ssi: false, waitMs: null, atMs: 1030 });
  });

  it("has the length of the setting", () => {
    expect(createSerialDecoder({ quietMs: 30, suffix: "none" }).bytes(ascii("1"), 0).waitMs).toBe(30);
    expect(createSerialDecoder({ quietMs: 480, suffix: "auto" }).bytes(ascii("1"), 0).waitMs).toBe(480);
  });

  it("that is seen late is asked for once more, since bytes may wait to be read", () => {
    const decoder = createSerialDecoder(usual);
    decoder.bytes(ascii(CODE.slice(0, 9)), 0);
    expect(decoder.quiet(400)).toEqual({ read: [], ssi: false, waitMs: 1, atMs: 0 });
    decoder.bytes(ascii(CODE.slice(9)), 400);
    expect(decoder.quiet(460).read).toEqual([plain(CODE)]);
  });

  it("is asked for once more each time that it is seen late", () => {
    const decoder = createSerialDecoder(usual);
    for (const atMs of [0, 1000]) {
      decoder.bytes(ascii("13"), atMs);
      expect(decoder.quiet(atMs + 400).waitMs).toBe(1);
    }
    expect(decoder.quiet(1401).read).toEqual([plain("1313")]);
  });
});

describe("a pause where a suffix belongs", () => {
  it("of a scanner that has shown a suffix is half a code, and is waited for longer", () => {
    const decoder = createSerialDecoder(usual);
    decoder.bytes(ascii(`${CODE}\r`), 0);
    expect(decoder.bytes(ascii("1345"), 1000).waitMs).toBe(1000);
    expect(decoder.quiet(1100)).toEqual({ read: [], ssi: false, waitMs: 900, atMs: 1000 });
    expect(decoder.quiet(2000).read).toEqual(["cut-short"]);
  });

  it("is believed again after two codes without the suffix: the scanner was set to send none", () => {
    const scan = (text: string) => ({ chunk: ascii(text), gapMs: 2000 });
    const played = play([scan(`${CODE}\r`), scan(SECOND), scan(SECOND), scan(SECOND), scan(`${CODE}\r`), scan("13")]);
    expect(played.read).toEqual([plain(CODE), "cut-short", "cut-short", plain(SECOND), plain(CODE), "cut-short"]);
  });

  it("in the middle of a code: neither half is one, and the next code is", () => {
    for (const gapMs of [1001, 1250, 1500]) {
      const pieces = [`${CODE}\r28943186`, `9362714645\r${SECOND}\r`].map((text) => ({ chunk: ascii(text), gapMs }));
      expect(play(pieces).read).toEqual([plain(CODE), "cut-short", "cut-short", plain(SECOND)]);
    }
    const pieces = [`${CODE}\r2894`, "3186", `9362714645\r`, `${SECOND}\r`];
    const read = play(pieces.map((text) => ({ chunk: ascii(text), gapMs: 1200 }))).read;
    expect(read).toEqual([plain(CODE), "cut-short", "cut-short", "cut-short", plain(SECOND)]);
  });

  it("after half a code ends its rest, and noise has none", () => {
    const late = [`${CODE}\r2894`, `${SECOND}\r`].map((text) => ({ chunk: ascii(text), gapMs: 1501 }));
    expect(play(late).read).toEqual([plain(CODE), "cut-short", plain(SECOND)]);
    for (const noise of [Uint8Array.of(0x31, 0x00), Uint8Array.of(0xe4, 0xb6)]) {
      const pieces = [ascii(`${CODE}\r`), noise, ascii(`${SECOND}\r`)].map((chunk) => ({ chunk, gapMs: 1100 }));
      expect(play(pieces).read).toEqual([plain(CODE), "cut-short", plain(SECOND)]);
    }
  });

  it("before a late suffix costs the code, and not the next one", () => {
    const texts = [`${CODE}\r`, SECOND, "\r", `${CODE}\r`];
    const gaps = [0, 2000, 1010, 10];
    const pieces = texts.map((text, at) => ({ chunk: ascii(text), gapMs: gaps[at] ?? 0 }));
    expect(play(pieces).read).toEqual([plain(CODE), "cut-short", plain(CODE)]);
  });

  it("that is seen late ends its rest all the same", () => {
    const decoder = createSerialDecoder({ quietMs: 60, suffix: "cr" });
    decoder.bytes(ascii(CODE.slice(0, 5)), 0);
    decoder.quiet(5000);
    expect(decoder.quiet(5001).read).toEqual(["cut-short"]);
    expect(decoder.bytes(ascii(`${CODE.slice(5)}\r`), 5002).read).toEqual(["cut-short"]);
  });

  it("is no sign of it when a code with the suffix came between", () => {
    const scan = (text: string) => ({ chunk: ascii(text), gapMs: 2000 });
    const played = play(["13\r", "1", `${CODE}\r`, "2", "3"].map(scan));
    expect(played.read).toEqual([plain("13"), "cut-short", plain(CODE), "cut-short", "cut-short"]);
  });

  it("half a code is forgotten when the line goes, and the suffix is not", () => {
    const decoder = createSerialDecoder(usual);
    decoder.bytes(ascii(`${CODE}\r1345`), 0);
    decoder.reset();
    expect(decoder.bytes(ascii("28"), 10).waitMs).toBe(1000);
    expect(decoder.bytes(ascii(`${SECOND.slice(2)}\r`), 20).read).toEqual([plain(SECOND)]);
  });

  it("a rest that comes slowly is one to its end; a new line begins without one", () => {
    const decoder = createSerialDecoder({ quietMs: 60, suffix: "cr" });
    decoder.bytes(ascii("2894"), 0);
    expect(decoder.quiet(1000).read).toEqual(["cut-short"]);
    decoder.bytes(ascii("3186"), 1400);
    expect(decoder.bytes(ascii("936\r"), 1700).read).toEqual(["cut-short"]);
    decoder.bytes(ascii("2894"), 2000);
    expect(decoder.quiet(3000).read).toEqual(["cut-short"]);
    decoder.reset();
    expect(decoder.bytes(ascii(`${CODE}\r`), 3100).read).toEqual([plain(CODE)]);
  });
});

describe("a packet of SSI", () => {
  it("is told once, and what comes later is read as ever", () => {
    const decoder = createSerialDecoder(usual);
    const packet = ssiPacket(ascii(CODE));
    expect(decoder.bytes(packet.subarray(0, 20), 0)).toEqual({ read: [], ssi: false, waitMs: 60, atMs: 0 });
    expect(decoder.bytes(packet.subarray(20), 1)).toEqual({
      read: ["unknown-report"],
      ssi: true,
      waitMs: null,
      atMs: 1,
    });
    expect(decoder.bytes(ascii(`${CODE}\r`), 2)).toEqual({ read: [plain(CODE)], ssi: false, waitMs: null, atMs: 2 });
  });

  it("has no pause in it", () => {
    const packet = ssiPacket(ascii(CODE));
    const pieces = [packet.subarray(0, 3), packet.subarray(3)].map((chunk) => ({ chunk, gapMs: 1000 }));
    expect(play(pieces)).toEqual({ read: ["not-printable", "not-printable"], ssi: false });
  });
});
