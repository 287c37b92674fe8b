// What the staff list does not take, in words, and how names are typed; the counts of the webhooks stand on the same screen.
import { expect, test } from "vitest";
import { describeWith } from "#test/support/needs.ts";
import { openPressed, scanInto, sheetOf, type, usePlay } from "./play.ts";

const GIVEN = { result: "given", expiresInMs: 60_000 };
const MANAGERS_PIN = ["ArrowDown", "Digit8", "Digit2", "Digit0", "Digit4", "Enter"];

describeWith("what the staff list refuses", ["chromium"], () => {
  const play = usePlay();

  test.each([
    ["pin-guessable", "That PIN is easy to guess"],
    ["last-manager", "this is the last manager"],
    ["manager-needed", "The first one must be a manager."],
  ])("%s is said in words, and the PIN is to be keyed anew", async (result, words) => {
    const page = await openPressed(play, "staff-guessable");
    play.stage().answer("staff/put", { result });
    await type(page, "Digit2", "Digit2", "Digit2", "Digit2", "Enter");
    await sheetOf(page).getByText(words).waitFor();
    await page.locator('[data-pin="0"]').waitFor();
  });

  test("what is missing is said before anybody is asked", async () => {
    const page = await openPressed(play, "staff-incomplete");
    await sheetOf(page).getByText("Number, name and, for somebody new, a PIN are needed.").waitFor();
    expect(play.stage().asked).toEqual([]);
  });

  test("a number that somebody has is not taken over", async () => {
    const page = await openPressed(play, "set-up");
    await type(page, "Insert");
    await sheetOf(page).waitFor();
    await type(page, "Digit7", "Enter", "KeyA", "Enter", "Digit4", "Digit8", "Digit1", "Digit5", "Enter");
    await sheetOf(page).getByText("That number is somebody else's.").waitFor();
    expect(play.stage().asked).toEqual([]);
  });

  test("a removal is approved, and its refusal said", async () => {
    play.stage().answer("approval/give", GIVEN);
    play.stage().answer("staff/remove", { result: "last-manager" });
    const page = await openPressed(play, "set-up");
    await page.getByRole("button", { name: "Remove: Second manager" }).click();
    await sheetOf(page).getByText("Take Second manager (no. 12) off the staff list").waitFor();
    await type(page, ...MANAGERS_PIN);
    await sheetOf(page).getByText("this is the last manager").waitFor();
    expect(play.asked("staff/remove")).toMatchObject([{ number: 12 }]);
  });

  test("names are typed by the keyboard's own letters, and a scan is no name", async () => {
    const page = await openPressed(play, "set-up");
    await type(page, "Insert");
    await sheetOf(page).waitFor();
    await type(page, "Digit1", "Digit6", "Enter");
    await page.evaluate(() => {
      for (const key of ["ม", "ะ", "ล", "ิ"]) {
        dispatchEvent(new KeyboardEvent("keydown", { code: "KeyX", key, cancelable: true }));
      }
    });
    await page.locator('[data-field="name"]').getByText("มะลิ").waitFor();
    await scanInto(page, "281756392017441734");
    await page.getByText("A scan came in. It was not used.").waitFor();
    expect(await page.locator('[data-field="name"]').innerText()).toBe("มะลิ");
  });

  test("a lost pepper is told with both ways out, and no PIN is said to be of use", async () => {
    const page = await openPressed(play, "staff-pepper-lost");
    const alert = page.getByRole("alert");
    await alert.getByText("No PIN can be checked, so nobody can approve").waitFor();
    await alert.getByText("put staff.pepper back").waitFor();
    await alert.getByText("take staff.json out of that folder too").waitFor();
    expect(await page.getByText("PIN cannot be checked").count()).toBe(3);
    expect(await page.getByText("PIN set").count()).toBe(0);
  });

  test("webhooks are counted where they are received", async () => {
    const page = await openPressed(play, "set-up");
    await page.getByText("148 accepted, 3 repeated, 1 refused").waitFor();
  });
});
