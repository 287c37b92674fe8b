// The override on the cashier's page as built: it says what is at risk, keeps to its sale, and hears its keys alone.
import { expect, test } from "vitest";
import { SALE } from "#test/scenes/scene.ts";
import { describeWith } from "#test/support/needs.ts";
import { openPressed, sheetOf, snapshots, type, usePlay } from "./play.ts";

describeWith("an override", ["chromium"], () => {
  const play = usePlay();

  test("an override says what is at risk, and is approved for the sale and its amount", async () => {
    const page = await openPressed(play, "override");
    await sheetOf(page).getByText("THB 1,500.00 could still be paid by the first code.").waitFor();
    play.stage().answer("approval/give", { result: "given", expiresInMs: 60_000 });
    await type(page, "Enter");
    await sheetOf(page).waitFor({ state: "detached" });
    const [approval] = play.asked("approval/give") as { approvalId: string }[];
    expect(approval).toMatchObject({ action: "override", subject: SALE, amountMinor: 150_000, staff: 7, pin: "82046" });
    expect(play.asked("sale/override")).toEqual([{ saleId: SALE, approvalId: approval?.approvalId }]);
  });

  test("keys of the page beneath are not heard, whatever comes to the counter meanwhile", async () => {
    const page = await openPressed(play, "override");
    play.stage().show(snapshots("wait-or-cancel"));
    await sheetOf(page).getByText("The sale has moved on.").waitFor();
    await type(page, "F6", "F4", "F8", "Digit5", "Enter");
    expect(play.stage().asked).toEqual([]);
    await type(page, "Escape");
    await sheetOf(page).waitFor({ state: "detached" });
    expect(play.stage().asked).toEqual([]);
    await type(page, "F6");
    await expect.poll(() => play.asked("sale/ask-now").length).toBe(1);
  });

  test("without a manager it says where to add one", async () => {
    const page = await openPressed(play, "override-no-manager");
    await sheetOf(page).getByText("No manager yet: add one in the set-up").waitFor();
    expect(await page.locator("[data-pin]").count()).toBe(0);
  });
});
