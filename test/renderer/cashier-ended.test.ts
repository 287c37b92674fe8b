// The cashier's page as built, once a sale gives way to the next: what may be keyed, what is drawn of the one before, and when
// that was by the shop's own clock.
import { expect, test } from "vitest";
import type { DayRow } from "#contract/views.ts";
import { dayRows } from "#test/scenes/other-views.ts";
import { describeWith } from "#test/support/needs.ts";
import { snapshots, type, usePlay } from "./play.ts";

describeWith("the cashier's page after a sale", ["chromium"], () => {
  const play = usePlay();

  test("a QR that can only be watched does not hold up the next sale", async () => {
    const { page } = await play.open("cashier", "still-payable");
    await page.getByText("You can key the next sale.").waitFor();
    await page.getByText(/^23:43:\d\d left$/).waitFor();
    await type(page, "F6");
    await expect.poll(() => play.asked("sale/ask-now").length).toBe(1);
    await type(page, "Digit4", "Digit2", "Enter");
    await expect.poll(() => play.asked("sale/begin")).toMatchObject([{ amountMinor: 4_200 }]);
  });

  test("a payment that still runs does", async () => {
    const { page } = await play.open("cashier", "cancelling");
    await page.locator('[data-state="cancelling"]').waitFor();
    await type(page, "Digit4", "Digit2", "Enter", "F6");
    await expect.poll(() => play.asked("sale/ask-now").length).toBe(1);
    expect(play.asked("sale/begin")).toEqual([]);
    expect(await page.locator("[data-amount]").count()).toBe(0);
  });

  test("an entry that is thrown away does not bring the sale before it back; its own row does", async () => {
    const { page } = await play.open("cashier", "paid");
    await page.locator('[data-state="successful"]').waitFor();
    await type(page, "Digit4", "Escape");
    await page.locator('[data-amount=""]').waitFor();
    expect(await page.locator("[data-state]").count()).toBe(0);
    await page.getByRole("button", { name: "THB 85.00" }).first().click();
    await page.locator('[data-state="successful"]').waitFor();
  });

  test("what comes to another state is drawn again", async () => {
    const { page } = await play.open("cashier", "still-payable");
    await type(page, "Digit4", "Escape");
    await page.locator('[data-amount=""]').waitFor();
    play.stage().show(snapshots("paid-late"));
    await page.locator('[data-state="paid-late"]').waitFor();
  });

  test.each(["America/New_York", "Pacific/Auckland"])("times are the shop's on a machine in %s", async (zone) => {
    const { page } = await play.open("cashier", "paid", { zone });
    await page.locator("time").getByText("10:14").waitFor();
    await page.getByRole("button", { name: "10:08" }).waitFor();
    await type(page, "F8");
    await page.getByText("10:12", { exact: true }).waitFor();
  });

  test("a Thai page counts in the same figures", async () => {
    const { page } = await play.open("cashier", "paid", { zone: "America/New_York", language: "th" });
    await page.locator("time").getByText("10:14").waitFor();
  });

  test("the number is the attempt's; nothing is numbered before", async () => {
    const { page } = await play.open("cashier", "paid");
    await page.getByText("No. b81d7c0e").waitFor();
    play.stage().show(snapshots("draft"));
    await page.getByText("Scan the customer's code, or show a QR.").waitFor();
    expect(await page.getByText("No.", { exact: true }).count()).toBe(0);
  });

  test("older sales are offered where there are more, and only there", async () => {
    const { page } = await play.open("cashier", "idle");
    await type(page, "F8");
    const older = page.getByRole("button", { name: "Older sales" });
    await expect.poll(() => page.locator("main li").count()).toBe(8);
    expect(await older.count()).toBe(0);
    const [first] = dayRows;
    if (first === undefined) throw new Error("no rows");
    const rows: DayRow[] = [...dayRows, { ...first, attemptId: crypto.randomUUID(), cursor: 1 }];
    play.stage().answer("day/rows", { rows });
    await type(page, "F8", "F8");
    await older.waitFor();
    expect(await page.locator("main li").count()).toBe(8);
    play.stage().answer("day/rows", undefined);
  });
});
