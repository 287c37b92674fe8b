// The whole till with its scanners' desk: what a page may do about scanners, and that a test scan is no sale.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SetUpView } from "#contract/views.ts";
import { openSettings } from "#main/settings-file.ts";
import { begin, openDesk, type Desk } from "#test/support/desk.ts";

const soon = { timeout: 4000, interval: 10 };

describe("the till and its scanners", () => {
  let desk: Desk;
  let setUp: SetUpView | null = null;
  const test = () => setUp?.scanTest;

  beforeAll(async () => {
    desk = await openDesk();
    desk.cashier.watch("set-up", (view) => (setUp = view));
  });
  afterAll(async () => await desk.close());

  it("a scan of a test is shown, and is neither a sale nor a notice", async () => {
    await desk.cashier.ask("scanners/test", { on: true });
    await desk.cashier.ask("rehearse/scan", { code: "wechat" });
    await desk.customer.ask("scan/typed", { text: "289431869362714645" });
    await expect.poll(() => test()?.readings.map(({ finding }) => finding), soon).toEqual(["wechat", "alipay"]);
    expect(JSON.stringify(test())).not.toContain("9431869362714645");
    expect([desk.view().counter, desk.view().notice]).toEqual([null, null]);
  });

  it("a recording of it is saved into the data folder", async () => {
    const { file } = await desk.cashier.ask("scanners/record", {});
    expect(file?.startsWith(join(desk.folder, "recordings"))).toBe(true);
    expect(existsSync(file ?? "")).toBe(true);
  });

  it("a sale that begins ends the test, and the next scan pays it", async () => {
    await begin(desk, 15_000);
    await expect.poll(test, soon).toBeNull();
    await desk.cashier.ask("rehearse/scan", { code: "wechat" });
    await desk.until("the scan pays", ({ counter }) => counter?.method === "wechat_pay_upm");
    await desk.cashier.ask("sale/clear", { saleId: desk.view().counter?.saleId ?? "" });
  });

  it("what is set is in the settings file and on the screen", async () => {
    await desk.cashier.ask("scanners/set", { keyGapMs: 80, honeywellRedirect: true });
    const place = { path: "/dev/counterfoil-none", baudRate: 19_200, dataBits: 7, parity: "even" } as const;
    const rest = { stopBits: 1, rtscts: false, suffix: "tab", quietMs: 90 } as const;
    const put = { before: null, place: { ...place, ...rest } };
    expect(await desk.cashier.ask("scanners/put-serial", put)).toEqual({ result: "saved" });
    const wanted = { hid: false, honeywellRedirect: true, keyGapMs: 80, serial: [{ ...put.place, ids: null }] };
    expect(openSettings(desk.folder).read().scanners).toEqual(wanted);
    expect(setUp?.scannerSettings).toEqual(wanted);
    await expect.poll(() => setUp?.scanners.find(({ kind }) => kind === "serial")?.words, soon).toBe("port-missing");
    await desk.cashier.ask("scanners/remove-serial", { path: place.path });
    expect(setUp?.scanners.map(({ kind }) => kind)).toEqual(["keyboard", "pretend"]);
  });

  it("a page of the customer's may do none of it, and no page sets what is out of bounds", async () => {
    const refused = (asked: Promise<unknown>) =>
      expect(asked).rejects.toMatchObject({ failure: { code: expect.any(String) } });
    await refused(desk.customer.ask("scanners/test", { on: true }));
    await refused(desk.customer.ask("scanners/set", { hid: true }));
    await refused(desk.cashier.ask("scanners/set", { keyGapMs: 34 }));
    await refused(desk.cashier.ask("scanners/set", { keyGapMs: 151 }));
    expect(test()).toBeNull();
  });
});
