// The staff list in the set-up as built: adding, changing and removing, with a manager's word but for the first one.
import { expect, test } from "vitest";
import { describeWith } from "#test/support/needs.ts";
import { openPressed, sheetOf, type, usePlay } from "./play.ts";

const GIVEN = { result: "given", expiresInMs: 60_000 };
const MANAGERS_PIN = ["ArrowDown", "Digit8", "Digit2", "Digit0", "Digit4", "Enter"];

describeWith("the staff list", ["chromium"], () => {
  const play = usePlay();

  test("the first one is a manager and needs no approval", async () => {
    play.stage().answer("staff/put", { result: "saved" });
    const page = await openPressed(play, "staff-none");
    await type(
      page,
      "Insert",
      "Digit1",
      "Enter",
      "KeyA",
      "KeyN",
      "Enter",
      "Digit4",
      "Digit8",
      "Digit1",
      "Digit5",
      "Enter",
    );
    await sheetOf(page).waitFor({ state: "detached" });
    expect(play.asked("staff/put")).toEqual([
      { member: { number: 1, name: "an", role: "manager" }, pin: "4815", approvalId: null },
    ]);
  });

  test("everybody else needs one, for the staff list", async () => {
    play.stage().answer("approval/give", GIVEN);
    play.stage().answer("staff/put", { result: "saved" });
    const page = await openPressed(play, "staff-approval");
    await sheetOf(page).getByText("Put ma (no. 15) on the staff list: Cashier").waitFor();
    await type(page, ...MANAGERS_PIN);
    await sheetOf(page).waitFor({ state: "detached" });
    const [approval] = play.asked("approval/give") as { approvalId: string }[];
    expect(approval).toMatchObject({ action: "staff", subject: "staff", amountMinor: null, currency: null, staff: 7 });
    expect(play.asked("staff/put")).toEqual([
      { member: { number: 15, name: "ma", role: "cashier" }, pin: "1111", approvalId: approval?.approvalId },
    ]);
  });

  test("a change keeps the PIN where none is keyed, and the number", async () => {
    play.stage().answer("approval/give", GIVEN);
    play.stage().answer("staff/put", { result: "saved" });
    const page = await openPressed(play, "set-up");
    await page.getByRole("button", { name: "Change: Morning cashier" }).click();
    await sheetOf(page).waitFor();
    await type(page, "ArrowUp", "Digit9", "ArrowRight", "Enter", "Enter");
    await sheetOf(page).getByText("Put Morning cashier9 (no. 3) on the staff list: Manager").waitFor();
    await type(page, ...MANAGERS_PIN);
    await expect
      .poll(() => play.asked("staff/put"))
      .toMatchObject([{ member: { number: 3, name: "Morning cashier9", role: "manager" }, pin: null }]);
  });
});
