// What the cashier's page says and does about what is around the till: a customer's screen that is not there, and scanners.
import { expect, test } from "vitest";
import { views } from "#contract/views.ts";
import { pictureOf } from "#test/scenes/pictures.ts";
import { describeWith } from "#test/support/needs.ts";
import { decoded, sceneCalled, usePlay } from "./play.ts";

describeWith("the cashier's page and what is around", ["chromium"], () => {
  const play = usePlay();

  test("without a customer's screen the QR stands large on this one, and goes when it is covered", async () => {
    const { page } = await play.open("cashier", "qr-no-customer-screen");
    await page.getByText("No customer's screen is open.").waitFor();
    const canvas = page.getByRole("img", { name: "QR for TrueMoney" }).locator("canvas");
    await canvas.waitFor();
    const side = await canvas.evaluate((element: HTMLCanvasElement) => [
      element.width,
      element.getBoundingClientRect().width,
    ]);
    expect(side[0]).toBe(side[1]);
    expect((side[0] ?? 0) / 37).toBeGreaterThanOrEqual(6);
    expect(decoded(await canvas.screenshot())).toBe(pictureOf("truemoney_qr").payload);
    const covered = { ...sceneCalled("qr-covered").cashier, customerScreen: false };
    play.stage().show(new Map([["cashier", views.cashier.schema.parse(covered)]]));
    await page.getByText("The QR is covered").waitFor();
    expect(await page.locator("canvas").count()).toBe(0);
  });

  test.each([
    ["idle", "Pretend scanner ready"],
    ["typing", "Example Scanner ready"],
    ["live", "Scanner: keyboard mode"],
    ["no-sale", "No scanner"],
  ])("scene %s: the header says %s", async (scene, words) => {
    const { page } = await play.open("cashier", scene);
    await page.locator("header li").getByText(words, { exact: true }).waitFor();
  });
});
