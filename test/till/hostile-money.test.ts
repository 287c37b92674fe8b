// What a hostile reader of the money path found or feared: each test is named after what must be true although somebody, or
// something, works against it. With the real till, ledger, client and pretend bank.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, expect, test } from "vitest";
import type { CashierView } from "#contract/views.ts";
import type { MethodId } from "#contract/words.ts";
import { begin, openDesk, QUICK, type Desk } from "#test/support/desk.ts";
import { approve, hireManager } from "#test/support/people.ts";
import { trainingKeys } from "#main/bank-side.ts";
import { openSettings } from "#main/settings-file.ts";
import type { ChargeFacts } from "#till/attempt/events.ts";
import { judge } from "#till/attempt/judge.ts";
import type { Entry, Ledger, Payments } from "#till/ports.ts";
import { attempt, facts } from "./cases.ts";

let desk: Desk;
afterEach(() => desk.close());

const inState = (state: string) => (view: CashierView) => view.counter?.state === state;
const refused = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) });
const charges = () => desk.simulator.bank.books().charges.map(({ status }) => status);

async function showQr(saleId: string, method: MethodId = "alipayplus_mpm"): Promise<string> {
  await desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method });
  const view = await desk.until("the QR is on show", (each) => each.counter?.sentence === "qr-shown");
  return view.counter?.chargeId ?? "";
}

test("a customer who pays after the till was started again is told so", async () => {
  desk = await openDesk();
  const saleId = await begin(desk, 50_000);
  const chargeId = await showQr(saleId);
  desk = await desk.reopen();
  await desk.until("the QR is on show again", (view) => view.counter?.sentence === "qr-shown");
  desk.simulator.bank.approve(chargeId);
  await desk.until("it is paid", inState("successful"));
  await expect.poll(() => desk.face()).toMatchObject({ kind: "paid" });
});

test("a sale that is opened again after its end does not speak to the customer of now", async () => {
  desk = await openDesk();
  const saleId = await begin(desk, 50_000);
  desk.simulator.bank.approve(await showQr(saleId));
  await desk.until("it is paid", inState("successful"));
  await desk.cashier.ask("sale/clear", { saleId });
  await desk.cashier.ask("sale/open", { saleId });
  await desk.until("it stands there", inState("successful"));
  await expect.poll(() => desk.face()).toMatchObject({ kind: "idle" });
});

/** Refuses entries as a full disk does, as often as it is told to. */
function fullDisk() {
  const disk = { refuses: (entry: Entry): boolean => entry === null };
  const ledgerSeam = (ledger: Ledger): Ledger => ({
    ...ledger,
    save(entry) {
      if (disk.refuses(entry)) throw new Error("the disk is full");
      ledger.save(entry);
    },
  });
  return { disk, seams: { ledgerSeam } };
}

test("a second QR does not stay payable because the disk was full in the moment that the first was found paid", async () => {
  const { disk, seams } = fullDisk();
  desk = await openDesk({ seams, timings: { ...QUICK, qrLifeMs: 600_000 } });
  await hireManager(desk);
  const saleId = await begin(desk, 50_000);
  const first = await showQr(saleId, "truemoney_qr");
  const approvalId = await approve(desk, { action: "override", subject: saleId, amountMinor: 50_000 });
  await desk.cashier.ask("sale/override", { saleId, approvalId });
  await showQr(saleId);
  let left = 1;
  disk.refuses = (entry) =>
    (entry.steps ?? []).some(({ event }) => event.kind === "cancel-asked") && left > 0 && (left -= 1) === 0;
  desk.simulator.bank.approve(first);
  await desk.until("it is paid", inState("successful"));
  await expect.poll(charges, { timeout: 8_000 }).toEqual(["successful", "expired"]);
}, 15_000);

test("a second QR does not stay payable because the till died in the moment that the first was found paid", async () => {
  const { disk, seams } = fullDisk();
  desk = await openDesk({ seams, timings: { ...QUICK, qrLifeMs: 600_000 } });
  await hireManager(desk);
  const saleId = await begin(desk, 50_000);
  const first = await showQr(saleId, "truemoney_qr");
  const approvalId = await approve(desk, { action: "override", subject: saleId, amountMinor: 50_000 });
  await desk.cashier.ask("sale/override", { saleId, approvalId });
  await showQr(saleId);
  disk.refuses = (entry) => (entry.steps ?? []).some(({ event }) => event.kind === "cancel-asked");
  desk.simulator.bank.approve(first);
  await desk.until("it is paid", inState("successful"));
  const reopening = desk.reopen();
  disk.refuses = () => false;
  desk = await reopening;
  await expect.poll(charges, { timeout: 4_000 }).toEqual(["successful", "expired"]);
}, 15_000);

test("nothing is charged in a ledger that still misses what came after its backup", async () => {
  desk = await openDesk({ timings: { ...QUICK, traceLooksMs: [60_000] } });
  const saleId = await begin(desk, 50_000);
  desk.simulator.bank.faults.add({ kind: "drop-answer", method: "POST", path: "/charges", count: 1 });
  await desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "alipayplus_mpm" });
  await desk.until("it is unknown", inState("unknown"));
  const file = new Database(join(desk.folder, "training.ledger"));
  file.prepare("update meta set missing_since_ms = 1").run();
  file.close();
  const again = (async () => {
    await desk.cashier.ask("sale/again", { saleId });
    await desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "atome_qr" });
  })();
  await expect(again).rejects.toEqual(refused("no-sale"));
  await desk.cashier.ask("rehearse/scan", { code: "wechat" });
  expect(charges()).toHaveLength(1);
});

test("of a customer who paid twice, either payment may go back: the other is then kept", async () => {
  desk = await openDesk();
  await hireManager(desk);
  const saleId = await begin(desk, 50_000);
  const first = await showQr(saleId);
  await desk.cashier.ask("sale/cancel", { saleId });
  await desk.until("it is cancelled", inState("cancelled"));
  await desk.cashier.ask("sale/again", { saleId });
  const second = await showQr(saleId, "atome_qr");
  const attemptId = desk.view().counter?.attemptId ?? "";
  desk.simulator.bank.approve(second);
  await desk.until("it is paid", inState("successful"));
  desk.simulator.bank.approveLate(first);
  const view = await desk.until("it is told", (each) => each.alarms.length === 1);
  expect(view.alarms[0]).toMatchObject({ words: "paid-twice", may: { attach: false } });
  const approvalId = await approve(desk, { action: "refund", subject: attemptId, amountMinor: 50_000 });
  const whole = { refundId: randomUUID(), attemptId, kind: "refund", amountMinor: 50_000, approvalId } as const;
  await desk.cashier.ask("refund/ask", { ...whole, refundedBeforeMinor: 0, acceptElsewhere: false });
  await desk.until("the first may be kept", (each) => each.alarms[0]?.may.attach === true);
  await desk.cashier.ask("alarm/attach", { alarmId: view.alarms[0]?.id ?? "" });
  await desk.until("nothing is left to decide", (each) => each.alarms.length === 0);
});

test("a TrueMoney QR that nobody could end and that is paid long after it was taken away is told", async () => {
  desk = await openDesk({ timings: { ...QUICK, qrLifeMs: 1_500, payableLookMs: 200 } });
  const saleId = await begin(desk, 50_000);
  const chargeId = await showQr(saleId, "truemoney_qr");
  await desk.until("still payable", (view) => view.counter?.sentence === "still-payable");
  await desk.cashier.ask("sale/clear", { saleId });
  await begin(desk, 70_000);
  await new Promise((resolve) => setTimeout(resolve, 500));
  desk.simulator.bank.approve(chargeId);
  const view = await desk.until("it is told", (each) => each.alarms.length === 1);
  expect(view.alarms[0]).toMatchObject({ words: "paid-after-cancel", saleId });
});

/** Another program charges under an attempt id of ours. */
async function chargeElsewhere(attemptId: string, amount: number): Promise<void> {
  const { secretKey } = trainingKeys(openSettings(desk.folder).read().tillId);
  const form = { amount: String(amount), currency: "thb", "source[type]": "alipayplus_mpm" };
  await fetch(`${desk.simulator.origin}/charges`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${secretKey}:`).toString("base64")}` },
    body: new URLSearchParams({ ...form, "metadata[cf_attempt]": attemptId }),
  });
}

test("a strange charge under our attempt id does not hide the true one behind it", async () => {
  desk = await openDesk({ timings: { ...QUICK, traceLooksMs: [1_000, 1_500, 2_000] } });
  desk.simulator.bank.faults.add({ kind: "drop-answer", method: "POST", path: "/charges", count: 1 });
  const saleId = await begin(desk, 50_000);
  const attemptId = randomUUID();
  await desk.cashier.ask("sale/charge", { saleId, attemptId, method: "alipayplus_mpm" });
  await desk.until("it is unknown", inState("unknown"));
  await chargeElsewhere(attemptId, 40_000);
  const view = await desk.until("ours is found", inState("pending"));
  expect(view.counter?.chargeId).toBe(desk.simulator.bank.books().charges[0]?.id);
  await desk.until("and the other is told", (each) => each.alarms[0]?.words === "answer-mismatch");
});

test("two charges at the bank for one attempt are told", async () => {
  desk = await openDesk({ timings: { ...QUICK, traceLooksMs: [1_000, 1_500, 2_000] } });
  desk.simulator.bank.faults.add({ kind: "drop-answer", method: "POST", path: "/charges", count: 1 });
  const saleId = await begin(desk, 50_000);
  const attemptId = randomUUID();
  await desk.cashier.ask("sale/charge", { saleId, attemptId, method: "alipayplus_mpm" });
  await desk.until("it is unknown", inState("unknown"));
  await chargeElsewhere(attemptId, 50_000);
  await desk.until("it is told", (each) => each.alarms[0]?.words === "answer-mismatch");
  await desk.until("one of them is ours", inState("pending"));
});

test("a charge that a listing shows in half is taken for ours, and fetched", async () => {
  const half = (charge: ChargeFacts): ChargeFacts => ({ ...charge, paid: null });
  const paymentsSeam = (payments: Payments): Payments => ({
    ...payments,
    async list(window) {
      const outcome = await payments.list(window);
      return outcome.kind === "listed" ? { ...outcome, charges: outcome.charges.map(half) } : outcome;
    },
  });
  desk = await openDesk({ seams: { paymentsSeam }, timings: { ...QUICK, traceLooksMs: [1_000, 1_500, 2_000] } });
  desk.simulator.bank.faults.add({ kind: "drop-answer", method: "POST", path: "/charges", count: 1 });
  const saleId = await begin(desk, 50_000);
  await desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "alipayplus_mpm" });
  await desk.until("it is unknown", inState("unknown"));
  desk.simulator.bank.approve(desk.simulator.bank.books().charges[0]?.id ?? "");
  const view = await desk.until("it is paid", inState("successful"));
  expect(view.alarms).toEqual([]);
});

test.each(["failed", "expired", "reversed"])("a charge that is %s and paid at once is not called unpaid", (status) => {
  const charge = { ...facts, status, paid: true };
  const verdict = judge(attempt, charge, { chargeId: charge.chargeId, livemode: false });
  expect(verdict).toEqual({ kind: "alarm", alarm: "answer-mismatch" });
});
