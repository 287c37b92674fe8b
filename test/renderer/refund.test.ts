// Money back on the cashier's page as built: what Omise allows is asked for first, a manager approves exactly what is asked for,
// and nothing is called refunded before Omise has said so.
import { expect, test } from "vitest";
import { TERMS } from "#test/scenes/money-scenes.ts";
import { ATTEMPT } from "#test/scenes/scene.ts";
import { describeWith } from "#test/support/needs.ts";
import { openPressed, sheetOf, type, usePlay } from "./play.ts";

const NOTHING_BACK = { refundedBeforeMinor: 0, acceptElsewhere: false };
const SOME_BACK = { refundedBeforeMinor: 70_000, acceptElsewhere: true };
const GIVEN = { result: "given", expiresInMs: 60_000 };
const PIN = ["Digit8", "Digit2", "Digit0", "Digit4"];
const UUID = /^[0-9a-f-]{36}$/;

describeWith("money back", ["chromium"], () => {
  const play = usePlay();

  test("a part is keyed, approved for this amount, and asked for with what had gone back before", async () => {
    const page = await openPressed(play, "refund-part");
    play.stage().answer("approval/give", GIVEN);
    await page.locator('[data-part="500.5"]').waitFor();
    await type(page, "Enter");
    await sheetOf(page).getByText("Refund THB 500.50 of THB 1,500.00").waitFor();
    await type(page, "ArrowDown", ...PIN, "Enter");
    await sheetOf(page).waitFor({ state: "detached" });
    const [approval] = play.asked("approval/give") as { approvalId: string }[];
    expect(approval).toEqual({
      approvalId: expect.stringMatching(UUID) as string,
      action: "refund",
      subject: ATTEMPT,
      amountMinor: 50_050,
      currency: "THB",
      seen: NOTHING_BACK,
      staff: 7,
      pin: "8204",
    });
    expect(play.asked("refund/ask")).toEqual([
      {
        refundId: expect.stringMatching(UUID) as string,
        attemptId: ATTEMPT,
        kind: "refund",
        amountMinor: 50_050,
        ...NOTHING_BACK,
        approvalId: approval?.approvalId,
      },
    ]);
  });

  test("a void is of the whole amount", async () => {
    const page = await openPressed(play, "void-approval");
    await sheetOf(page).getByText("Void the whole payment of THB 1,500.00").waitFor();
    play.stage().answer("approval/give", GIVEN);
    await type(page, "ArrowDown", ...PIN, "Enter");
    await expect.poll(() => play.asked("refund/ask")).toMatchObject([{ kind: "void", amountMinor: 150_000 }]);
    expect(play.asked("approval/give")).toMatchObject([{ action: "void", amountMinor: 150_000 }]);
  });

  test("more than is left goes no further", async () => {
    const page = await openPressed(play, "refund-part-too-much");
    await page.locator('[data-part="2000"]').waitFor();
    await type(page, "Enter");
    await page.locator('[data-part="2000"]').waitFor();
    expect(await page.locator("[data-pin]").count()).toBe(0);
  });

  test("what was refunded elsewhere must be acknowledged first, and is told to the till", async () => {
    const page = await openPressed(play, "refund-elsewhere");
    await sheetOf(page).getByText("First look at what was refunded elsewhere.").waitFor();
    await type(page, "KeyR", "KeyP");
    expect(await page.locator("[data-pin], [data-part]").count()).toBe(0);
    play.stage().answer("approval/give", GIVEN);
    await type(page, "KeyE");
    await page.getByRole("button", { name: "Refund all that is left", disabled: false }).waitFor();
    await type(page, "KeyR");
    await page.locator('[data-pin="0"]').waitFor();
    await sheetOf(page).getByText("Went back already: THB 700.00").waitFor();
    await type(page, "ArrowDown", ...PIN, "Enter");
    await expect.poll(() => play.asked("refund/ask")).toMatchObject([{ amountMinor: 80_000, ...SOME_BACK }]);
    expect(play.asked("approval/give")).toMatchObject([{ amountMinor: 80_000, seen: SOME_BACK }]);
  });

  test("without an answer of Omise nothing is offered, and asking again is", async () => {
    const page = await openPressed(play, "refund-no-answer");
    await sheetOf(page).getByText("No answer from Omise.").waitFor();
    play.stage().answer("refund/terms", TERMS);
    await type(page, "F6");
    await sheetOf(page).getByText("Refund a part").waitFor();
    expect(play.asked("refund/terms").length).toBe(2);
  });

  test("a refusal of the till is said, and the terms are read afresh", async () => {
    const page = await openPressed(play, "void-approval");
    play.stage().answer("approval/give", GIVEN);
    play.stage().refuse("refund/ask", "too-late");
    await page.locator('[data-pin="0"]').waitFor();
    await type(page, "ArrowDown", ...PIN, "Enter");
    await sheetOf(page).getByText("Too late: the sale has moved on.").waitFor();
    await expect.poll(() => play.asked("refund/terms").length).toBe(2);
  });
});
