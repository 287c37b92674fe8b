// Refunds on the slip as built: each state in its true words, the way back while nothing was sent, and money of an alarm.
import { expect, test } from "vitest";
import { TERMS } from "#test/scenes/money-scenes.ts";
import { ATTEMPT } from "#test/scenes/scene.ts";
import { describeWith } from "#test/support/needs.ts";
import { sheetOf, snapshots, type, usePlay } from "./play.ts";

const GIVEN = { result: "given", expiresInMs: 60_000 };
const PIN = ["Digit8", "Digit2", "Digit0", "Digit4"];

describeWith("refunds on the slip", ["chromium"], () => {
  const play = usePlay();

  test.each([
    ["refund-asked", "asked, not sent yet"],
    ["refund-sending", "being sent"],
    ["refund-unknown", "checking at Omise: do not ask again"],
    ["refund-accepted", "accepted by Omise, not done yet"],
    ["refund-refused", "no refund found at Omise"],
    ["refund-voided", "done, as a void"],
  ])("%s: the slip says %s and stays paid", async (scene, words) => {
    const { page } = await play.open("cashier", scene);
    await page.locator('[data-state="successful"]').getByText(words).waitFor();
    const slip = await page.locator('[data-state="successful"]').innerText();
    expect(slip).toContain("Paid");
    expect(slip).not.toMatch(/refunded|voided/i);
  });

  test("what has not been sent can be withdrawn", async () => {
    const { page } = await play.open("cashier", "refund-asked");
    await page.getByRole("button", { name: "Withdraw THB 500.00" }).click();
    await expect
      .poll(() => play.asked("refund/withdraw"))
      .toEqual([{ refundId: "9d0f7e41-1111-4222-8333-444455556666" }]);
    play.stage().show(snapshots("refund-accepted"));
    await page.getByText("accepted by Omise").waitFor();
    expect(await page.getByRole("button", { name: /Withdraw/ }).count()).toBe(0);
  });

  test("money of an alarm goes back without its sale on the counter", async () => {
    const { page } = await play.open("cashier", "paid-twice");
    play.stage().answer("refund/terms", TERMS);
    play.stage().answer("approval/give", GIVEN);
    await page.getByRole("button", { name: "Give it back" }).click();
    await sheetOf(page).getByText("Refund all that is left").waitFor();
    const cashier = snapshots("paid-twice").get("cashier") as object;
    play.stage().show(new Map([["cashier", { ...cashier, counter: null }]]));
    await type(page, "KeyR");
    await page.locator('[data-pin="0"]').waitFor();
    await type(page, "ArrowDown", ...PIN, "Enter");
    await sheetOf(page).getByText("It is asked for.").waitFor();
    expect(play.asked("refund/terms")).toEqual([{ attemptId: ATTEMPT }]);
    await type(page, "Escape");
    await sheetOf(page).waitFor({ state: "detached" });
  });
});
