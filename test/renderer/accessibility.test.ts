// axe-core over the scenes that people look at longest. What it cannot decide counts as much as what it finds.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describeWith } from "#test/support/needs.ts";
import { openPressed, sheetOf, type, usePlay } from "./play.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

declare global {
  interface Window {
    readonly axe: { run(): Promise<AxeResults> };
  }
}

async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const { violations, incomplete } = await page.evaluate(async () => await window.axe.run());
  return [...violations, ...incomplete].flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary ?? ""}`),
  );
}

describeWith("accessibility", ["chromium"], () => {
  const play = usePlay();

  test.each([
    "idle",
    "draft",
    "draft-not-enabled",
    "qr-alipayplus",
    "checking",
    "paid",
    "not-paid",
    "paid-late",
    "no-sale",
    "test-keys",
    "override-beside",
    "refund-refused",
    "refund-voided",
    "paid-twice",
    "queue-line",
    "link-dns",
    "link-slow",
    "clock-behind",
    "ledger-restored",
    "doubt",
    "notice-while-checking",
  ])("cashier: %s", async (scene) => {
    const { page } = await play.open("cashier", scene);
    expect(await findings(page)).toEqual([]);
  });

  test.each([
    "same-customer",
    "override",
    "override-no-manager",
    "refund-choices",
    "refund-elsewhere",
    "refund-part",
    "refund-no-answer",
    "refund-so-far",
    "approval-wrong",
    "staff-add",
    "staff-guessable",
  ])("the sheet of %s, in Thai", async (scene) => {
    const page = await openPressed(play, scene, { language: "th" });
    await sheetOf(page).waitFor();
    expect(await findings(page)).toEqual([]);
  });

  test.each(["notice-while-busy-f8", "doubt-elsewhere", "queue", "queue-empty", "staff-none", "staff-pepper-lost"])(
    "the screen of %s",
    async (scene) => {
      const page = await openPressed(play, scene);
      // Whole: of a line that the edge of the window cuts, axe cannot tell the contrast.
      await page.setViewportSize({ width: 1024, height: 1400 });
      expect(await findings(page)).toEqual([]);
    },
  );

  test.each(["F8", "F9"])("cashier: the screen of %s", async (key) => {
    const { page } = await play.open("cashier", "idle");
    await type(page, key);
    await page
      .locator("main h1")
      .getByText(key === "F8" ? "End of day" : "Set-up")
      .waitFor();
    expect(await findings(page)).toEqual([]);
  });
});

describeWith("accessibility of the customer's screens", ["chromium"], () => {
  const play = usePlay();

  test.each([
    "idle",
    "draft",
    "notice-poster",
    "notice-needs-amount",
    "qr-truemoney",
    "qr-covered",
    "confirm-on-phone",
    "paid",
    "not-paid",
    "cancelled",
    "no-sale",
  ])("customer: %s", async (scene) => {
    const { page } = await play.open("customer", scene, { language: "th" });
    expect(await findings(page)).toEqual([]);
  });

  test("a fault that is planted is found", async () => {
    const { page } = await play.open("customer", "idle");
    await page.evaluate(() => document.body.append(document.createElement("button")));
    expect((await findings(page)).join()).toContain("button-name");
  });
});

describeWith("accessibility of the scanners' set-up", ["chromium"], () => {
  const play = usePlay();

  test.each(["scanners-hid", "scanners-other", "scanners-udev", "scan-test", "scan-test-recorded"])(
    "the screen of %s, in Thai",
    async (scene) => {
      const page = await openPressed(play, scene, { language: "th" });
      expect(await findings(page)).toEqual([]);
    },
  );

  test.each(["serial-add", "serial-typed", "serial-all", "serial-taken"])("the sheet of %s", async (scene) => {
    const page = await openPressed(play, scene);
    await sheetOf(page).waitFor();
    expect(await findings(page)).toEqual([]);
  });
});
