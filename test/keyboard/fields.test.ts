// No field of the browser's own stands on the pages; should one ever be there, neither a scan nor what an input method makes of
// one lands in it, and no key of a scan presses a button.
import { expect, test } from "vitest";
import type { Page } from "playwright-core";
import { describeWith } from "#test/support/needs.ts";
import { scanInto, usePlay } from "#test/renderer/play.ts";
import { SCENES } from "#test/scenes/scenes.ts";

const CODE = "134817563920174417";
const ENTER = { code: "Enter", key: "Enter", text: "\r" };
const EDITABLE = "input, textarea, select, [contenteditable]";

/** A field with the focus, as a later page might have one. */
async function plantField(page: Page): Promise<void> {
  await page.evaluate(() => {
    const field = document.createElement("input");
    field.id = "planted";
    field.value = "was there";
    document.body.append(field);
    field.focus();
  });
}

const valueOf = (page: Page): Promise<string> => page.locator("#planted").inputValue();

describeWith("a scan and a field", ["chromium"], () => {
  const play = usePlay();

  test.each([
    "idle",
    ...SCENES.filter(({ name }) => /^(?:set-up|staff-add|refund-part)/.test(name)).map(({ name }) => name),
  ])("there is none on the scene %s", async (scene) => {
    const { page } = await play.open("cashier", scene);
    for (const key of SCENES.find(({ name }) => name === scene)?.keys ?? [])
      await page.keyboard.press(key, { delay: 70 });
    expect(await page.locator(EDITABLE).count()).toBe(0);
  });

  test("what real keys of a scanner type lands in no field", async () => {
    const { page, context } = await play.open("cashier", "idle");
    await plantField(page);
    const devTools = await context.newCDPSession(page);
    // All at once and stamped here: one call after the other would be as slow as fingers.
    const beganS = Date.now() / 1000;
    const keys = [...CODE.split("").map((digit) => ({ code: `Digit${digit}`, key: digit, text: digit })), ENTER];
    await Promise.all(
      keys.map(
        async (key, index) =>
          await devTools.send("Input.dispatchKeyEvent", { type: "keyDown", timestamp: beganS + index / 200, ...key }),
      ),
    );
    await expect.poll(() => play.asked("scan/typed")).toEqual([{ text: CODE }]);
    expect(await valueOf(page)).toBe("was there");
  });

  test("a composition that an input method begins is ended, and its text dropped", async () => {
    const { page, context } = await play.open("cashier", "idle");
    await plantField(page);
    const devTools = await context.newCDPSession(page);
    await devTools.send("Input.imeSetComposition", { text: "一三四", selectionStart: 3, selectionEnd: 3 });
    expect(await valueOf(page)).toBe("was there");
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
  });

  test("keys that an input method has taken are read by their place", async () => {
    const { page } = await play.open("cashier", "idle");
    await page.evaluate((code) => {
      for (const place of [...code.split("").map((digit) => `Digit${digit}`), "Enter"]) {
        const how = { code: place, key: "Process", keyCode: 229, isComposing: true, cancelable: true };
        dispatchEvent(new KeyboardEvent("keydown", how));
      }
    }, CODE);
    await expect.poll(() => play.asked("scan/typed")).toEqual([{ text: CODE }]);
  });

  test("its Enter presses no button that has the focus", async () => {
    const { page } = await play.open("cashier", "idle");
    await page.evaluate(() => {
      addEventListener("click", () => void Object.assign(globalThis, { clicked: true }), { capture: true });
      document.querySelector<HTMLElement>("button:enabled")?.focus();
    });
    await scanInto(page, CODE);
    await expect.poll(() => play.asked("scan/typed")).toEqual([{ text: CODE }]);
    expect(await page.evaluate(() => "clicked" in globalThis)).toBe(false);
  });

  test("what was typed just before a touch of the screen counts first", async () => {
    const { page } = await play.open("cashier", "idle");
    await page.evaluate(() => {
      dispatchEvent(new KeyboardEvent("keydown", { code: "Digit7", key: "7", cancelable: true }));
      [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "5")?.click();
    });
    await page.locator('[data-amount="75"]').waitFor();
    expect(play.asked("scan/typed")).toEqual([]);
  });
});
