// Ways in which a payment could be lost, charged twice, or shown as something it is not: each test is named after the lie
// that it catches, with the real till, ledger, client and pretend bank.
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, expect, test } from "vitest";
import type { CashierView } from "#contract/views.ts";
import type { MethodId } from "#contract/words.ts";
import { trainingKeys } from "#main/bank-side.ts";
import { composeTerminal } from "#main/compose.ts";
import { openLog } from "#main/log.ts";
import { openSettings } from "#main/settings-file.ts";
import { begin, openDesk, QUICK, type Desk } from "#test/support/desk.ts";

let desk: Desk | null = null;
afterEach(async () => {
  await desk?.close();
  desk = null;
});

const inState = (state: string) => (view: CashierView) => view.counter?.state === state;

function asked(at: Desk, method: string, path: string): number {
  const counts = at.simulator.bank.requests().filter((each) => each.method === method && each.path === path);
  return counts.reduce((sum, each) => sum + each.count, 0);
}

async function charge(at: Desk, saleId: string, method: MethodId = "alipayplus_mpm"): Promise<string> {
  await at.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method });
  const view = await at.until("the QR is on show", (each) => each.counter?.sentence === "qr-shown");
  return view.counter?.chargeId ?? "";
}

async function cancel(at: Desk, saleId: string): Promise<void> {
  await at.cashier.ask("sale/cancel", { saleId });
  await at.until("it is cancelled", inState("cancelled"));
}

function refused(code: string) {
  return expect.objectContaining({ failure: expect.objectContaining({ code }) });
}

test("a paid sale that is begun again by a late key is not for sale again", async () => {
  desk = await openDesk();
  const saleId = await begin(desk, 50_000);
  desk.simulator.bank.approve(await charge(desk, saleId));
  await desk.until("it is paid", inState("successful"));
  await desk.cashier.ask("sale/clear", { saleId });
  const again = { saleId, amountMinor: 50_000, reference: null, confirmed: true, otherCustomer: true };
  await expect(desk.cashier.ask("sale/begin", again)).rejects.toEqual(refused("too-late"));
  await expect(charge(desk, saleId)).rejects.toEqual(refused("not-found"));
  expect(desk.simulator.bank.books().charges).toHaveLength(1);
});

test("a sale whose money comes while the cashier chooses anew is paid, not a draft", async () => {
  desk = await openDesk();
  const saleId = await begin(desk, 50_000);
  const first = await charge(desk, saleId);
  await cancel(desk, saleId);
  await desk.cashier.ask("sale/again", { saleId });
  desk.simulator.bank.approveLate(first);
  const view = await desk.until("the alarm is raised", (each) => each.alarms.length > 0);
  expect(view.counter).toMatchObject({ saleId, state: "paid-late", may: { again: false } });
  await expect(charge(desk, saleId)).rejects.toEqual(refused("too-late"));
  await desk.cashier.ask("rehearse/scan", { code: "wechat" });
  expect(desk.simulator.bank.books().charges).toHaveLength(1);
});

test("the second QR of a sale whose first was paid after all does not stay to be paid too", async () => {
  desk = await openDesk();
  const saleId = await begin(desk, 50_000);
  const first = await charge(desk, saleId);
  await cancel(desk, saleId);
  await desk.cashier.ask("sale/again", { saleId });
  await charge(desk, saleId);
  desk.simulator.bank.approveLate(first);
  await desk.until("the alarm is raised", (view) => view.alarms.length > 0);
  await desk.until("the counter says so", inState("paid-late"));
  expect(desk.face().kind).not.toBe("qr");
  const books = desk.simulator.bank.books;
  await expect.poll(() => books().charges.map(({ status }) => status)).toEqual(["successful", "expired"]);
});

test("an attempt id that another sale had is refused, and the ledger is not called broken for it", async () => {
  desk = await openDesk();
  const first = await begin(desk, 50_000);
  await charge(desk, first);
  const attemptId = desk.view().counter?.attemptId ?? "";
  await cancel(desk, first);
  await desk.cashier.ask("sale/clear", { saleId: first });
  const saleId = await begin(desk, 70_000);
  const order = { saleId, attemptId, method: "atome_qr" } as const;
  await expect(desk.cashier.ask("sale/charge", order)).rejects.toEqual(refused("bad-input"));
  await charge(desk, saleId, "atome_qr");
  expect(desk.view().noSale).toBeNull();
});

test("a ledger that could not be written for a while is not closed for ever", async () => {
  desk = await openDesk();
  const other = new Database(join(desk.folder, "training.ledger"));
  other.exec("begin immediate");
  await expect(begin(desk, 50_000)).rejects.toEqual(refused("ledger-closed"));
  await desk.until("no sale is taken", (view) => view.noSale === "ledger-closed");
  other.exec("rollback");
  other.close();
  await desk.until("sales are taken again", (view) => view.noSale === null);
  await charge(desk, await begin(desk, 50_000));
});

test("a QR whose payment could not be written down is not held out to be paid", async () => {
  desk = await openDesk({ timings: { ...QUICK, qrLifeMs: 60_000, qrCoveredAfterMs: 60_000 } });
  const saleId = await begin(desk, 50_000);
  await charge(desk, saleId);
  const other = new Database(join(desk.folder, "training.ledger"));
  other.exec("begin immediate");
  await expect(desk.cashier.ask("sale/cancel", { saleId })).rejects.toEqual(refused("ledger-closed"));
  await desk.until("it is covered", (view) => view.counter?.sentence === "qr-covered");
  expect(desk.face()).toMatchObject({ kind: "qr", covered: true });
  other.exec("rollback");
  other.close();
  await desk.until("sales are taken again", (view) => view.noSale === null);
});

test("a log on a full disk ends no till", () => {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-"));
  mkdirSync(join(folder, "logs"));
  symlinkSync("/dev/full", join(folder, "logs", "counterfoil.log"));
  const log = openLog(folder);
  expect(() => {
    for (let line = 0; line < 3; line += 1) log.error("loop/defect", { error: new Error("disk full") });
    log.close();
  }).not.toThrow();
  rmSync(folder, { recursive: true });
});

test("a charge under our attempt id with another amount is an alarm, and the bank is not asked without pause", async () => {
  desk = await openDesk({ timings: { ...QUICK, traceLooksMs: [50, 1_000_000] } });
  desk.simulator.bank.faults.add({ kind: "drop-request", method: "POST", path: "/charges", count: 1 });
  const saleId = await begin(desk, 50_000);
  const attemptId = randomUUID();
  await desk.cashier.ask("sale/charge", { saleId, attemptId, method: "alipayplus_mpm" });
  const { secretKey } = trainingKeys(openSettings(desk.folder).read().tillId);
  const form = { amount: "40000", currency: "thb", "source[type]": "alipayplus_mpm" };
  await fetch(`${desk.simulator.origin}/charges`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${secretKey}:`).toString("base64")}` },
    body: new URLSearchParams({ ...form, "metadata[cf_attempt]": attemptId }),
  });
  await desk.cashier.ask("sale/ask-now", { saleId });
  await desk.until("the alarm is raised", (view) => view.alarms[0]?.words === "answer-mismatch");
  const before = asked(desk, "GET", "/charges");
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(asked(desk, "GET", "/charges") - before).toBeLessThan(3);
  expect(desk.view().counter?.state).toBe("unknown");
});

test("a look for late money that got no answer was no look", async () => {
  desk = await openDesk({ timings: { ...QUICK, watchLooksMs: [3_000] } });
  const saleId = await begin(desk, 50_000);
  const chargeId = await charge(desk, saleId);
  await cancel(desk, saleId);
  desk.simulator.bank.faults.add({ kind: "drop-answer", method: "GET", path: "/charges/:id", count: 1 });
  desk.simulator.bank.approveLate(chargeId);
  await desk.until("the alarm is raised", (view) => view.alarms.length > 0);
});

test("wallets are not offered to a customer while the bank cannot be reached, and are again once it can", async () => {
  desk = await openDesk();
  const any = { kind: "drop-request", count: 10_000 } as const;
  for (const path of ["/charges", "/account", "/capability"]) desk.simulator.bank.faults.add({ ...any, path });
  for (const path of ["/charges"]) desk.simulator.bank.faults.add({ ...any, method: "GET", path });
  const saleId = await begin(desk, 50_000);
  await desk.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "alipayplus_mpm" });
  await desk.until("it is unknown", (view) => view.counter?.state === "unknown" && view.link.state === "down");
  await desk.cashier.ask("sale/clear", { saleId });
  await expect.poll(() => desk?.face().kind).toBe("unavailable");
  desk.simulator.bank.faults.clear();
  await expect.poll(() => desk?.face().kind).toBe("idle");
});

test("a parked sale does not own the customer's screen after a restart", async () => {
  desk = await openDesk();
  const saleId = await begin(desk, 50_000);
  await charge(desk, saleId, "truemoney_qr");
  await desk.cashier.ask("sale/cancel", { saleId });
  await desk.until("still payable", (view) => view.counter?.sentence === "still-payable");
  await desk.cashier.ask("sale/clear", { saleId });
  desk = await desk.reopen();
  expect(desk.view().counter).toBeNull();
  expect(desk.view().recent[0]).toMatchObject({ saleId, state: "cancelling" });
  await desk.cashier.ask("sale/open", { saleId });
  await desk.until("it is watched on", (view) => view.counter?.sentence === "still-payable");
});

test("a cancel does not wait for a look that hangs", async () => {
  desk = await openDesk();
  const saleId = await begin(desk, 50_000);
  await charge(desk, saleId);
  desk.simulator.bank.faults.add({ kind: "delay-answer", ms: 4_000, method: "GET", path: "/charges/:id", count: 1 });
  await expect.poll(() => desk?.simulator.bank.faults.waiting().length).toBe(0);
  await desk.cashier.ask("sale/cancel", { saleId });
  const expiries = () => (desk ? asked(desk, "POST", "/charges/:id/expire") : 0);
  await expect.poll(expiries, { timeout: 3_500 }).toBeGreaterThanOrEqual(1);
});

test("a folder that has taken real payments does not train because its settings are gone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-"));
  writeFileSync(join(folder, "live.ledger"), "");
  const keys = { publicKey: undefined, secretKey: undefined };
  const start = composeTerminal({ dataFolder: folder, hostName: "browser", keys }, {});
  await expect(start).rejects.toThrow("has taken real payments");
  rmSync(folder, { recursive: true });
});
