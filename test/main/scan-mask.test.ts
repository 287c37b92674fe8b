// What is left of a code behind the mask: its length, its class and how it is put together. And nothing else, whatever came.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Heard } from "#devices/driver.ts";
import { createMask, maskText } from "#main/scan-mask.ts";
import { LAYOUT_A, LAYOUT_A_SHIFTED, LAYOUT_A_WITH_CR, LAYOUT_B, report } from "#test/devices/vectors.ts";

type Kind = Heard["kind"];
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

function masked(kind: Kind, chunks: readonly (string | Uint8Array)[], read: Heard["read"] = []) {
  const mask = createMask();
  return chunks.map((chunk) => {
    const bytes = typeof chunk === "string" ? bytesOf(chunk) : chunk;
    const { bytes: out, hidden } = mask.take({ scanner: "one", kind, bytes, read });
    return { text: textOf(out), hidden: hidden.map((is) => (is ? "x" : ".")).join("") };
  });
}

describe("a code on a line", () => {
  it("keeps its first two digits and its length", () => {
    expect(masked("serial", ["289431869362714645\r\n"])).toEqual([
      { text: "284567890123456789\r\n", hidden: "..xxxxxxxxxxxxxxxx.." },
    ]);
  });

  it("is the same in pieces, and the next one begins anew behind the suffix", () => {
    expect(masked("serial", ["2", "8943", "1869362714645\r1", "35112298638468293"])).toEqual([
      { text: "2", hidden: "." },
      { text: "8456", hidden: ".xxx" },
      { text: "7890123456789\r1", hidden: "xxxxxxxxxxxxx.." },
      { text: "34567890123456789", hidden: ".xxxxxxxxxxxxxxxx" },
    ]);
  });

  it("keeps an AIM identifier, an EMV head and a scheme", () => {
    expect(masked("serial", ["]Q1135112298638468293\r"])[0]?.text).toBe("]Q1134567890123456789\r");
    expect(masked("serial", ["hQVDUFYwMWFhYQ==\r"])[0]?.text).toBe("hQVDUFYwMJKlMN==\r");
    expect(masked("serial", ["00020101021129\r"])[0]?.text).toBe("00020189012345\r");
    expect(masked("serial", ["https://a.example/x?id=7\r"])[0]?.text).toBe("https://i.klmnopq/s?uv=5\r");
  });

  it("that starts after another without a suffix shows its class once the first one is whole", () => {
    const mask = createMask();
    const take = (text: string, read: Heard["read"]) =>
      textOf(mask.take({ scanner: "one", kind: "serial", bytes: bytesOf(text), read }).bytes);
    expect(take("289431869362714645", [])).toBe("284567890123456789");
    expect(take("", [{ text: "289431869362714645", aim: null }])).toBe("");
    expect(take("6211", [])).toBe("6245");
  });
});

describe("a report", () => {
  it("keeps its header and its end in every layout", () => {
    const layouts = [LAYOUT_A, LAYOUT_A_WITH_CR, LAYOUT_A_SHIFTED, LAYOUT_B];
    // The pretend digits are those of the vectors.
    expect(layouts.map((bytes) => textOf(createMask().take(heard(bytes)).bytes))).toEqual(layouts.map(textOf));
    const other = report("02125d4330 323839343331383639333632373134363435", "6a0000");
    expect(textOf(createMask().take(heard(other)).bytes)).toBe(
      textOf(report("02125d4330 323834353637383930313233343536373839", "6a0000")),
    );
  });

  it("goes on with the code of the one before", () => {
    const mask = createMask();
    const first = mask.take(heard(report(`02385d5130 ${"39".repeat(56)}`, "730001")));
    const second = mask.take(heard(report("02025d5130 3939", "730000")));
    expect(textOf(first.bytes).slice(5, 11)).toBe("994567");
    expect(textOf(second.bytes).slice(5, 7)).toBe("89");
  });

  it("of an unknown layout is hidden but for its id", () => {
    expect(masked("hid", [bytesOf("\u0001A12")])).toEqual([{ text: "\u0001A34", hidden: ".xxx" }]);
  });

  it("that answers a setting keeps its letters", () => {
    const answer = report(`020c5d5830 ${Buffer.from("Voyager 1602").toString("hex")}`, "3f0000");
    expect(textOf(createMask().take(heard(answer)).bytes).slice(5, 17)).toBe("Voyager 0123");
  });
});

function heard(bytes: Uint8Array): Heard {
  return { scanner: "one", kind: "hid", bytes, atMs: 0, read: [] };
}

/** The same structure with other characters: every digit and letter behind the first two is changed for another one. */
function disguised(text: string): string {
  return text.replaceAll(/\d/g, (digit, at: number) => (at < 2 ? digit : String((Number(digit) + 7) % 10)));
}

describe("whatever is sent", () => {
  const code = fc.stringMatching(/^[1-9]\d{11,23}$/);
  const cuts = fc.array(fc.nat(30), { maxLength: 4 });
  const pieces = (text: string, at: readonly number[]): string[] => {
    const ends = [...new Set(at.map((cut) => cut % text.length))].toSorted((left, right) => left - right);
    return [...ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end)), text.slice(ends.at(-1) ?? 0)];
  };

  it("two codes of the same class and length cannot be told apart, however they were cut", () => {
    fc.assert(
      fc.property(code, cuts, (text, at) => {
        const other = disguised(text);
        expect(masked("serial", pieces(`${text}\r`, at))).toEqual(masked("serial", pieces(`${other}\r`, at)));
        expect(maskText(text, null)).toEqual(maskText(other, null));
      }),
    );
  });

  it("no bytes break it, none are added, and what is a digit stays one", () => {
    const kinds = fc.constantFrom<Kind>("hid", "serial", "keyboard", "pretend");
    fc.assert(
      fc.property(kinds, fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 5 }), (kind, chunks) => {
        for (const [index, { text, hidden }] of masked(kind, chunks).entries()) {
          const before = textOf(chunks[index] ?? new Uint8Array());
          expect([text.length, hidden.length]).toEqual([before.length, before.length]);
          const isDigit = (of: string): boolean[] => Array.from(of, (character) => /\d/.test(character));
          expect(isDigit(text)).toEqual(isDigit(before));
        }
      }),
    );
  });
});
