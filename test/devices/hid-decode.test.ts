// Reports of real scanners and of the documented layouts, whole, halved and spoilt.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHidDecoder } from "#devices/decode/hid.ts";
import {
  CODE,
  LAYOUT_A,
  LAYOUT_A_SHIFTED,
  LAYOUT_A_WITH_CR,
  LAYOUT_B,
  report,
  V1_MENU_ANSWER,
  V2_MENU_END,
  V3_FIRST_DATA,
  V3_TICKET,
  V4_ACKNOWLEDGE,
  V4_SERIAL_NUMBER,
  V5_MICROSCAN,
} from "./vectors.ts";

/** Feeds reports one millisecond apart. */
function decode(reports: readonly Uint8Array[]): readonly unknown[] {
  const decoder = createHidDecoder();
  return reports.map((one, index) => decoder.report(one, index));
}

/** Layout A, `]C0`, cut into as many reports as it takes. */
function reportsOf(text: string): Uint8Array[] {
  const parts = text.match(/.{1,56}/gsu) ?? [];
  return parts.map((part, index) => {
    const head = `02${part.length.toString(16).padStart(2, "0")}5d4330${Buffer.from(part).toString("hex")}`;
    return report(head, index === parts.length - 1 ? "6a0000" : "6a0001");
  });
}

describe("one report", () => {
  it.each([
    ["A", LAYOUT_A, { text: CODE, aim: "]C0" }],
    ["A with a CR in the data", LAYOUT_A_WITH_CR, { text: CODE, aim: "]Q1" }],
    ["A', one byte later", LAYOUT_A_SHIFTED, { text: CODE, aim: "]C0" }],
    ["B, no AIM", LAYOUT_B, { text: CODE, aim: null }],
    ["A of 8 bytes, not padded", Uint8Array.of(2, 3, 0x5d, 0x43, 0x30, 0x31, 0x32, 0x33), { text: "123", aim: "]C0" }],
    ["B in a longer buffer", Uint8Array.from([...LAYOUT_B, ...LAYOUT_B]), { text: CODE, aim: null }],
    ["A with an AIM field that is none", report("02035d0000 313233", "000000"), { text: "123", aim: null }],
    ["the flag is one bit of its byte", report("02035d4330 313233", "6a00fe"), { text: "123", aim: "]C0" }],
    [
      "B with an AIM in its data, counted",
      report("0215 5d5131 313334353637383930313233343536373839"),
      { text: CODE, aim: "]Q1" },
    ],
    ["B with a `]` as its second byte", report("0206 395d43303132"), { text: "9]C012", aim: null }],
    ["A' of 56 bytes", report(`0238005d5131${"31".repeat(56)}`, "00"), { text: "1".repeat(56), aim: "]Q1" }],
    ["A with a Tab and a CR", report("02055d5131 313233090d"), { text: "123", aim: "]Q1" }],
    ["B of 20 bytes, not padded", LAYOUT_B.subarray(0, 20), { text: CODE, aim: null }],
    ["A of fewer bytes than it says", LAYOUT_A.subarray(0, 22), "cut-short"],
    ["B of fewer bytes than it says", LAYOUT_B.subarray(0, 19), "cut-short"],
    ["A of fewer bytes than an AIM", Uint8Array.of(2, 5, 0x5d), "cut-short"],
    ["a DEL", report("0203 317f32"), "not-printable"],
    ["nothing behind the id", Uint8Array.of(2, 5), "unknown-report"],
    ["no byte at all", new Uint8Array(), "unknown-report"],
    ["V2, the end of a menu command", V2_MENU_END, "menu-answer"],
    ["V4, a serial number", V4_SERIAL_NUMBER, "not-printable"],
    ["V4, an acknowledgement", V4_ACKNOWLEDGE, "not-printable"],
    ["V5, not HID POS", V5_MICROSCAN, "unknown-report"],
    ["nothing but a suffix", report("02025d4330 0d0a", "6a0000"), "empty"],
    ["length 0", report("02005d4330"), "empty"],
  ])("%s", (_name, bytes, expected) => {
    expect(decode([bytes])).toEqual([expected]);
  });

  it("a length beyond the report is cut to it", () => {
    expect(decode([report(`02ff${"31".repeat(61)}`, "00")])).toEqual([{ text: "1".repeat(56), aim: null }]);
  });
});

describe("several reports", () => {
  it("V1: six reports join to one menu answer, which is no scan", () => {
    expect(decode(V1_MENU_ANSWER)).toEqual([null, null, null, null, null, "menu-answer"]);
  });

  it("V1 relabelled as a scan is refused for the line breaks within it", () => {
    const relabelled = V1_MENU_ANSWER.map((one) => one.map((byte, at) => (at === 3 ? 0x43 : byte)));
    expect(decode(relabelled).at(-1)).toBe("not-printable");
  });

  it("V3: a ticket of 60 bytes", () => {
    expect(decode(V3_TICKET)).toEqual([null, { text: `${V3_FIRST_DATA} 100`, aim: "]Q0" }]);
  });

  it("B with an AIM in the data of its first report", () => {
    const first = report(`0238 5d5130 ${"31".repeat(53)}`, "000001");
    expect(decode([first, LAYOUT_B])).toEqual([null, { text: "1".repeat(53) + CODE, aim: "]Q0" }]);
  });

  it("a last report that is cut short takes what came before it with it", () => {
    const first = V3_TICKET[0] ?? LAYOUT_A;
    expect(decode([first, LAYOUT_A.subarray(0, 20), LAYOUT_A])).toEqual([
      null,
      "cut-short",
      { text: CODE, aim: "]C0" },
    ]);
  });

  it("any printable text up to 512 characters comes back", () => {
    const text = fc.stringMatching(/^[!-\\^-~][ -~]{0,510}[!-~]$/);
    fc.assert(
      fc.property(text, (one) => {
        expect(decode(reportsOf(one)).at(-1)).toEqual({ text: one, aim: "]C0" });
      }),
    );
  });

  it("more is too long, an endless sender too", () => {
    expect(decode(reportsOf("1".repeat(513))).at(-1)).toBe("too-long");
    expect(decode(reportsOf("1".repeat(100_000))).at(-1)).toBe("too-long");
  });

  it("a half scan is forgotten after a quiet gap, by another AIM, and when the handle is closed", () => {
    const first = reportsOf("9".repeat(60))[0] ?? LAYOUT_A;
    const whole = { text: CODE, aim: "]C0" };
    const decoder = createHidDecoder();
    decoder.report(first, 0);
    expect(decoder.report(LAYOUT_A, 301)).toEqual(whole);
    decoder.report(first, 400);
    expect(decoder.report(LAYOUT_A_WITH_CR, 401)).toEqual({ text: CODE, aim: "]Q1" });
    decoder.report(first, 500);
    decoder.clear();
    expect(decoder.report(LAYOUT_A, 501)).toEqual(whole);
    decoder.report(first, 600);
    expect(decoder.report(LAYOUT_A, 900)).toEqual({ text: "9".repeat(56) + CODE, aim: "]C0" });
  });
});
