// Two pages, double presses, and an override at every moment: the till takes commands one after the other, by what is true then.
import { randomUUID } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import type { CashierView } from "#contract/views.ts";
import { begin, openDesk, QUICK, type Desk } from "#test/support/desk.ts";
import { approve, hireManager } from "#test/support/people.ts";

let desk: Desk;
afterEach(() => desk.close());

const inState = (state: string) => (view: CashierView) => view.counter?.state === state;
const refused = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) });
const charges = () => desk.simulator.bank.books().charges;

const pressed = async (...asks: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(asks)).filter(({ status }) => status === "fulfilled").length;

test("two pages that press everything at once make one charge of it", async () => {
  desk = await openDesk({ timings: { ...QUICK, traceLooksMs: [60_000] } });
  await hireManager(desk);
  const { ask } = desk.cashier;
  const saleId = await begin(desk, 50_000);
  const charge = () => ask("sale/charge", { saleId, attemptId: randomUUID(), method: "alipayplus_mpm" });
  desk.simulator.bank.faults.add({ kind: "drop-answer", method: "POST", path: "/charges", count: 1 });
  expect(await pressed(charge(), charge(), ask("rehearse/scan", { code: "wechat" }))).toBe(2);
  await desk.until("it is unknown", inState("unknown"));
  expect(await pressed(ask("sale/again", { saleId }), ask("sale/again", { saleId }), charge(), charge())).toBe(3);
  await desk.until("the QR is on show", (view) => view.counter?.sentence === "qr-shown");
  expect(charges()).toHaveLength(2);
  const approvalId = await approve(desk, { action: "override", subject: saleId, amountMinor: 50_000 });
  const override = () => ask("sale/override", { saleId, approvalId });
  expect(await pressed(override(), override(), charge(), charge())).toBe(2);
  await desk.until("the QR is on show", (view) => view.counter?.sentence === "qr-shown");
  expect(charges()).toHaveLength(3);
  expect(await pressed(ask("sale/cancel", { saleId }), ask("sale/cancel", { saleId }))).toBe(2);
  await desk.until("it is cancelled", inState("cancelled"));
});

test("an override is refused while nothing is at risk, or nobody can say what", async () => {
  desk = await openDesk({ timings: { ...QUICK, lookUpAfterMs: 60_000 } });
  await hireManager(desk);
  const saleId = await begin(desk, 50_000);
  const override = async () => {
    const approvalId = await approve(desk, { action: "override", subject: saleId, amountMinor: 50_000 });
    await desk.cashier.ask("sale/override", { saleId, approvalId });
  };
  await expect(override()).rejects.toEqual(refused("too-late"));
  const post = { method: "POST", path: "/charges", count: 1 } as const;
  desk.simulator.bank.faults.add({ kind: "delay-answer", ms: 3_000, ...post });
  await desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "truemoney_qr" });
  await expect(override()).rejects.toEqual(refused("busy"));
  const view = await desk.until("the QR is on show", (each) => each.counter?.sentence === "qr-shown");
  desk.simulator.bank.approve(view.counter?.chargeId ?? "");
  await desk.until("it is paid", inState("successful"));
  await expect(override()).rejects.toEqual(refused("too-late"));
});
