// Typing on the cashier's page as built: digits, Enter, a scanner's burst. Nothing is said twice, nothing of a scan is drawn.
import { expect, test } from "vitest";
import { describeWith } from "#test/support/needs.ts";
import { scanInto, type, usePlay } from "./play.ts";

const UUID = /^[0-9a-f-]{36}$/;

describeWith("typing an amount", ["chromium"], () => {
  const play = usePlay();

  test("digits and Enter begin one sale", async () => {
    play.stage().answer("sale/begin", { step: "begun" });
    const { page } = await play.open("cashier", "idle");
    await type(page, "Digit1", "Digit5", "Numpad0", "Digit0", "Period", "Digit5");
    await page.locator('[data-amount="1500.5"]').waitFor();
    await page.getByRole("heading", { name: "THB 1,500.50" }).waitFor();
    await type(page, "Enter");
    const sale = {
      saleId: expect.stringMatching(UUID) as string,
      amountMinor: 150_050,
      reference: null,
      confirmed: false,
      otherCustomer: false,
    };
    await expect.poll(() => play.asked("sale/begin")).toEqual([sale]);
  });

  test("digits and Enter in one bunch are the whole amount: no zero is lost to the drawing", async () => {
    play.stage().answer("sale/begin", { step: "begun" });
    const { page } = await play.open("cashier", "idle");
    await scanInto(page, "1500");
    await expect.poll(() => play.asked("sale/begin")).toMatchObject([{ amountMinor: 150_000 }]);
  });

  test("an Enter that is held or bounces is one sale", async () => {
    play.stage().answer("sale/begin", { step: "begun" });
    const { page } = await play.open("cashier", "idle");
    await type(page, "Digit1", "Digit2");
    await page.keyboard.down("Enter");
    for (let repeat = 0; repeat < 5; repeat += 1) await page.keyboard.down("Enter");
    await page.keyboard.up("Enter");
    await type(page, "Enter");
    await expect.poll(() => play.asked("sale/begin").length).toBe(2);
    const ids = new Set(play.asked("sale/begin").map((input) => (input as { saleId: string }).saleId));
    expect(ids.size).toBe(1);
  });

  test("a large amount is asked for twice, and only by a later key", async () => {
    play.stage().answer("sale/begin", { step: "confirm-amount" });
    const { page } = await play.open("cashier", "idle");
    await type(page, "Digit3", "Digit0", "Digit0", "Digit0", "Digit0", "Enter");
    await page.getByText("Press Enter once more").waitFor();
    expect(await page.getByText("Enter to go on").count()).toBe(0);
    await type(page, "Enter");
    await expect
      .poll(() => play.asked("sale/begin").map((input) => (input as { confirmed: boolean }).confirmed))
      .toEqual([false, true]);
  });

  test("a scan at full speed draws no digit and is said once", async () => {
    const { page } = await play.open("cashier", "idle");
    await scanInto(page, "134817563920174417");
    await expect.poll(() => play.asked("scan/typed")).toEqual([{ text: "134817563920174417" }]);
    expect(await page.locator('[data-amount=""]').count()).toBe(1);
    expect(play.asked("sale/begin")).toEqual([]);
  });

  test("a bill scanned behind the digits becomes the reference, a wallet's code never does", async () => {
    const { page } = await play.open("cashier", "idle");
    await type(page, "Digit9", "Digit9");
    await page.locator('[data-amount="99"]').waitFor();
    await scanInto(page, "BILL20417");
    await page.getByText("BILL20417").first().waitFor();
    await scanInto(page, "281756392017441734");
    await expect.poll(() => play.asked("scan/typed")).toEqual([{ text: "281756392017441734" }]);
    expect(await page.getByText("281756392017441734").count()).toBe(0);
  });
});
