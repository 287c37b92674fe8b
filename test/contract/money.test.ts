// Amounts: what is taken for one, and how it is written for people, to the last subunit.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { amountMinorSchema, CURRENCIES, currencySchema, exponentOf, moneySchema, moneyText } from "#contract/money.ts";

const MOST = 100_000_000_000_000;

describe("an amount", () => {
  test("is a whole number of subunits from 1 to its limit", () => {
    const taken = [1, 2, 12_000, MOST];
    expect(taken.map((amount) => amountMinorSchema.parse(amount))).toEqual(taken);
    const refused = [0, -1, 1.5, MOST + 1, Number.NaN, Number.POSITIVE_INFINITY, "1", null, undefined, 1n];
    expect(refused.filter((amount) => amountMinorSchema.safeParse(amount).success)).toEqual([]);
  });

  test("comes with its currency and with nothing else", () => {
    const money = { amountMinor: 1, currency: "THB" };
    expect(moneySchema.parse(money)).toEqual(money);
    const refused = [{ amountMinor: 1 }, { currency: "THB" }, { ...money, currency: "thb" }, { ...money, more: 1 }, {}];
    expect(refused.filter((each) => moneySchema.safeParse(each).success)).toEqual([]);
  });
});

test("the currencies are these three, each with two decimal places", () => {
  expect(CURRENCIES.map((currency) => [currency, currencySchema.parse(currency), exponentOf(currency)])).toEqual([
    ["THB", "THB", 2],
    ["SGD", "SGD", 2],
    ["MYR", "MYR", 2],
  ]);
  expect(currencySchema.safeParse("USD").success).toBe(false);
});

describe("written for people", () => {
  test.each([
    [0, "THB 0.00"],
    [1, "THB 0.01"],
    [10, "THB 0.10"],
    [99, "THB 0.99"],
    [100, "THB 1.00"],
    [99_999, "THB 999.99"],
    [100_000, "THB 1,000.00"],
    [150_000, "THB 1,500.00"],
    [12_345_678, "THB 123,456.78"],
    [123_456_789, "THB 1,234,567.89"],
    [MOST, "THB 1,000,000,000,000.00"],
    [Number.MAX_SAFE_INTEGER, "THB 90,071,992,547,409.91"],
    [-1, "THB -0.01"],
    [-99_999, "THB -999.99"],
    [-100_000, "THB -1,000.00"],
    [-12_345_678, "THB -123,456.78"],
  ] as const)("%d", (amountMinor, text) => {
    expect(moneyText({ amountMinor, currency: "THB" })).toBe(text);
  });

  test("what is not a whole number of subunits is refused, not rounded", () => {
    for (const amountMinor of [0.5, Number.MAX_SAFE_INTEGER + 1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => moneyText({ amountMinor, currency: "THB" })).toThrow(/^an amount is a safe integer of subunits$/);
  });

  test("can be read back at any size, and is grouped by three", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom(...CURRENCIES), (amountMinor, currency) => {
        const text = moneyText({ amountMinor, currency });
        expect(text).toMatch(/^[A-Z]{3} -?\d{1,3}(,\d{3})*\.\d{2}$/);
        expect(text.slice(0, 4)).toBe(`${currency} `);
        expect(Number(text.slice(4).replaceAll(/[,.]/g, ""))).toBe(amountMinor);
      }),
    );
  });
});
