// The scanners in the set-up as built: choosing one, switching, testing, recording, by touch and by keys alone.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describeWith } from "#test/support/needs.ts";
import { openPressed, scanInto, sheetOf, snapshots, type, usePlay } from "./play.ts";

const USUAL = {
  baudRate: 9600,
  dataBits: 8,
  parity: "none",
  stopBits: 1,
  rtscts: false,
  suffix: "auto",
  quietMs: 60,
} as const;

describeWith("the scanners", ["chromium"], () => {
  const play = usePlay();
  const puts = () => play.asked("scanners/put-serial");

  test("a listed port is chosen by touch, with what fits most", async () => {
    play.stage().answer("scanners/put-serial", { result: "saved" });
    const page = await openPressed(play, "serial-add");
    const port = (path: string) => sheetOf(page).getByRole("button", { name: path });
    expect(await port("/dev/ttyACM0").isDisabled()).toBe(true);
    await port("/dev/ttyACM3").click();
    await sheetOf(page).getByRole("button", { name: "Save" }).click();
    await sheetOf(page).waitFor({ state: "detached" });
    expect(puts()).toEqual([{ before: null, place: { path: "/dev/ttyACM3", ...USUAL } }]);
  });

  test("a path is typed, and the line is set, by keys alone", async () => {
    play.stage().answer("scanners/put-serial", { result: "saved" });
    const page = await openPressed(play, "serial-typed");
    await type(page, "KeyX", "Backspace");
    await focusOn(page, "All settings");
    await type(page, "Space");
    await focusOn(page, "Tab");
    await type(page, "Space");
    await focusOn(page, "115200");
    await type(page, "Space");
    await focusOn(page, "Save");
    await type(page, "Enter");
    await sheetOf(page).waitFor({ state: "detached" });
    expect(puts()).toEqual([{ before: null, place: { path: "com3", ...USUAL, baudRate: 115_200, suffix: "tab" } }]);
  });

  test("a scanner of the list is changed, and removed with the second press", async () => {
    play.stage().answer("scanners/ports", { listed: true, ports: [] });
    play.stage().answer("scanners/put-serial", { result: "unknown" });
    const page = await openPressed(play, "scanners");
    await page.getByRole("button", { name: "Change: /dev/ttyACM0" }).click();
    expect(await sheetOf(page).locator('[data-field="path"]').textContent()).toBe("/dev/ttyACM0");
    await type(page, "Enter");
    await sheetOf(page).getByText("That scanner is not in the list any more.").waitFor();
    expect(puts()).toEqual([{ before: "/dev/ttyACM0", place: { path: "/dev/ttyACM0", ...USUAL } }]);
    await type(page, "Escape");
    await page.getByRole("button", { name: "Remove: /dev/ttyACM0" }).click();
    expect(play.asked("scanners/remove-serial")).toEqual([]);
    await page.getByRole("button", { name: "Really remove: /dev/ttyACM0" }).click();
    await expect.poll(() => play.asked("scanners/remove-serial")).toEqual([{ path: "/dev/ttyACM0" }]);
  });

  test("switches and the gap between keys are set with each press", async () => {
    const page = await openPressed(play, "scanners");
    await page.getByRole("group", { name: "HID POS scanners" }).getByRole("button", { name: "Off" }).click();
    await page.getByRole("group", { name: "Honeywell: send" }).getByRole("button", { name: "On" }).click();
    await page.getByRole("button", { name: "More: Keyboard mode" }).click();
    await page.getByRole("button", { name: "Less: Keyboard mode" }).click();
    await expect
      .poll(() => play.asked("scanners/set"))
      .toEqual([{ hid: false }, { honeywellRedirect: true }, { keyGapMs: 55 }, { keyGapMs: 45 }]);
  });
});

describeWith("a test scan", ["chromium"], () => {
  const play = usePlay();

  test("a scan that a page reads during a test goes to the till, which looks at it", async () => {
    const page = await openPressed(play, "scan-test");
    await scanInto(page, "135112298638468293");
    await expect.poll(() => play.asked("scan/typed")).toEqual([{ text: "135112298638468293" }]);
  });

  test("a test begins with its screen and ends with it", async () => {
    const page = await openPressed(play, "scan-test");
    await page.getByText("Scans are not sales now.").waitFor();
    await expect.poll(() => play.asked("scanners/test")).toEqual([{ on: true }]);
    await type(page, "Escape");
    await expect.poll(() => play.asked("scanners/test")).toEqual([{ on: true }, { on: false }]);
    expect(await page.locator("main h1").textContent()).toBe("Scanners");
    await type(page, "Escape");
    expect(await page.locator("main h1").textContent()).toBe("Set-up");
  });

  test("a test ends with another screen, too", async () => {
    const page = await openPressed(play, "scan-test");
    await expect.poll(() => play.asked("scanners/test")).toEqual([{ on: true }]);
    await type(page, "F8");
    await expect.poll(() => play.asked("scanners/test")).toEqual([{ on: true }, { on: false }]);
  });

  test("one that the till has ended stays in sight, and can be begun again", async () => {
    const page = await openPressed(play, "scan-test");
    await page.getByText("Payment code of WeChat Pay HK").waitFor();
    play.stage().show(snapshots("scanners"));
    await page.getByText("The test has ended.").waitFor();
    await page.getByText("Payment code of WeChat Pay HK").waitFor();
    await type(page, "KeyT");
    await expect.poll(() => play.asked("scanners/test")).toEqual([{ on: true }, { on: true }]);
  });

  test("the file of a recording is named, and so is that there was nothing to record", async () => {
    const page = await openPressed(play, "scan-test-recorded");
    await page.getByText("/var/lib/counterfoil/recordings/2026-11-20T03-12-40.118Z.json").waitFor();
    play.stage().answer("scanners/record", { file: null });
    await page.getByRole("button", { name: "Save a recording" }).click();
    await page.getByText("Nothing has arrived that could be saved.").waitFor();
  });

  test("every button is 48 px and more, and shows its focus", async () => {
    for (const scene of ["scanners", "serial-add", "scan-test"]) {
      const page = await openPressed(play, scene);
      const sizes = await page.locator("main button, dialog button").evaluateAll((all) =>
        all.map((one) => {
          const { width, height } = one.getBoundingClientRect();
          return [one.textContent, Math.min(width, height)] as const;
        }),
      );
      expect(sizes.length).toBeGreaterThan(1);
      expect(sizes.filter(([, size]) => size < 48)).toEqual([]);
      await page.keyboard.press("Tab");
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
      expect(outline).not.toBe("none");
    }
  });
});

/** By Tab alone, as somebody without a mouse. */
async function focusOn(page: Page, name: string): Promise<void> {
  for (let count = 0; count < 60; count += 1) {
    await page.keyboard.press("Tab");
    const words = await page.evaluate(() => document.activeElement?.querySelector("span")?.textContent ?? "");
    if (words === name) return;
  }
  throw new Error(`Tab does not lead to ${name}`);
}
