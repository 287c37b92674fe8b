// What the suites of the built pages share: one stage and one browser a suite, a fresh page a test.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { PNG } from "pngjs";
import jsQR from "jsqr";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import type { Language } from "#contract/words.ts";
import { openBrowser, openWatched, type PageName, type PageSurroundings, type Watched } from "#test/scenes/browser.ts";
import type { Scene } from "#test/scenes/scene.ts";
import { SCENES, snapshotsOf } from "#test/scenes/scenes.ts";
import { BUILT, openStage, type Stage } from "#test/scenes/stage.ts";

export type Play = {
  readonly stage: () => Stage;
  readonly browser: () => Browser;
  /** Opens a page on a scene; at the end of the test it must have complained of nothing but `allowed`. */
  readonly open: (page: PageName, scene: string, change?: Opening) => Promise<Watched>;
  /** What the page asked for since it was opened, of these commands or of all. */
  readonly asked: (...commands: readonly string[]) => readonly unknown[];
};

type Opening = PageSurroundings & {
  readonly language?: Language;
  /** Complaints that belong to the test. */
  readonly allowed?: RegExp;
};

export function usePlay(): Play {
  let stage: Stage;
  let browser: Browser;
  const open: { readonly watched: Watched; readonly allowed: RegExp | undefined }[] = [];
  beforeAll(async () => {
    if (!existsSync(join(BUILT, "customer/index.html"))) throw new Error("the pages are not built: npm run build");
    stage = await openStage();
    browser = await openBrowser();
  });
  afterEach(async () => {
    for (const { watched, allowed } of open.splice(0)) {
      await watched.context.close();
      expect(watched.complaints.filter((complaint) => !allowed?.test(complaint))).toEqual([]);
    }
    stage.usual();
    stage.asked.length = 0;
  });
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });
  return {
    stage: () => stage,
    browser: () => browser,
    async open(page, scene, { language = "en", allowed, ...surroundings } = {}) {
      const { answers } = sceneCalled(scene);
      for (const [command, output] of Object.entries(answers)) stage.answer(command, output);
      stage.show(snapshots(scene, language));
      const watched = await openWatched(browser, stage.origin, page, surroundings);
      open.push({ watched, allowed });
      // The cashier's header comes with the till's first word; before it no key is heard.
      await watched.page
        .locator(page === "cashier" ? "header" : "main > *")
        .first()
        .waitFor();
      return watched;
    },
    asked: (...commands) =>
      stage.asked
        .filter(({ command }) => commands.length === 0 || commands.includes(command))
        .map(({ input }) => input),
  };
}

export function sceneCalled(name: string): Scene {
  const scene = SCENES.find((one) => one.name === name);
  if (scene === undefined) throw new Error(`there is no scene called ${name}`);
  return scene;
}

export function snapshots(scene: string, language: Language = "en"): ReadonlyMap<string, unknown> {
  return snapshotsOf(sceneCalled(scene), language, language);
}

/** What a phone reads off this page, null when there is nothing to read. */
export async function readOff(page: Page): Promise<string | null> {
  return decoded(await page.screenshot());
}

/** @param picture a PNG */
export function decoded(picture: Buffer): string | null {
  const { data, width, height } = PNG.sync.read(picture);
  return jsQR(Uint8ClampedArray.from(data), width, height)?.data ?? null;
}

/** Keys as a scanner sends them: one after another, with nothing in between. */
export async function scanInto(page: Page, text: string): Promise<void> {
  await page.evaluate((typed) => {
    const codes = typed.split("").map((character) => (/\d/.test(character) ? `Digit${character}` : `Key${character}`));
    for (const code of [...codes, "Enter"]) dispatchEvent(new KeyboardEvent("keydown", { code, cancelable: true }));
  }, text);
}

/** Keys as fingers press them. What a key opens may have to load first. */
export async function type(page: Page, ...codes: readonly string[]): Promise<void> {
  for (const code of codes) {
    await page.keyboard.press(code, { delay: 70 });
    if (/^F\d/.test(code)) await page.locator("main > *").first().waitFor();
  }
}

/** The page of a scene with the keys of the scene pressed. */
export async function openPressed(play: Play, scene: string, change: Opening = {}): Promise<Page> {
  const { page } = await play.open("cashier", scene, change);
  await type(page, ...sceneCalled(scene).keys);
  return page;
}

/** The sheet that lies over the page. */
export function sheetOf(page: Page): Locator {
  return page.locator("dialog");
}
