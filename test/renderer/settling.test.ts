// What is still to be settled on the cashier's page as built: alarms with their ways out, the queue, and the words about links
// and clock.
import { expect, test } from "vitest";
import { ATTEMPT } from "#test/scenes/scene.ts";
import { describeWith } from "#test/support/needs.ts";
import { openPressed, sheetOf, snapshots, type, usePlay } from "./play.ts";

describeWith("what is to be settled", ["chromium"], () => {
  const play = usePlay();

  test("late money is kept as the payment or given back, and cannot be waved away", async () => {
    const { page } = await play.open("cashier", "paid-late");
    const alarm = page.getByRole("alert", { name: "Alarms" });
    expect(await alarm.getByRole("button").allInnerTexts()).toEqual(["Keep as payment", "Give it back"]);
    await alarm.getByRole("button", { name: "Keep as payment" }).click();
    await expect.poll(() => play.asked("alarm/attach")).toEqual([{ alarmId: "paid-late" }]);
    await alarm.getByRole("button", { name: "Give it back" }).click();
    await sheetOf(page).waitFor();
    expect(play.asked("refund/terms")).toEqual([{ attemptId: ATTEMPT }]);
  });

  test("an alarm that waits does not hide the next one", async () => {
    const { page } = await play.open("cashier", "paid-twice");
    await page.getByText("Customer paid twice").waitFor();
    await page.getByRole("button", { name: "1 of 2, next ›" }).click();
    await page.getByText("Money went back for a refund that had ended").waitFor();
    await page.getByRole("button", { name: "Seen" }).click();
    await expect.poll(() => play.asked("alarm/seen")).toEqual([{ alarmId: "refund-late" }]);
  });

  test("the queue says of each what is done, counts down, and asks or sends now", async () => {
    const page = await openPressed(play, "queue");
    const items = page.locator("main li");
    await expect.poll(() => items.count()).toBe(6);
    await items.nth(1).getByText("Looking for it at Omise").waitFor();
    await items.nth(1).getByText("tries without an answer: 4").waitFor();
    await items
      .nth(3)
      .getByText(/time left 0:3\d/)
      .waitFor();
    await page.getByText("and 3 more").waitFor();
    await items.nth(1).getByRole("button", { name: "Ask now" }).click();
    await items.nth(2).getByRole("button", { name: "Send now" }).click();
    await expect.poll(() => play.asked("queue/ask-now")).toEqual([{ id: "6d0f7e42-1111-4222-8333-444455556666" }]);
    await expect.poll(() => play.asked("queue/send-now")).toEqual([{ id: "6d0f7e43-1111-4222-8333-444455556666" }]);
    play.stage().refuse("queue/ask-now", "too-late");
    await items.nth(1).getByRole("button", { name: "Ask now" }).click();
    await page.getByText("Too late").waitFor();
    await type(page, "Escape");
    await page.locator("[data-amount]").waitFor();
  });

  test("the header counts what is in the queue, and nothing when it is empty", async () => {
    const { page } = await play.open("cashier", "queue-line");
    await page.getByRole("button", { name: "3 to settle" }).click();
    await page.getByRole("heading", { name: "To be settled" }).waitFor();
    play.stage().show(snapshots("queue-empty"));
    await page.getByText("Nothing is waiting.").waitFor();
    await type(page, "F3");
    await page.locator("[data-amount]").waitFor();
    expect(await page.getByRole("button", { name: /to settle/ }).count()).toBe(0);
  });

  test.each([
    ["link-network", "No network", "This till's network has been down since 10:12."],
    ["link-dns", "No name look-up", "No name look-up (DNS) since 10:12."],
    ["link-tls", "No secure line", "Check this PC's clock and date."],
    ["link-api", "Omise is down", "Omise's service has not answered since 10:12."],
    ["link-provider", "Wallet is down", "The wallet's provider has not answered Omise since 10:12."],
    ["link-slow", "Omise is slow", "Omise has been slow to answer since 10:12."],
    ["clock-ahead", "Omise answers", "This PC's clock is 3 min ahead of Omise's."],
    ["clock-behind", "No secure line", "This PC's clock is 24 h behind Omise's."],
  ])("%s: %s", async (scene, short, words) => {
    const { page } = await play.open("cashier", scene);
    await page.locator("header").getByText(short, { exact: true }).waitFor();
    await page.locator("header").getByText(words).waitFor();
  });

  test("a till without trouble says nothing of it", async () => {
    const { page } = await play.open("cashier", "idle");
    await page.locator("[data-amount]").waitFor();
    expect(await page.locator("header [role=status]").count()).toBe(0);
  });

  test("a restored ledger takes no sale and names the command", async () => {
    const { page } = await play.open("cashier", "ledger-restored");
    await page.getByText("restored from a backup").waitFor();
    await page.getByText("npm run ledger -- rebuild").waitFor();
  });
});
