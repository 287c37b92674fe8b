// The cashier's page as built, once an amount stands: methods, answers, the way out. Nothing is said twice.
import { expect, test } from "vitest";
import { pictureOf } from "#test/scenes/pictures.ts";
import { describeWith } from "#test/support/needs.ts";
import { readOff, snapshots, type, usePlay } from "./play.ts";

describeWith("the cashier's page", ["chromium"], () => {
  const play = usePlay();

  test("a method by key and by touch is one attempt", async () => {
    const { page } = await play.open("cashier", "draft");
    await type(page, "KeyA");
    await expect.poll(() => play.asked("sale/charge").length).toBe(1);
    await page.getByRole("button", { name: "Alipay+ wallets" }).dblclick();
    await expect.poll(() => play.asked("sale/charge").length).toBe(3);
    const ids = new Set(play.asked("sale/charge").map((input) => (input as { attemptId: string }).attemptId));
    expect(ids.size).toBe(1);
  });

  test("a greyed method says why and does nothing", async () => {
    const { page } = await play.open("cashier", "draft-out-of-range");
    await page.getByText("Amount too large: up to THB 50,000.00").first().waitFor();
    await type(page, "KeyT", "KeyA");
    await expect
      .poll(() => play.asked("sale/charge").map((input) => (input as { method: string }).method))
      .toEqual(["alipayplus_mpm"]);
  });

  test("the digits of the next sale clear the one that has ended", async () => {
    const { page } = await play.open("cashier", "paid");
    await page.getByRole("heading", { name: "THB 1,500.00" }).waitFor();
    await type(page, "Digit4", "Digit2");
    await page.getByRole("heading", { name: "THB 42.00" }).waitFor();
    expect(await page.getByText("The payment is complete.").count()).toBe(0);
  });

  test("a touch leaves no focus behind for a later Enter; Tab does", async () => {
    const { page } = await play.open("cashier", "idle");
    await page.getByRole("button", { name: "7", exact: true }).click();
    await type(page, "Space");
    await page.locator('[data-amount="7"]').waitFor();
    await page.getByRole("button", { name: "8", exact: true }).focus();
    await type(page, "Space");
    await page.locator('[data-amount="78"]').waitFor();
  });

  test("every answer that the till allows has its key", async () => {
    const { page } = await play.open("cashier", "wait-or-cancel");
    await page.getByText("Wait or cancel?").waitFor();
    await type(page, "Enter", "F6", "F4", "Escape");
    await expect
      .poll(() => play.stage().asked.map(({ command }) => command))
      .toEqual(["sale/wait", "sale/ask-now", "sale/clear", "sale/cancel"]);
  });

  test("the miniature shows the very QR of the customer's screen", async () => {
    const { page } = await play.open("cashier", "qr-truemoney", { size: { width: 1024, height: 768 } });
    await page.locator('[data-qr="matrix"] canvas').waitFor();
    expect(await readOff(page)).toBe(pictureOf("truemoney_qr").payload);
  });

  test("closing the till takes two presses", async () => {
    const { page } = await play.open("cashier", "idle");
    await type(page, "F9");
    await page.getByRole("button", { name: "Close the till" }).click();
    expect(play.asked("till/leave")).toEqual([]);
    await page.getByRole("button", { name: "Press again to close the till" }).click();
    await expect.poll(() => play.asked("till/leave")).toEqual([{}]);
  });

  test("the page says that it has lost the till, and draws the till's word when it is back", async () => {
    const { page } = await play.open("cashier", "draft", { allowed: /WebSocket/ });
    play.stage().cut();
    await page.getByText("The screen has lost the till.").waitFor();
    play.stage().show(snapshots("paid"));
    await page.getByText("The payment is complete.").waitFor();
    expect(await page.getByText("The screen has lost the till.").count()).toBe(0);
  });
});
