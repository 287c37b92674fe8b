// Scans that are no sale, on both pages as built: their words wherever the cashier is, and what the customer reads.
import { expect, test } from "vitest";
import { views } from "#contract/views.ts";
import { describeWith } from "#test/support/needs.ts";
import { sceneCalled, scanInto, sheetOf, snapshots, type, usePlay } from "./play.ts";

const CODE = "134817563920174417";

describeWith("scans that are no sale", ["chromium"], () => {
  const play = usePlay();

  /** The same screen with a newer word of the till. */
  function tell(scene: string, change: object): void {
    const cashier = views.cashier.schema.parse({ ...sceneCalled(scene).cashier, ...change });
    play.stage().show(new Map([...snapshots(scene), ["cashier", cashier]]));
  }

  test.each([
    ["F3", "To be settled"],
    ["F8", "End of day"],
    ["F9", "Set-up"],
  ])(
    "behind %s a scan is told to the till, and its word and the payment that runs are read there",
    async (key, title) => {
      const { page } = await play.open("cashier", "confirm-on-phone");
      await type(page, key);
      await page.getByRole("heading", { name: title }).first().waitFor();
      await page.locator("header").getByText("The customer confirms on the phone.").waitFor();
      await scanInto(page, CODE);
      await expect.poll(() => play.asked("scan/typed")).toEqual([{ text: CODE }]);
      play.stage().show(snapshots("notice-while-busy"));
      await page.locator("header").getByText("The scan was not used: a payment was already running.").waitFor();
      await page.locator('nav button[aria-pressed="true"]').click();
      await page.locator("main").getByText("The scan was not used: a payment was already running.").waitFor();
      await scanInto(page, CODE);
      await expect.poll(() => play.asked("scan/typed").length).toBe(2);
    },
  );

  test("on a sheet the till's word about a scan is read, and not the one from before", async () => {
    const { page } = await play.open("cashier", "override-open");
    tell("override-open", { notice: { id: 3, words: "scan-while-checking" } });
    await page.getByText("Not used: nobody knows yet").first().waitFor();
    await type(page, "F12");
    await sheetOf(page).getByText("Another attempt").waitFor();
    expect(await sheetOf(page).innerText()).not.toContain("Do not charge again");
    tell("override-open", { notice: { id: 4, words: "scan-same-while-busy" } });
    await sheetOf(page).getByText("That code is being used for this payment already.").waitFor();
  });

  test("on a sheet it is said that a scan has begun the payment beneath", async () => {
    const { page } = await play.open("cashier", "override-open");
    await type(page, "F12");
    await sheetOf(page).getByText("Another attempt").waitFor();
    const { counter } = sceneCalled("sending").cashier;
    tell("override-open", { counter: { ...counter, attemptId: "c92e8d1f-92aa-4f6f-8a37-11d0c5a4e903" } });
    await sheetOf(page).getByText("A scan has begun the payment of THB 1,500.00.").waitFor();
  });

  test("the customer reads what to do in the languages of the screen, and nothing of it on the next face", async () => {
    const { page } = await play.open("customer", "notice-poster", { language: "th" });
    await page.getByText("กรุณาเปิดโค้ดสำหรับจ่ายเงิน ไม่ใช่โค้ดรับเงิน").waitFor();
    expect(await page.getByText("แสดงโค้ดให้พนักงานสแกน").count()).toBe(0);
    play.stage().show(snapshots("notice-poster", "en"));
    await page.getByText("Please open your code for paying, not the one for receiving money").waitFor();
    for (const next of ["draft", "sending", "idle"]) {
      play.stage().show(snapshots(next, "en"));
      await page.locator(`[data-face="${sceneCalled(next).cashier.customer.face.kind}"]`).waitFor();
      await expect.poll(() => page.locator("[data-hint]").count()).toBe(0);
    }
    play.stage().show(snapshots("notice-needs-amount", "en"));
    await page.getByText("One moment: first the amount, then your code").waitFor();
  });

  test("what the pretend scanner is told from the bar", async () => {
    const { page } = await play.open("cashier", "draft");
    for (const name of ["WeChat", "Alipay", "Product", "Poster", "Doubtful", "Too old", "Again"])
      await page.getByRole("region", { name: "Practice" }).getByRole("button", { name }).click();
    await expect
      .poll(() => play.asked("rehearse/scan").map((input) => (input as { code: string }).code))
      .toEqual(["wechat", "alipay", "product", "poster", "doubtful", "stale", "repeated"]);
  });
});
