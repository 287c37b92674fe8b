// The customer's page as built: the QR can be read off the screen and goes when it must; nothing of a sale outlives it.
import { PNG } from "pngjs";
import { expect, test } from "vitest";
import type { CustomerView } from "#contract/views.ts";
import { views } from "#contract/views.ts";
import { pictureOf } from "#test/scenes/pictures.ts";
import { describeWith } from "#test/support/needs.ts";
import { readOff, scanInto, sceneCalled, snapshots, usePlay } from "./play.ts";

const BLANK = PNG.sync.write(new PNG({ width: 40, height: 40, fill: true })).toString("base64");

function customerWith(scene: string, face: Partial<CustomerView["face"]>): ReadonlyMap<string, unknown> {
  const { customer } = sceneCalled(scene).cashier;
  return new Map([["customer", views.customer.schema.parse({ ...customer, face: { ...customer.face, ...face } })]]);
}

describeWith("the customer's page", ["chromium"], () => {
  const play = usePlay();

  test.each([
    ["qr-alipayplus", "alipayplus_mpm"],
    ["qr-atome", "atome_qr"],
    ["qr-truemoney", "truemoney_qr"],
  ] as const)("%s is read off the screen as the provider's payload", async (scene, method) => {
    const { page } = await play.open("customer", scene);
    await page.locator('[data-qr="matrix"] canvas').waitFor();
    expect(await readOff(page)).toBe(pictureOf(method).payload);
    const { hash } = pictureOf(method);
    expect(play.asked()).toEqual([{ hash }]);
  });

  test.each([
    { width: 1280, height: 800 },
    { width: 1024, height: 600 },
  ])("the QR is drawn at six whole pixels a module or more at %o", async (size) => {
    const { page } = await play.open("customer", "qr-truemoney", { size });
    const canvas = page.locator('[data-qr="matrix"] canvas');
    await canvas.waitFor();
    const drawn = await canvas.evaluate((element: HTMLCanvasElement) => [
      element.width,
      element.getBoundingClientRect().width,
    ]);
    expect(drawn[0]).toBe(drawn[1]);
    expect((drawn[0] ?? 0) / 37).toBeGreaterThanOrEqual(6);
    expect(await readOff(page)).toBe(pictureOf("truemoney_qr").payload);
  });

  test("the QR is gone with the snapshot that has none", async () => {
    const { page } = await play.open("customer", "qr-alipayplus");
    await page.locator('[data-qr="matrix"] canvas').waitFor();
    play.stage().show(snapshots("cancelling"));
    await page.locator('[data-face="cancelling"]').waitFor();
    expect(await page.locator("canvas, img").count()).toBe(0);
    expect(await readOff(page)).toBeNull();
  });

  test("the QR is gone when its time is over, before the till says so", async () => {
    const { page } = await play.open("customer", "qr-alipayplus");
    await page.locator('[data-qr="matrix"] canvas').waitFor();
    play.stage().show(customerWith("qr-alipayplus", { remainingMs: 700 }));
    await page.locator('[data-face="checking"]').waitFor();
    expect(await page.locator("canvas, img").count()).toBe(0);
  });

  test("a covered QR cannot be read", async () => {
    const { page } = await play.open("customer", "qr-covered");
    await page.getByText("Ask the cashier before you pay.").waitFor();
    expect(await readOff(page)).toBeNull();
  });

  test("a picture that cannot be read is shown as it came", async () => {
    play.stage().answer("picture/bytes", { mediaType: "image/png", base64: BLANK });
    const { page } = await play.open("customer", "qr-atome");
    await page.locator('[data-qr="picture"] img').waitFor();
    play.stage().answer("picture/bytes", undefined);
  });

  test("a lost till leaves nothing of the sale, and the sale comes back with the till", async () => {
    const { page } = await play.open("customer", "qr-alipayplus", { allowed: /WebSocket/ });
    await page.locator('[data-qr="matrix"] canvas').waitFor();
    play.stage().cut();
    await page.locator('[data-face="lost"]').waitFor();
    expect(await page.getByText("1,500.00").count()).toBe(0);
    play.stage().show(snapshots("paid"));
    await page.locator('[data-face="paid"]').waitFor();
  });

  test("keys of a scanner that happens to be in this window become one scan", async () => {
    const { page } = await play.open("customer", "draft");
    await scanInto(page, "134817563920174417");
    await expect.poll(() => play.asked("scan/typed")).toEqual([{ text: "134817563920174417" }]);
    expect(play.asked().length).toBe(1);
  });
});
