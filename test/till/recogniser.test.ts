// What each text is taken for: examples of every kind with where they come from, and for any text at all exactly one kind.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MEANING } from "#till/recogniser/meaning.ts";
import { hasCheckDigit, hasChecksum } from "#till/recogniser/checks.ts";
import { ROWS, type ScanKind } from "#till/recogniser/kinds.ts";
import { recognise } from "#till/recogniser/recognise.ts";

const kindOf = (text: string, aim: string | null = null): ScanKind => recognise({ text, aim });

/** Printed in public pages (scanners.md, 5 and 1.3), or built by the published rules. */
const EXAMPLES: readonly (readonly [text: string, kind: ScanKind, aim?: string])[] = [
  ["135112298638468293", "wechat"],
  ["100000000000000000", "wechat"],
  ["149999999999999999", "wechat"],
  ["150000000000000000", "wechat-hk"],
  ["159999999999999999", "wechat-hk"],
  ["134567890123456789", "wechat", "]C1"],
  ["134567890123456789", "wechat", "]Q1"],
  ["160000000000000000", "wechat-unassigned"],
  ["199999999999999999", "wechat-unassigned"],
  ["172612311012345678", "goods", "]C1"],
  ["289431869362714645", "alipay"],
  ["283854702356157409", "alipay"],
  ["2500000000000000", "alipay"],
  ["300000000000000000000000", "alipay"],
  ["250000000000000", "not-a-code"],
  ["310000000000000000", "other-wallet"],
  ["240000000000000000", "other-wallet"],
  ["000000000000000000", "other-wallet"],
  ["6212345678901234567", "unionpay"],
  ["621234567890123456", "other-wallet"],
  ["hQVDUFYwMWEWTwegAAAABVIBAlcLVBUQEAAA", "customer-qr"],
  ["hQVDUFYwMWE9PQ==", "customer-qr"],
  ["hQVDUFYwM and more", "not-a-code"],
  ["123456789013", "line-pay"],
  ["123456789012", "product-or-line-pay"],
  ["123456789012", "product", "]E0"],
  ["6957842208856", "product"],
  ["6957842208857", "product-like"],
  ["12345670", "product"],
  ["12345671", "product-like"],
  ["16957842208853", "product"],
  ["12345678901234567", "half-read"],
  ["1345678901234567", "half-read"],
  ["134567890123456", "half-read"],
  ["1945678901234567", "other-wallet"],
  ["1345678901234567890", "other-wallet"],
  ["134567890123456789134567890123456789", "glued"],
  ["wxp://f2f0abcDEF", "receive"],
  ["WXP://F2F0", "receive"],
  ["https://example.com/menu", "link"],
  ["HTTP://EXAMPLE.COM", "link"],
  ["weixin://wxpay/bizpayurl?pr=1", "link"],
  ["alipays://platformapi/startapp", "link"],
  ["www.example.com", "link"],
  ["COUNTERFOIL-TRAINING-ATOME-8H2K", "own-qr"],
  ["chrg_test_5xq7d1n0e2c4h8k3m9p", "receipt"],
  ["chrg_5xq7d1n0e2c4h8k3m9p", "receipt"],
  ["rfnd_test_5xq7d1n0e2c4h8k3m9p", "receipt"],
  ["b81d7c0e-92aa-4f6f-8a37-11d0c5a4e902", "receipt"],
  ["(01)08851234567890(17)261231", "goods"],
  ["0108851234567890", "goods", "]d2"],
  ["TERMID131.", "setting"],
  ["PAP131.", "setting"],
  ["DEFALT!", "setting"],
  ["@KBWCTY1", "setting"],
  ["#ILLSCN2;", "setting"],
  ["Product Name: Voyager 1602g", "setting"],
  ["", "unreadable"],
  ["   ", "unreadable"],
  ["13456\uFFFD7890123456789", "unreadable"],
  ["\u0002\u0000\u0000EL030095", "unreadable"],
  ["134567890123456789\n", "unreadable"],
  ["13456789 0123456789", "not-a-code"],
  [" 134567890123456789", "not-a-code"],
  ["１３４５６７８９０１２３４５６７８９", "not-a-code"],
  ["hello", "not-a-code"],
  ["123", "not-a-code"],
];

const POSTER = "00020101021129370016A000000677010111011300668123456785303764" + "5802TH6304";
const poster = (sum: string) => POSTER + sum;

describe("the recogniser", () => {
  test.for(EXAMPLES)("%j is %s", ([text, kind, aim]) => {
    expect(kindOf(text, aim ?? null)).toBe(kind);
  });

  test("every kind has an example, and every row of the table", () => {
    const shown = new Set<string>([...EXAMPLES.map(([, kind]) => kind), "poster", "poster-torn"]);
    expect(Object.keys(MEANING).filter((kind) => !shown.has(kind))).toEqual([]);
    const texts = [...EXAMPLES, [poster(sumOf(POSTER)), "poster"] as const, [poster("0000"), "poster-torn"] as const];
    const idle = ROWS.filter((row) => !texts.some(([text, , aim]) => hits(row, text, aim ?? null)));
    expect(idle).toEqual([]);
  });

  test("a poster is one by its checksum; one letter wrong, and it was not read whole", () => {
    const sum = sumOf(POSTER);
    expect(kindOf(poster(sum))).toBe("poster");
    expect(kindOf(poster(sum.toLowerCase()))).toBe("poster");
    expect(kindOf(poster(sum).replace("5802TH", "5802SG"))).toBe("poster-torn");
    expect(kindOf(poster(sum).slice(0, -2))).toBe("poster-torn");
    expect(kindOf(poster("0000").replace("5802TH", "5902ร้"))).toBe("poster");
  });

  test("check digits are those of GS1", () => {
    for (const right of ["6957842208856", "12345670", "036000291452"]) {
      expect(hasCheckDigit(right)).toBe(true);
      for (let at = 0; at < right.length; at += 1) {
        const other = String((Number(right.charAt(at)) + 1) % 10);
        expect(hasCheckDigit(right.slice(0, at) + other + right.slice(at + 1))).toBe(false);
      }
    }
  });

  test("the checksum is the published one", () => {
    expect(sumOf("123456789")).toBe("29B1");
  });
});

const AIMS = ["]C0", "]C1", "]Q1", "]Q3", "]d2", "]e0", "]E0", "]E4", "]I0", "]X0", "]Z6"];
const aim = fc.option(fc.constantFrom(...AIMS));
/** Any characters, and texts near those that mean something. */
const texts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 520 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.stringMatching(/^\d{0,40}$/),
  fc.stringMatching(/^(?:1[0-9]|2[5-9]|30|62|000201)\d{10,24}$/),
  fc
    .record({
      example: fc.constantFrom(...EXAMPLES.map(([text]) => text)),
      at: fc.nat(40),
      with: fc.string({ maxLength: 2 }),
    })
    .map(({ example, at, with: put }) => example.slice(0, at) + put + example.slice(at + 1)),
);

describe("any text", () => {
  test("is of exactly one kind, the same each time, whatever the scanner says of its symbol", () => {
    fc.assert(
      fc.property(texts, aim, (text, symbol) => {
        const kind = kindOf(text, symbol);
        expect(MEANING[kind]).toBeDefined();
        expect(kindOf(text, symbol)).toBe(kind);
      }),
      { numRuns: 3000 },
    );
  });

  test("leads to a charge by itself if and only if it is 18 digits beginning 10 to 15", () => {
    fc.assert(
      fc.property(texts, aim, (text, symbol) => {
        const isCode = text.length === 18 && Array.from(text).every(isDigit) && text >= "10" && text < "16";
        expect(MEANING[kindOf(text, symbol)].leadsTo === "sale").toBe(isCode);
      }),
      { numRuns: 3000 },
    );
  });

  test("leads to a person's decision only if it is 18 digits beginning 16 to 19", () => {
    fc.assert(
      fc.property(texts, aim, (text, symbol) => {
        const isAsked = MEANING[kindOf(text, symbol)].leadsTo === "question";
        if (isAsked) expect(text).toMatch(/^1[6-9]\d{16}$/);
        if (/^1[6-9]\d{16}$/.test(text) && symbol === null) expect(isAsked).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test("of half a million digits, or made to trip the patterns up, is judged at once", () => {
    const nasty = [
      "1".repeat(500_000),
      `000201${"6304".repeat(100_000)}`,
      `hQVDUFYwM${"A".repeat(500_000)}!`,
      `${"A".repeat(500_000)}`,
      `@KBWCTY${",".repeat(500_000)}\n`,
      `a${"+".repeat(500_000)}`,
      `(01)${"(".repeat(500_000)}`,
    ];
    const from = performance.now();
    for (const text of nasty) expect(MEANING[kindOf(text)].leadsTo).toBe("words");
    expect(performance.now() - from).toBeLessThan(2000);
  });
});

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}

function hits(row: (typeof ROWS)[number], text: string, symbol: string | null): boolean {
  const before = ROWS.slice(0, ROWS.indexOf(row));
  const fits = (one: (typeof ROWS)[number]): boolean =>
    one.text.test(text) &&
    (!("aim" in one) || (symbol !== null && one.aim.test(symbol))) &&
    (!("sum" in one) || one.sum(text));
  return fits(row) && !before.some(fits);
}

/** By trying them all: the product's own reckoning is what is tested. */
function sumOf(text: string): string {
  for (let value = 0; value < 0x10000; value += 1) {
    const sum = value.toString(16).toUpperCase().padStart(4, "0");
    if (hasChecksum(text + sum)) return sum;
  }
  return "none";
}
