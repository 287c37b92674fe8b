// One attempt of a sale at a time, and what may stand beside it: a QR that nobody saw, or what a manager takes upon himself.
// And "Same customer?", the question before the likeliest double charge.
import { randomUUID } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import type { CashierView } from "#contract/views.ts";
import type { MethodId } from "#contract/words.ts";
import { approve, hireManager } from "#test/support/people.ts";
import { begin, openDesk, QUICK, type Desk } from "#test/support/desk.ts";

let desk: Desk;
afterEach(() => desk.close());

const inState = (state: string) => (view: CashierView) => view.counter?.state === state;
const sentence = (words: string) => (view: CashierView) => view.counter?.sentence === words;
const refused = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) });

function beginNew(amountMinor: number, otherCustomer = false) {
  const sale = { saleId: randomUUID(), amountMinor, reference: null, confirmed: true, otherCustomer };
  return desk.cashier.ask("sale/begin", sale);
}

async function showQr(saleId: string, method: MethodId = "alipayplus_mpm"): Promise<string> {
  await desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method });
  const view = await desk.until("the QR is on show", sentence("qr-shown"));
  return view.counter?.chargeId ?? "";
}

test("the same amount while a sale of it is open asks for the same customer, and no other amount does", async () => {
  desk = await openDesk();
  const saleId = await begin(desk, 50_000);
  await showQr(saleId);
  await desk.cashier.ask("sale/clear", { saleId });
  expect(await beginNew(50_000)).toMatchObject({
    step: "same-customer",
    saleId,
    money: { amountMinor: 50_000, currency: "THB" },
    state: "pending",
  });
  await desk.until("nothing is on the counter", (view) => view.counter === null);
  expect(await beginNew(50_000, true)).toEqual({ step: "begun" });
  const other = (await desk.until("it is begun", inState("draft"))).counter;
  await desk.cashier.ask("sale/cancel", { saleId: other?.saleId ?? "" });
  expect(await beginNew(50_100)).toEqual({ step: "begun" });
});

test("the same amount asks after an unpaid end too, for ten minutes; after a payment it does not", async () => {
  desk = await openDesk({ timings: { ...QUICK, sameCustomerWithinMs: 400 } });
  const saleId = await begin(desk, 50_000);
  await showQr(saleId);
  await desk.cashier.ask("rehearse/answer", { saleId, answer: "decline" });
  await desk.until("it failed", inState("failed"));
  await desk.cashier.ask("sale/clear", { saleId });
  expect(await beginNew(50_000)).toMatchObject({ step: "same-customer", saleId, state: "failed" });
  await expect.poll(() => beginNew(50_000), { timeout: 5_000 }).toEqual({ step: "begun" });
  const next = desk.view().counter?.saleId ?? "";
  await showQr(next);
  await desk.cashier.ask("rehearse/answer", { saleId: next, answer: "pay" });
  await desk.until("it is paid", inState("successful"));
  await desk.cashier.ask("sale/clear", { saleId: next });
  expect(await beginNew(50_000)).toEqual({ step: "begun" });
});

test("a QR that was never shown gives way; found later, it is expired at once and never shown", async () => {
  desk = await openDesk({ timings: { ...QUICK, traceLooksMs: [400, 700, 1000] } });
  desk.simulator.bank.faults.add({ kind: "drop-answer", method: "POST", path: "/charges", count: 1 });
  const saleId = await begin(desk, 50_000);
  const lost = randomUUID();
  await desk.cashier.ask("sale/charge", { saleId, attemptId: lost, method: "alipayplus_mpm" });
  const view = await desk.until("it is unknown", inState("unknown"));
  expect(view.counter?.may).toMatchObject({ again: true, override: false });
  await desk.cashier.ask("sale/again", { saleId });
  const second = await showQr(saleId, "atome_qr");
  await expect
    .poll(() => desk.simulator.bank.books().charges.map(({ status }) => status), { timeout: 5_000 })
    .toEqual(["expired", "pending"]);
  expect(desk.view().counter).toMatchObject({ chargeId: second, sentence: "qr-shown" });
  await desk.cashier.ask("rehearse/answer", { saleId, answer: "pay" });
  expect((await desk.until("it is paid", inState("successful"))).alarms).toEqual([]);
});

test("a scanned code of unknown fate stays in the way: only a manager lets another attempt begin, once", async () => {
  desk = await openDesk({ timings: { ...QUICK, traceLooksMs: [60_000] } });
  await hireManager(desk);
  const saleId = await begin(desk, 50_000);
  desk.simulator.bank.faults.add({ kind: "drop-answer", method: "POST", path: "/charges", count: 1 });
  await desk.cashier.ask("rehearse/scan", { code: "wechat" });
  const view = await desk.until("it is unknown", inState("unknown"));
  expect(view.counter?.may).toMatchObject({ again: false, override: true });
  await expect(desk.cashier.ask("sale/again", { saleId })).rejects.toEqual(refused("busy"));
  const unknown = randomUUID();
  await expect(desk.cashier.ask("sale/override", { saleId, approvalId: unknown })).rejects.toEqual(
    refused("not-allowed"),
  );
  const wrongAmount = await approve(desk, { action: "override", subject: saleId, amountMinor: 50_001 });
  await expect(desk.cashier.ask("sale/override", { saleId, approvalId: wrongAmount })).rejects.toEqual(
    refused("not-allowed"),
  );
  const approvalId = await approve(desk, { action: "override", subject: saleId, amountMinor: 50_000 });
  await desk.cashier.ask("sale/override", { saleId, approvalId });
  await desk.until("choose again", inState("draft"));
  await showQr(saleId);
  await expect(desk.cashier.ask("sale/override", { saleId, approvalId })).rejects.toEqual(refused("not-allowed"));
  expect(desk.simulator.bank.books().charges).toHaveLength(2);
});

test("both attempts of an overridden sale paid: the customer paid twice, and it is not to be kept", async () => {
  desk = await openDesk({ timings: { ...QUICK, scanCancelNotBeforeMs: 60_000, traceLooksMs: [60_000] } });
  await hireManager(desk);
  const saleId = await begin(desk, 50_000);
  desk.simulator.bank.faults.add({ kind: "drop-answer", method: "POST", path: "/charges", count: 1 });
  await desk.cashier.ask("rehearse/scan", { code: "wechat" });
  const stuck = await desk.until("it is unknown", inState("unknown"));
  const approvalId = await approve(desk, { action: "override", subject: saleId, amountMinor: 50_000 });
  await desk.cashier.ask("sale/override", { saleId, approvalId });
  await showQr(saleId);
  await desk.cashier.ask("rehearse/answer", { saleId, answer: "pay" });
  await desk.until("the second is paid", inState("successful"));
  const first = desk.simulator.bank.books().charges[0];
  expect(first?.status).toBe("pending");
  desk.simulator.bank.approve(first?.id ?? "");
  await desk.cashier.ask("queue/ask-now", { id: stuck.counter?.attemptId ?? "" });
  const view = await desk.until("it is told", (each) => each.alarms.length === 1);
  expect(view.alarms[0]).toMatchObject({
    words: "paid-twice",
    may: { seen: false, attach: false, refund: true },
  });
  const alarmId = view.alarms[0]?.id ?? "";
  await expect(desk.cashier.ask("alarm/attach", { alarmId })).rejects.toEqual(refused("not-allowed"));
  await expect(desk.cashier.ask("alarm/seen", { alarmId })).rejects.toEqual(refused("not-allowed"));
});

test("late money is kept as the payment of its sale, and the alarm is then settled over restarts", async () => {
  desk = await openDesk();
  const saleId = await begin(desk, 50_000);
  const chargeId = await showQr(saleId);
  await desk.cashier.ask("sale/cancel", { saleId });
  await desk.until("it is cancelled", inState("cancelled"));
  desk.simulator.bank.approveLate(chargeId);
  const view = await desk.until("the alarm is raised", (each) => each.alarms.length === 1);
  expect(view.alarms[0]).toMatchObject({ words: "paid-late", may: { seen: false, attach: true, refund: true } });
  const alarmId = view.alarms[0]?.id ?? "";
  await expect(desk.cashier.ask("alarm/seen", { alarmId })).rejects.toEqual(refused("not-allowed"));
  desk = await desk.reopen();
  await desk.until("the alarm stands", (each) => each.alarms.length === 1);
  await desk.cashier.ask("alarm/attach", { alarmId });
  await desk.until("it is settled", (each) => each.alarms.length === 0);
  desk = await desk.reopen();
  expect(desk.view().alarms).toEqual([]);
});

test("a declined code is not sent again: a declined payment wants a fresh one", async () => {
  desk = await openDesk();
  const saleId = await begin(desk, 50_000);
  const code = "134567890123456789";
  await desk.cashier.ask("scan/typed", { text: code });
  await desk.until("the customer confirms", sentence("confirm-on-phone"));
  await desk.cashier.ask("rehearse/answer", { saleId, answer: "decline" });
  await desk.until("it failed", inState("failed"));
  await desk.cashier.ask("sale/again", { saleId });
  await desk.cashier.ask("scan/typed", { text: code });
  await desk.until("the code is refused", (view) => view.notice?.words === "scan-repeated");
  expect(desk.simulator.bank.books().charges).toHaveLength(1);
});
