// A small part of `npm run test:keyboard` for every `npm test`: 25 mixtures a layout in the page, 2 a layout in a real window.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "#test/scenes/browser.ts";
import { describeWith, TWO_MONITORS } from "#test/support/needs.ts";
import { openWindowPlay, type WindowPlay } from "./in-window.ts";
import { CLEAN, sum } from "./judge.ts";
import { mixtureOf } from "./mixture.ts";
import { noticed } from "./noticed.ts";
import { PLANTS } from "./pages.ts";
import { openKeyboardPage } from "./play.ts";
import { LAYOUTS } from "./words.ts";

const MIXTURES = 25;
const IN_WINDOW = 2;
/** The same every time, so that a red run is red again. */
const SEED = 20_261_120;

const mixtures = Array.from({ length: MIXTURES }, (_none, index) => mixtureOf(SEED + index, { real: false }));

describe("a mixture", () => {
  test("is the same for the same seed, and another for another", () => {
    expect(mixtureOf(SEED, { real: false })).toEqual(mixtures[0]);
    expect(mixtureOf(SEED + 1, { real: false })).not.toEqual(mixtures[0]);
  });
});

describeWith("keys through the page", ["chromium"], () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  test.each(PLANTS)("notices a planted fault: $name", async (plant) => {
    expect(await noticed(browser, plant, SEED)).toEqual(expect.any(Number));
  });

  test.each(LAYOUTS)(`${MIXTURES} mixtures of typing and scanning under %s are what they should be`, async (layout) => {
    const page = await openKeyboardPage(browser, { page: "cashier" });
    const outcomes = await page.run(mixtures, layout);
    await page.close();
    expect(outcomes.map(({ asked }) => asked)).toEqual(outcomes.map(({ mixture }) => mixture.expected));
    expect(outcomes.map(({ verdict }) => verdict).reduce(sum)).toEqual(CLEAN);
  });

  test("the customer's window says every scan and nothing else", async () => {
    const page = await openKeyboardPage(browser, { page: "customer" });
    const outcomes = await page.run(mixtures, "th");
    await page.close();
    const scans = outcomes.map(({ mixture }) => mixture.scans.map(({ text }) => ({ scan: text })));
    expect(outcomes.map(({ asked }) => asked)).toEqual(scans);
  });
});

describeWith("keys in a real window", [...TWO_MONITORS, "xdotool", "setxkbmap"], () => {
  let window: WindowPlay;
  beforeAll(async () => {
    window = await openWindowPlay();
  });
  afterAll(() => window.close());

  test.each(LAYOUTS)(`${IN_WINDOW} mixtures typed under %s are what they should be`, async (layout) => {
    for (let index = 0; index < IN_WINDOW; index += 1) {
      const outcome = await window.run(mixtureOf(SEED + index, { real: true }), layout);
      expect(outcome.asked).toEqual(outcome.mixture.expected);
      expect(outcome.verdict).toEqual(CLEAN);
      expect(outcome.unlikeRecording).toEqual([]);
    }
  });
});
