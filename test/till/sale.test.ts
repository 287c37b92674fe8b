// Whole sales through the real till, ledger, client and pretend bank: what the screens say, what the bank has, what is kept.
import { randomUUID } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { begin, openDesk, QUICK, type Desk } from "#test/support/desk.ts";

let desk: Desk;
afterEach(() => desk.close());

test("a WeChat code is scanned, confirmed on the phone, and paid", async () => {
  desk = await openDesk({ timings: { ...QUICK, scanAskAfterMs: 60_000 } });
  await begin(desk, 12_000);
  expect(desk.view().counter?.sentence).toBe("draft");
  await desk.cashier.ask("rehearse/scan", { code: "wechat" });
  const waiting = await desk.until("it waits for the customer", (view) => view.counter?.state === "pending");
  expect(waiting.counter?.turn).toBe("customer");
  const saleId = waiting.counter?.saleId ?? "";
  await desk.cashier.ask("rehearse/answer", { saleId, answer: "pay" });
  const paid = await desk.until("it is paid", (view) => view.counter?.state === "successful");
  expect(paid.recent[0]).toMatchObject({
    saleId,
    state: "successful",
    money: { amountMinor: 12_000, currency: "THB" },
  });
  await expect.poll(() => desk.face()).toEqual({ kind: "paid", money: { amountMinor: 12_000, currency: "THB" } });
  const [charge] = desk.simulator.bank.books().charges;
  expect(charge).toMatchObject({
    status: "successful",
    amount: 12_000,
    metadata: { cf_attempt: paid.counter?.attemptId },
  });
});

test.for(["alipayplus_mpm", "atome_qr", "truemoney_qr"] as const)("%s shows its QR and is paid", async (method) => {
  desk = await openDesk();
  const saleId = await begin(desk, 150_000);
  await desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method });
  await desk.until("the QR is on show", (view) => view.counter?.sentence === "qr-shown");
  const face = desk.face();
  if (face.kind !== "qr") throw new Error(`the customer sees ${face.kind}`);
  const picture = await desk.customer.ask("picture/bytes", { hash: face.pictureHash });
  expect(picture.base64.length).toBeGreaterThan(100);
  await desk.cashier.ask("rehearse/answer", { saleId, answer: "pay" });
  await desk.until("it is paid", (view) => view.counter?.state === "successful");
  expect(desk.simulator.bank.books().charges.map((charge) => [charge.method, charge.status])).toEqual([
    [method, "successful"],
  ]);
});
