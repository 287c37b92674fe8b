// The question about a doubted code on the cashier's page as built: answered by a deliberate key or touch, and by nothing else.
import { expect, test } from "vitest";
import { describeWith } from "#test/support/needs.ts";
import { openPressed, sceneCalled, scanInto, snapshots, type, usePlay } from "./play.ts";

const CODE = "134817563920174417";

describeWith("a doubted code", ["chromium"], () => {
  const play = usePlay();
  const { doubt } = sceneCalled("doubt").cashier;
  const answer = { saleId: doubt?.saleId, id: doubt?.id };

  test.each([
    ["KeyY", "Use it", "scan/use"],
    ["KeyN", "No, another code", "scan/drop"],
  ])("a doubted code: %s and the button %s say %s, of this doubt", async (key, words, command) => {
    const { page } = await play.open("cashier", "doubt");
    await page.getByText("Is this a WeChat Pay code?").waitFor();
    await type(page, key);
    await page.getByRole("button", { name: words }).click();
    await expect
      .poll(() => play.stage().asked)
      .toEqual([
        { command, input: answer },
        { command, input: answer },
      ]);
  });

  test("neither Enter, Space nor digits answer it, and another scan goes to the till", async () => {
    const { page } = await play.open("cashier", "doubt");
    await page.getByText("Is this a WeChat Pay code?").waitFor();
    await type(page, "Enter", "NumpadEnter", "Space", "Digit1");
    await scanInto(page, CODE);
    await expect.poll(() => play.stage().asked).toEqual([{ command: "scan/typed", input: { text: CODE } }]);
  });

  test("a key that was pressed before the question was drawn, or is held, does not answer it", async () => {
    const { page } = await play.open("cashier", "draft");
    await page.getByText("Scan the customer's code now.").waitFor();
    const early = await page.evaluateHandle(() => new KeyboardEvent("keydown", { code: "KeyY", cancelable: true }));
    play.stage().show(snapshots("doubt"));
    await page.getByText("Is this a WeChat Pay code?").waitFor();
    await page.evaluate((event) => dispatchEvent(event), early);
    await page.evaluate(() => dispatchEvent(new KeyboardEvent("keydown", { code: "KeyY", repeat: true })));
    await type(page, "KeyN");
    await expect.poll(() => play.stage().asked).toEqual([{ command: "scan/drop", input: answer }]);
  });

  test("the QR methods and Esc go on working under the question, and it goes with the till's next word", async () => {
    const { page } = await play.open("cashier", "doubt");
    await page.getByText("Is this a WeChat Pay code?").waitFor();
    await type(page, "KeyA", "Escape");
    await expect.poll(() => play.stage().asked.map(({ command }) => command)).toEqual(["sale/charge", "sale/cancel"]);
    play.stage().show(snapshots("draft"));
    await page.getByText("Scan the customer's code now.").waitFor();
    expect(await page.getByText("Is this a WeChat Pay code?").count()).toBe(0);
  });

  test("a code that waits for a decision is said behind the other screens", async () => {
    const page = await openPressed(play, "doubt-elsewhere");
    await page.getByText("A scanned code waits for your decision.").waitFor();
    await type(page, "KeyY");
    await type(page, "Escape");
    await page.getByText("Is this a WeChat Pay code?").waitFor();
    expect(play.asked("scan/use")).toEqual([]);
  });
});
