// What goes wrong between till and bank, with the real client and ledger: nothing is lost, charged twice, or shown as
// something it is not.
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { CashierView } from "#contract/views.ts";
import { begin, openDesk, QUICK, type Desk } from "#test/support/desk.ts";

let desk: Desk;
afterEach(() => desk.close());

const inState = (state: string) => (view: CashierView) => view.counter?.state === state;
const posts = (): number =>
  desk.simulator.bank
    .requests()
    .filter((each) => each.method === "POST" && each.path === "/charges")
    .reduce((sum, each) => sum + each.count, 0);

async function showQr(amountMinor = 50_000): Promise<string> {
  const saleId = await begin(desk, amountMinor);
  await desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "alipayplus_mpm" });
  await desk.until("the QR is on show", (view) => view.counter?.sentence === "qr-shown");
  return saleId;
}

test("a declined payment says so, with the wallet's reason, and may be tried again", async () => {
  desk = await openDesk();
  const saleId = await showQr();
  await desk.cashier.ask("rehearse/answer", { saleId, answer: "decline" });
  const view = await desk.until("it failed", inState("failed"));
  expect(view.counter?.failure?.code).toMatch(/^[a-z_]+$/);
  expect(view.counter?.may).toMatchObject({ again: true, cancel: false });
  expect(desk.face().kind).toBe("not-paid");
  await desk.cashier.ask("sale/again", { saleId });
  expect((await desk.until("choose again", inState("draft"))).counter?.saleId).toBe(saleId);
});

test("cancel takes the QR away at once and asks the API; the charge is expired there", async () => {
  desk = await openDesk();
  const saleId = await showQr();
  await desk.cashier.ask("sale/cancel", { saleId });
  await desk.until("it is being cancelled or over", (view) => view.counter?.sentence !== "qr-shown");
  expect(desk.face().kind).not.toBe("qr");
  await desk.until("it is cancelled", inState("cancelled"));
  expect(desk.simulator.bank.books().charges[0]).toMatchObject({ status: "expired" });
});

test("a payment that slips in before the expiry is a payment", async () => {
  desk = await openDesk();
  const saleId = await showQr();
  const chargeId = desk.view().counter?.chargeId ?? "";
  desk.simulator.bank.approve(chargeId);
  await desk.cashier.ask("sale/cancel", { saleId });
  const view = await desk.until("it is paid", inState("successful"));
  expect(view.alarms.map((alarm) => alarm.words)).toEqual(["paid-after-cancel"]);
});

test("TrueMoney refuses to expire: the QR is gone, and the till says that it is still payable", async () => {
  desk = await openDesk();
  const saleId = await begin(desk, 50_000);
  await desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "truemoney_qr" });
  await desk.until("the QR is on show", (view) => view.counter?.sentence === "qr-shown");
  await desk.cashier.ask("sale/cancel", { saleId });
  const view = await desk.until("still payable", (each) => each.counter?.sentence === "still-payable");
  expect(desk.face().kind).toBe("cancelling");
  expect(view.counter?.may).toMatchObject({ next: true, cancel: false });
  expect(view.counter?.remainingMs).toBeGreaterThan(23 * 3_600_000);
  const next = await begin(desk, 7_500);
  expect((await desk.until("the next sale is on the counter", inState("draft"))).counter?.saleId).toBe(next);
  desk.simulator.bank.approve(view.counter?.chargeId ?? "");
  const alarmed = await desk.until("the money is told", (each) => each.alarms.length === 1);
  expect(alarmed.alarms[0]).toMatchObject({ words: "paid-after-cancel", saleId, money: { amountMinor: 50_000 } });
  expect(alarmed.counter?.saleId).toBe(next);
});

test("without a page for the customer the cashier is told that the QR stands here", async () => {
  desk = await openDesk();
  const saleId = await begin(desk, 50_000);
  await desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "alipayplus_mpm" });
  await desk.until("on the customer's screen", (view) => view.counter?.sentence === "qr-shown");
  desk.closeCustomer();
  const view = await desk.until("on this one", (each) => each.counter?.sentence === "qr-shown-here");
  expect(view).toMatchObject({ customerScreen: false, zone: "Asia/Bangkok" });
});

test("an earlier sale that is opened again never takes the customer's screen", async () => {
  desk = await openDesk();
  const saleId = await showQr();
  await desk.cashier.ask("rehearse/answer", { saleId, answer: "pay" });
  const paid = await desk.until("it is paid", inState("successful"));
  expect(desk.face().kind).toBe("paid");
  expect(paid.counter?.endedAtMs).toBeGreaterThan(0);
  await desk.cashier.ask("sale/clear", { saleId });
  await desk.cashier.ask("sale/open", { saleId });
  await desk.until("it is on the counter", inState("successful"));
  expect(desk.face().kind).toBe("idle");
});

test("a dropped answer is unknown, never failed, and is found by its attempt id; one charge only", async () => {
  desk = await openDesk({ timings: { ...QUICK, traceLooksMs: [200, 400, 600] } });
  desk.simulator.bank.faults.add({ kind: "drop-answer", method: "POST", path: "/charges", count: 1 });
  const saleId = await begin(desk, 50_000);
  await desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "alipayplus_mpm" });
  const view = await desk.until("it is unknown", inState("unknown"));
  expect(view.counter).toMatchObject({ sentence: "checking", tone: "unsure" });
  expect(desk.face().kind).toBe("checking");
  await desk.until("it is found", inState("pending"));
  expect(posts()).toBe(1);
  await desk.cashier.ask("rehearse/answer", { saleId, answer: "pay" });
  await desk.until("it is paid", inState("successful"));
  expect(desk.simulator.bank.books().charges).toHaveLength(1);
});

test("a request that vanished ends as not found, after three whole listings; nothing is posted again", async () => {
  desk = await openDesk();
  desk.simulator.bank.faults.add({ kind: "drop-request", method: "POST", path: "/charges", count: 1 });
  const saleId = await begin(desk, 50_000);
  await desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "alipayplus_mpm" });
  const view = await desk.until("it is not found", inState("not-found"));
  expect(view.counter).toMatchObject({ sentence: "not-found", tone: "unsure" });
  expect(posts()).toBe(1);
  expect(desk.simulator.bank.books().charges).toHaveLength(0);
});

test("a bank that says 429 created nothing: it is sent again inside its deadline, and charged once", async () => {
  desk = await openDesk({ timings: { ...QUICK, qrSendWithinMs: 5_000 } });
  desk.simulator.bank.faults.add({ kind: "status", status: 429, method: "POST", path: "/charges", count: 2 });
  const saleId = await begin(desk, 50_000);
  await desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "alipayplus_mpm" });
  await desk.until("it waits for the customer", inState("pending"));
  expect(desk.simulator.bank.books().charges).toHaveLength(1);
});

test("a restart in the middle: what waited is watched on, and paid is paid", async () => {
  desk = await openDesk();
  const saleId = await showQr();
  const chargeId = desk.view().counter?.chargeId ?? "";
  desk = await desk.reopen();
  const view = await desk.until("the QR is on show again", (each) => each.counter?.sentence === "qr-shown");
  expect(view.counter).toMatchObject({ saleId, chargeId });
  desk.simulator.bank.approve(chargeId);
  await desk.until("it is paid", inState("successful"));
  expect(posts()).toBe(1);
});

test("a bank that does not answer keeps no till from closing", async () => {
  desk = await openDesk();
  desk.simulator.bank.faults.add({ kind: "delay-answer", ms: 20_000, method: "GET", path: "/charges/:id", count: 9 });
  await showQr();
  await expect.poll(() => desk.simulator.bank.faults.waiting()[0]?.count).toBeLessThan(9);
  const before = performance.now();
  await desk.closeTill();
  expect(performance.now() - before).toBeLessThan(10_000);
});

test("money that arrives after the end raises an alarm that survives a restart", async () => {
  desk = await openDesk();
  const saleId = await showQr();
  await desk.cashier.ask("sale/cancel", { saleId });
  const chargeId = (await desk.until("it is cancelled", inState("cancelled"))).counter?.chargeId ?? "";
  expect(desk.simulator.bank.approveLate(chargeId)).toBe("done");
  await desk.until("the alarm is raised", (view) => view.alarms.some((alarm) => alarm.words === "paid-late"));
  desk = await desk.reopen();
  const view = await desk.until("the alarm is still there", (each) => each.alarms.length === 1);
  expect(view.recent[0]).toMatchObject({ saleId, state: "paid-late" });
  await desk.cashier.ask("alarm/attach", { alarmId: view.alarms[0]?.id ?? "" });
  await desk.until("it is settled", (each) => each.alarms.length === 0);
});

test("scans that are no sale are explained, and only one scan becomes one", async () => {
  desk = await openDesk();
  await desk.cashier.ask("rehearse/scan", { code: "wechat" });
  await desk.until("no amount yet", (view) => view.notice?.words === "scan-needs-amount");
  await begin(desk, 50_000);
  for (const [code, words] of [
    ["alipay", "scan-alipay"],
    ["product", "scan-product"],
    ["poster", "scan-poster"],
  ] as const) {
    await desk.cashier.ask("rehearse/scan", { code });
    await desk.until(words, (view) => view.notice?.words === words);
  }
  await desk.cashier.ask("rehearse/scan", { code: "wechat" });
  await desk.cashier.ask("rehearse/scan", { code: "wechat" });
  await desk.until("the second is explained", (view) => view.notice?.words === "scan-while-busy");
  await desk.until("it waits for the customer", inState("pending"));
  expect(desk.simulator.bank.books().charges).toHaveLength(1);
});

test("a code that was handed to the network is refused for a minute", async () => {
  desk = await openDesk({ timings: { ...QUICK, codeStaleAfterMs: 50_000 } });
  const code = "134567890123456789";
  const saleId = await begin(desk, 50_000);
  await desk.customer.ask("scan/typed", { text: code });
  await desk.until("it waits for the customer", inState("pending"));
  await desk.cashier.ask("rehearse/answer", { saleId, answer: "decline" });
  await desk.until("it failed", inState("failed"));
  await desk.cashier.ask("sale/again", { saleId });
  await desk.cashier.ask("scan/typed", { text: code });
  await desk.until("it is refused", (view) => view.notice?.words === "scan-repeated");
});

test("of a scanned code only the last four digits are anywhere: ledger, log, settings, snapshots", async () => {
  desk = await openDesk();
  const code = "134567890123456789";
  const snapshots: string[] = [];
  desk.cashier.watch("set-up", (view) => snapshots.push(JSON.stringify(view)));
  await begin(desk, 50_000);
  await desk.cashier.ask("scan/typed", { text: code });
  const view = await desk.until("it waits for the customer", inState("pending"));
  await desk.cashier.ask("rehearse/answer", { saleId: view.counter?.saleId ?? "", answer: "pay" });
  const paid = await desk.until("it is paid", inState("successful"));
  snapshots.push(JSON.stringify([view, paid, desk.face()]));
  expect(paid.counter?.codeLastFour).toBe("6789");
  await desk.closeTill();
  const kept = readdirSync(desk.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
  expect(kept.length).toBeGreaterThanOrEqual(3);
  const everything = [...kept, ...snapshots].join("\n");
  expect(everything).toContain("6789");
  expect(everything).not.toContain(code);
  expect(everything).not.toContain(code.slice(0, 12));
  expect(everything).not.toContain("/downloads/");
});
