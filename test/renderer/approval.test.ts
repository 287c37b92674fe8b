// A manager's approval on the cashier's page as built: the PIN is never drawn nor kept, no scan becomes one, and a wrong
// one is told in words.
import { expect, test } from "vitest";
import { describeWith } from "#test/support/needs.ts";
import { openPressed, scanInto, sheetOf, type, usePlay } from "./play.ts";

const PIN = ["Digit8", "Digit2", "Digit0", "Digit4"];

describeWith("a manager's approval", ["chromium"], () => {
  const play = usePlay();

  test.each([
    [{ result: "wrong", triesLeft: 2 }, "Wrong PIN. Tries left: 2"],
    [{ result: "locked", forMs: 59_000 }, /^Too many wrong PINs. Locked for 0:5\d\.$/],
    [{ result: "not-a-manager" }, "Only a manager may approve this."],
    [{ result: "busy" }, "Another PIN is being checked."],
    [{ result: "pins-lost" }, "No PIN can be checked: the file staff.pepper is lost. The set-up (F9) says what to do."],
    [{ result: "not-recorded" }, "The PIN was not checked: this till's disk takes no entry."],
    [{ result: "unusable" }, "Nobody is on the staff list."],
  ])("%j is said, and the PIN is gone", async (answer, words) => {
    const page = await openPressed(play, "override");
    play.stage().answer("approval/give", answer);
    await page.locator('[data-pin="5"]').waitFor();
    await type(page, "Enter");
    await sheetOf(page).getByText(words).waitFor();
    await page.locator('[data-pin="0"]').waitFor();
    expect(play.asked("sale/override")).toEqual([]);
  });

  test("an Enter that bounces is one try", async () => {
    const page = await openPressed(play, "override");
    play.stage().answer("approval/give", { result: "wrong", triesLeft: 2 });
    await type(page, "Enter", "Enter", "Enter");
    await sheetOf(page).getByText("A PIN has 4 to 12 digits.").waitFor();
    expect(play.asked("approval/give").length).toBe(1);
  });

  test("nobody is chosen by guess, and another one starts with no digits", async () => {
    const page = await openPressed(play, "void-approval");
    await page.locator('[data-pin="0"]').waitFor();
    await type(page, ...PIN, "Enter");
    await sheetOf(page).getByText("Choose who approves.").waitFor();
    await type(page, "ArrowDown", ...PIN);
    await page.locator('[data-pin="4"]').waitFor();
    await type(page, "ArrowDown");
    await page.locator('[data-pin="0"]').waitFor();
    expect(play.asked("approval/give")).toEqual([]);
  });

  test("no digit of a PIN is drawn or becomes an amount, and none is left when the sheet is opened again", async () => {
    const page = await openPressed(play, "override-beside");
    await type(page, "F12");
    await page.locator('[data-pin="0"]').waitFor();
    await type(page, "ArrowDown", ...PIN);
    await page.locator('[data-pin="4"]').waitFor();
    expect(await page.content()).not.toContain("8204");
    await type(page, "Escape");
    await sheetOf(page).waitFor({ state: "detached" });
    expect(await page.locator("[data-amount]").count()).toBe(0);
    await type(page, "F12");
    await page.locator('[data-pin="0"]').waitFor();
  });

  test("a scan becomes neither a PIN nor a sale", async () => {
    const page = await openPressed(play, "override");
    await scanInto(page, "134817563920174417");
    await page.getByText("A scan came in. It was not used.").waitFor();
    await page.locator('[data-pin="5"]').waitFor();
    expect(play.stage().asked).toEqual([]);
  });
});
