// The sales that every host must be able to make: each method once with a good end and once without, worked by keyboard and
// scanner, read off the photographed monitors, and the same in ledger, bank and on both screens in the end.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openShop, type OpenWindows, type Shop } from "./shop.ts";

const QR_METHODS = [
  { name: "Alipay+", key: "a", id: "alipayplus_mpm" },
  { name: "Atome", key: "o", id: "atome_qr" },
  { name: "TrueMoney", key: "t", id: "truemoney_qr" },
] as const;

export function describeSales(openWindows: OpenWindows): void {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop(openWindows);
  });
  afterAll(() => shop.close());

  test.for(QR_METHODS)("$name: the customer scans the QR on the second monitor and pays", async ({ key, id }) => {
    const payload = await showQr(shop, "1500", key);
    await shop.answer(payload, "approve");
    await endsAs(shop, { state: "successful", face: "paid", amount: 150_000, method: id, status: "successful" });
    await qrGone(shop);
    await next(shop);
  });

  test("Atome: the customer declines", async () => {
    const payload = await showQr(shop, "250.50", "o");
    await shop.answer(payload, "decline");
    const end = { state: "failed", face: "not-paid", amount: 25_050, method: "atome_qr", status: "failed" } as const;
    await endsAs(shop, end);
    await next(shop);
  });

  test("TrueMoney: another customer with the amount that was declined a moment ago, who declines too", async () => {
    await amountOfAnother(shop, "250.50");
    const payload = await showQrOf(shop, "t");
    await shop.answer(payload, "decline");
    const end = {
      state: "failed",
      face: "not-paid",
      amount: 25_050,
      method: "truemoney_qr",
      status: "failed",
    } as const;
    await endsAs(shop, end);
    await next(shop);
  });

  test("Alipay+: the cashier cancels, the QR is gone, and the charge is expired at the bank", async () => {
    await showQr(shop, "300", "a");
    await shop.key("Escape");
    await endsAs(shop, {
      state: "cancelled",
      face: "cancelled",
      amount: 30_000,
      method: "alipayplus_mpm",
      status: "expired",
    });
    await qrGone(shop);
    await next(shop);
  });

  test("WeChat Pay by a serial scanner: bytes in, sale out", async () => {
    await amount(shop, "88");
    await shop.scanner.write("134567890123456789\r\n");
    await state(shop.cashier, "pending");
    await face(shop.customer, "confirm-on-phone");
    await shop.answer(await waitingPayload(shop), "approve");
    await endsAs(shop, {
      state: "successful",
      face: "paid",
      amount: 8_800,
      method: "wechat_pay_upm",
      status: "successful",
      barcodeEnd: "6789",
    });
    await next(shop);
  });

  test("WeChat Pay by a scanner in keyboard mode: typed into the real window, never drawn, declined", async () => {
    await amount(shop, "45");
    await scanByKeys(shop, "124567890123451234");
    expect(await shop.cashier.locator("body").innerText()).not.toContain("124567890123451234");
    await shop.answer(await waitingPayload(shop), "decline");
    await endsAs(shop, {
      state: "failed",
      face: "not-paid",
      amount: 4_500,
      method: "wechat_pay_upm",
      status: "failed",
      barcodeEnd: "1234",
    });
    await next(shop);
  });
}

const SCANS = 3;

/**
 * Types a code as a scanner does. A virtual display on a busy machine may stall between two keys for longer than any scanner
 * would; then it is no scan, nothing happens, and it is scanned again, as a cashier does.
 */
async function scanByKeys(shop: Shop, code: string): Promise<void> {
  for (let scans = 1; ; scans += 1) {
    await shop.monitors.type(code, 0);
    await shop.key("Return");
    try {
      await shop.cashier.locator('[data-state="pending"]').waitFor({ timeout: 5_000 });
      return;
    } catch (cause) {
      if (scans === SCANS) throw cause;
    }
  }
}

async function amount(shop: Shop, digits: string): Promise<void> {
  await shop.type(digits);
  await shop.key("Return");
  await state(shop.cashier, "draft");
  await face(shop.customer, "amount");
}

/** "Same customer?" is answered with no. Enter answers nothing: a scanner's Enter must not. */
async function amountOfAnother(shop: Shop, digits: string): Promise<void> {
  await shop.type(digits);
  await shop.key("Return");
  await shop.cashier.getByRole("dialog").waitFor();
  await shop.key("Return");
  expect(await shop.cashier.getByRole("dialog").count()).toBe(1);
  await shop.key("n");
  await state(shop.cashier, "draft");
}

/** Keys an amount and a method, and reads the QR off the photographed second monitor. */
async function showQr(shop: Shop, digits: string, key: string): Promise<string> {
  await amount(shop, digits);
  return await showQrOf(shop, key);
}

async function showQrOf(shop: Shop, key: string): Promise<string> {
  await shop.key(key);
  await state(shop.cashier, "pending");
  await shop.customer.locator('[data-qr="matrix"]').waitFor();
  const issued = await waitingPayload(shop);
  await expect.poll(() => shop.qrOnSecondMonitor(), { timeout: 30_000 }).toBe(issued);
  return issued;
}

/** Gone from the page with the state; the monitor follows as soon as it is painted. */
async function qrGone(shop: Shop): Promise<void> {
  expect(await shop.customer.locator("[data-qr]").count()).toBe(0);
  await expect.poll(() => shop.qrOnSecondMonitor(), { timeout: 30_000 }).toBe("");
}

/** The payload that the bank issued for the newest charge. */
async function waitingPayload(shop: Shop): Promise<string> {
  const charge = (await shop.books()).charges.at(-1);
  if (charge?.status !== "pending") throw new Error(`the newest charge is ${charge?.status}`);
  return charge.payload;
}

type End = {
  readonly state: string;
  readonly face: string;
  readonly amount: number;
  readonly method: string;
  readonly status: string;
  readonly barcodeEnd?: string;
};

/** Both screens, the ledger and the bank's books tell the same end. */
async function endsAs(shop: Shop, end: End): Promise<void> {
  await state(shop.cashier, end.state);
  await face(shop.customer, end.face);
  const charge = (await shop.books()).charges.at(-1);
  expect(charge).toMatchObject({
    status: end.status,
    amount: end.amount,
    currency: "THB",
    method: end.method,
    barcodeEnd: end.barcodeEnd ?? null,
  });
  const attemptId = charge?.metadata["cf_attempt"];
  const states = shop.ledgerStates(typeof attemptId === "string" ? attemptId : "");
  expect(states.slice(0, 3)).toEqual(["queued", "sending", "pending"]);
  expect(states.at(-1)).toBe(end.state);
  const money = `THB ${(end.amount / 100).toLocaleString("en", { minimumFractionDigits: 2 })}`;
  await expect.poll(async () => normal(await shop.cashier.locator("body").innerText())).toContain(money);
  await expect.poll(async () => normal(await shop.customer.locator("body").innerText())).toContain(money);
}

function normal(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

async function state(cashier: Page, name: string): Promise<void> {
  await cashier.locator(`[data-state="${name}"]`).waitFor({ timeout: 20_000 });
}

async function face(customer: Page, kind: string): Promise<void> {
  await customer.locator(`[data-face="${kind}"]`).waitFor({ timeout: 20_000 });
}

/** Enter puts the finished sale away; the customer's screen keeps nothing of it. */
async function next(shop: Shop): Promise<void> {
  await shop.key("Return");
  await shop.cashier.locator("[data-amount]").waitFor();
  await face(shop.customer, "idle");
}
