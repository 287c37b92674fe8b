// "Same customer?" on the cashier's page as built: two deliberate answers, a way back, and nothing that a scanner could press.
import { expect, test } from "vitest";
import { describeWith } from "#test/support/needs.ts";
import { SALE } from "#test/scenes/scene.ts";
import { openPressed, scanInto, sheetOf, type, usePlay } from "./play.ts";

describeWith("the same customer", ["chromium"], () => {
  const play = usePlay();

  test("the open amount, its state in words and how long ago it was", async () => {
    const page = await openPressed(play, "same-customer");
    await sheetOf(page).getByText("Same customer?").waitFor();
    await sheetOf(page).getByText("Waiting for payment").waitFor();
    await sheetOf(page).getByText("2 min ago").waitFor();
  });

  test("no begins the same sale again, said to be another customer's", async () => {
    const page = await openPressed(play, "same-customer");
    await sheetOf(page).waitFor();
    play.stage().answer("sale/begin", { step: "begun" });
    await type(page, "KeyN");
    await expect.poll(() => play.asked("sale/begin").length).toBe(2);
    const [first, second] = play.asked("sale/begin") as { saleId: string; otherCustomer: boolean }[];
    expect(second).toEqual({ ...first, otherCustomer: true });
    expect(first?.otherCustomer).toBe(false);
    expect(await sheetOf(page).count()).toBe(0);
  });

  test("no is for one amount: another one is asked about again", async () => {
    const page = await openPressed(play, "same-customer");
    await sheetOf(page).waitFor();
    play.stage().answer("sale/begin", { step: "confirm-amount" });
    await type(page, "KeyN");
    await page.getByText("Press Enter once more").waitFor();
    await type(page, "Enter", "Backspace", "Enter");
    await expect
      .poll(() => (play.asked("sale/begin") as { otherCustomer: boolean }[]).map((one) => one.otherCustomer))
      .toEqual([false, true, true, false]);
  });

  test.each([
    ["same-customer", []],
    ["same-customer-ended", [{ saleId: SALE }]],
  ])("yes opens that sale; of %s it is tried again %j", async (scene, again) => {
    const page = await openPressed(play, scene);
    await sheetOf(page).waitFor();
    await type(page, "KeyY");
    await page.locator('[data-amount=""]').waitFor();
    await expect.poll(() => play.asked("sale/open")).toEqual([{ saleId: SALE }]);
    await expect.poll(() => play.asked("sale/again")).toEqual(again);
    expect(play.asked("sale/begin").length).toBe(1);
  });

  test("Esc goes back to the amount", async () => {
    const page = await openPressed(play, "same-customer");
    await sheetOf(page).waitFor();
    await type(page, "Escape");
    await sheetOf(page).waitFor({ state: "detached" });
    await page.locator('[data-amount="1500"]').waitFor();
    expect(play.asked("sale/open", "sale/again").length + play.asked("sale/begin").length).toBe(1);
  });

  test("Enter, Space, digits and a whole scan with its Enter answer nothing, and the scan goes nowhere", async () => {
    const page = await openPressed(play, "same-customer");
    await sheetOf(page).waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("DIALOG");
    await type(page, "Enter", "Space", "Digit1", "NumpadEnter");
    await scanInto(page, "134817563920174417");
    await page.getByText("A scan came in. It was not used.").waitFor();
    expect(await sheetOf(page).count()).toBe(1);
    expect(play.stage().asked.map(({ command }) => command)).toEqual(["sale/begin"]);
  });
});
