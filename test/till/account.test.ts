// What the account decides: whether a sale is taken at all, in which currency, and by which methods.
import { randomUUID } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import type { CashierView } from "#contract/views.ts";
import { begin, openDesk, type Desk } from "#test/support/desk.ts";

let desk: Desk;
afterEach(() => desk.close());

/** Method -> why it is not ready, null where it is. */
function reasons(view: CashierView): Readonly<Record<string, string | null>> {
  return Object.fromEntries(view.methods.map(({ id, reason }) => [id, reason]));
}

test("Thailand takes all four methods in baht", async () => {
  desk = await openDesk();
  expect(desk.view()).toMatchObject({ country: "TH", currency: "THB", noSale: null });
  expect(reasons(desk.view())).toEqual({
    wechat_pay_upm: null,
    alipayplus_mpm: null,
    atome_qr: null,
    truemoney_qr: null,
  });
});

test("Singapore takes Alipay+ and Atome in Singapore dollars", async () => {
  desk = await openDesk({ country: "SG" });
  expect(desk.view().currency).toBe("SGD");
  expect(reasons(desk.view())).toEqual({
    wechat_pay_upm: "wrong-currency",
    alipayplus_mpm: null,
    atome_qr: null,
    truemoney_qr: "wrong-currency",
  });
});

test("Malaysia takes Alipay+ only where the account has it", async () => {
  desk = await openDesk({ country: "MY" });
  expect(reasons(desk.view())["alipayplus_mpm"]).toBeNull();
  desk.simulator.bank.turn({ withheld: ["alipayplus_mpm"] });
  desk = await desk.reopen();
  const view = await desk.until("it is gone", (each) => reasons(each)["alipayplus_mpm"] !== null);
  expect(reasons(view)).toMatchObject({ alipayplus_mpm: "not-enabled", atome_qr: null });
});

test("an amount outside a method's limits greys it, and the till refuses what a page asks all the same", async () => {
  desk = await openDesk();
  const saleId = await begin(desk, 5_000);
  const view = await desk.until("the draft is there", (each) => each.counter?.saleId === saleId);
  expect(reasons(view)).toMatchObject({ truemoney_qr: "too-small", alipayplus_mpm: null });
  const asked = desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "truemoney_qr" });
  await expect(asked).rejects.toMatchObject({ failure: { code: "out-of-range" } });
  expect(desk.simulator.bank.books().charges).toEqual([]);
});

test("a refused key is named and no sale is taken", async () => {
  desk = await openDesk({ secretKey: "skey_test_5x6636hn13tjcujo9yn", ready: "key-refused" });
  expect(desk.view().noSale).toBe("key-refused");
  expect(desk.face().kind).toBe("unavailable");
  await expect(begin(desk, 5_000)).rejects.toMatchObject({ failure: { code: "no-sale", words: "key-refused" } });
});

test("of a WeChat answer no picture is ever fetched, although it names one", async () => {
  desk = await openDesk();
  const saleId = await begin(desk, 12_000);
  await desk.cashier.ask("rehearse/scan", { code: "wechat" });
  await desk.until("it waits for the customer", (view) => view.counter?.state === "pending");
  await desk.cashier.ask("rehearse/answer", { saleId, answer: "pay" });
  await desk.until("it is paid", (view) => view.counter?.state === "successful");
  const paths = desk.simulator.bank.requests().map((each) => each.path);
  expect(paths).toContain("/charges");
  expect(paths.filter((path) => path.includes("documents"))).toEqual([]);
});
