// What no input of any bytes may do to the HID decoder: throw, hang, or yield text that was not there. The judge below knows
// nothing of layouts: it only sees which data bytes stood in reports that belong together.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHidDecoder, type HidDecoder } from "#devices/decode/hid.ts";
import { readText } from "#devices/decode/text.ts";
import { CORPUS } from "./hid-corpus.ts";
import { LAYOUT_A, LAYOUT_A_SHIFTED, LAYOUT_B, V1_MENU_ANSWER, V3_TICKET, V4_SERIAL_NUMBER } from "./vectors.ts";

type Step = { readonly bytes: Uint8Array; readonly afterMs: number };
type Delivered = { readonly text: string; readonly message: readonly Uint8Array[] };

const PRINTABLE = /^[ -~\u{FFFD}]{1,512}$/u;
const REASONS = ["empty", "menu-answer", "not-printable", "too-long"];
const GAP_MS = 300;

/** Plays the steps. Each delivered text comes with the reports of its message: those before it that announced more, with no
 *  pause between them. */
function play(steps: readonly Step[], decoder: HidDecoder): readonly Delivered[] {
  const delivered: Delivered[] = [];
  let message: Uint8Array[] = [];
  let atMs = 0;
  for (const { bytes, afterMs } of steps) {
    atMs += afterMs;
    if (afterMs > GAP_MS) message = [];
    if (bytes[0] === 2 && bytes.length >= 3) message.push(bytes);
    const read = decoder.report(bytes, atMs);
    if (read !== null && typeof read === "object") delivered.push({ text: read.text, message });
    if (((bytes[63] ?? 0) & 1) === 0 && bytes[0] === 2) message = [];
  }
  return delivered;
}

/** Where the data of a report may stand, by any of the layouts: at most as many bytes as its length says. */
function dataOf(bytes: Uint8Array): readonly string[] {
  const length = Math.min(bytes[1] ?? 0, 56);
  return [2, 5, 6].map((at) => Buffer.from(bytes.subarray(at, at + length)).toString("latin1"));
}

/** Whether the text can be told together from the data of consecutive reports that end with the last one. */
function stood(text: string, message: readonly Uint8Array[]): boolean {
  let rests = new Set([text]);
  for (const bytes of message.toReversed()) {
    const next = new Set<string>();
    for (const rest of rests) {
      for (const data of dataOf(bytes)) {
        const last = rest === text ? data.replace(/[\r\n\t]{0,56}$/, "") : data;
        if (last.endsWith(rest)) return true;
        if (rest.endsWith(last)) next.add(rest.slice(0, rest.length - last.length));
      }
    }
    rests = next;
  }
  return false;
}

function violations(steps: readonly Step[], decoder: HidDecoder = createHidDecoder()): readonly string[] {
  return play(steps, decoder)
    .filter(({ text, message }) => !PRINTABLE.test(text) || (/^\d{18}$/.test(text) && !stood(text, message)))
    .map(({ text }) => text);
}

const SEEDS = [LAYOUT_A, LAYOUT_A_SHIFTED, LAYOUT_B, ...V1_MENU_ANSWER, ...V3_TICKET, V4_SERIAL_NUMBER];
const digits = (min: number, max: number) => fc.uint8Array({ min: 0x30, max: 0x39, minLength: min, maxLength: max });

/** A report in one of the layouts, with digits that may be cut anywhere. */
const shaped = fc
  .record({
    data: fc.oneof(digits(0, 56), digits(9, 9), digits(18, 18), digits(24, 24)),
    head: fc.constantFrom<readonly number[]>([], [0x5d, 0x43, 0x30], [0, 0x5d, 0x51, 0x31], [0x5d, 0x58, 0x30]),
    length: fc.option(fc.integer({ min: 0, max: 255 }), { freq: 4 }),
    flag: fc.constantFrom(0, 0, 1, 0xff),
    size: fc.constantFrom(64, 64, 64, 20, 23, 40, 100),
  })
  .map(({ data, head, length, flag, size }) => {
    const bytes = new Uint8Array(Math.max(size, 5 + data.length, 64));
    bytes.set([2, length ?? data.length, ...head, ...data]);
    bytes[63] = flag;
    return bytes.subarray(0, size);
  });
/** A real report with some bytes spoilt, cut or lengthened. */
const spoilt = fc
  .tuple(
    fc.constantFrom(...SEEDS),
    fc.array(fc.tuple(fc.nat(63), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
    fc.constantFrom(64, 64, 64, 63, 22, 8, 5, 3),
  )
  .map(([seed, changes, size]) => {
    const bytes = Uint8Array.from(seed);
    for (const [at, byte] of changes) bytes[at] = byte;
    return bytes.subarray(0, size);
  });
const step = fc.record({
  bytes: fc.oneof(shaped, shaped, spoilt, fc.uint8Array({ maxLength: 130 })),
  afterMs: fc.constantFrom(0, 1, 1, 300, 301, 5_000),
});
/** A code in two reports, with any pause between them. */
const halves = fc
  .record({ code: digits(18, 18), cut: fc.integer({ min: 1, max: 17 }), afterMs: fc.constantFrom(1, 300, 301) })
  .map(({ code, cut, afterMs }) =>
    [code.subarray(0, cut), code.subarray(cut)].map((data, part) => {
      const bytes = new Uint8Array(64);
      bytes.set([2, data.length, ...data]);
      bytes[63] = part === 0 ? 1 : 0;
      return { bytes, afterMs: part === 0 ? 1 : afterMs };
    }),
  );
const steps = fc
  .array(fc.oneof({ weight: 4, arbitrary: step.map((one) => [one]) }, { weight: 1, arbitrary: halves }), {
    maxLength: 10,
  })
  .map((all) => all.flat());

describe("any reports at any pace", () => {
  it("give printable text, and only payment codes that stood in their message", () => {
    fc.assert(
      fc.property(steps, (all) => {
        expect(violations(all)).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it("deliver payment codes at all, or the check above would check nothing", () => {
    let codes = 0;
    for (const all of fc.sample(fc.array(step, { minLength: 1, maxLength: 4 }), { numRuns: 3_000, seed: 7 }))
      codes += play(all, createHidDecoder()).filter(({ text }) => /^\d{18}$/.test(text)).length;
    expect(codes).toBeGreaterThan(100);
  });

  it("mean the same to a decoder that has seen anything before, after a quiet gap", () => {
    fc.assert(
      fc.property(steps, spoilt, (all, last) => {
        const used = createHidDecoder();
        play(all, used);
        expect(used.report(last, 1e9)).toEqual(createHidDecoder().report(last, 0));
      }),
    );
  });

  it("of a corpus that once was trouble are judged as written down", () => {
    for (const { name, reports, delivered } of CORPUS) {
      const all = reports.map((bytes) => ({ bytes, afterMs: 1 }));
      expect([name, play(all, createHidDecoder()).map(({ text }) => text)]).toEqual([name, delivered]);
    }
  });

  it("an endless row of line ends, or of anything, takes no time to speak of", () => {
    const startedMs = performance.now();
    for (const one of ["\r", "\r\n", "]", " ", "1"]) readText(`${one.repeat(200_000)}x`);
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });
});

describe("any characters of one message", () => {
  const characters = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.string({ unit: "binary", maxLength: 700 }),
    fc.stringMatching(/^(?:\](?:X0|Z6|C0|Q1|[A-Za-z]))?[0-9]{0,30}[\r\n\t]{0,4}$/),
  );

  it("are a scan that stood there as it is, or one of the reasons", () => {
    fc.assert(
      fc.property(characters, (raw) => {
        const read = readText(raw);
        if (typeof read === "string") {
          expect(REASONS).toContain(read);
          return;
        }
        expect(raw.startsWith((read.aim ?? "") + read.text)).toBe(true);
        expect(raw.slice((read.aim ?? "").length + read.text.length)).toMatch(/^[\r\n\t]*$/);
        expect(Array.from(read.text).filter((one) => one < " " || one === "\u007F")).toEqual([]);
        expect(read.text.length).toBeLessThanOrEqual(512);
        expect(["]X0", "]Z6"]).not.toContain(read.aim);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Decoders that are wrong in one thing each. */
const PLANTED: readonly (readonly [string, (real: HidDecoder) => HidDecoder["report"]])[] = [
  ["keeps a half scan for ever", (real) => (bytes) => real.report(bytes, 0)],
  [
    "fills a cut report up with the one before it",
    (real) => {
      let before = new Uint8Array(64);
      return (bytes, atMs) => {
        const whole = Uint8Array.from(before);
        whole.set(bytes.subarray(0, 64));
        before = whole;
        return real.report(whole, atMs);
      };
    },
  ],
  [
    "takes every byte for a digit",
    (real) => (bytes, atMs) => {
      const read = real.report(bytes, atMs);
      return read === null || typeof read === "string"
        ? read
        : { ...read, text: read.text.padEnd(18, "0").slice(0, 18) };
    },
  ],
];

describe("the check of codes that were not there", () => {
  it.each(PLANTED)("finds a decoder that %s", (_name, plant) => {
    const found = fc.check(
      fc.property(steps, (all) => {
        const real = createHidDecoder();
        return violations(all, { report: plant(real), clear: real.clear }).length === 0;
      }),
      { numRuns: 5_000 },
    );
    expect(found.failed).toBe(true);
  });
});
