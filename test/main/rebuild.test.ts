// A ledger that was lost is written again from the bank: sales, attempts and refunds, and the till sells nothing before.
import { randomUUID } from "node:crypto";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { CashierView } from "#contract/views.ts";
import { rebuildLedger } from "#main/rebuild.ts";
import { begin, openDesk, type Desk } from "#test/support/desk.ts";
import { approve, hireManager } from "#test/support/people.ts";

let desk: Desk;
afterEach(() => desk.close());

const inState = (state: string) => (view: CashierView) => view.counter?.state === state;
const KEYS = { publicKey: undefined, secretKey: undefined };

async function charge(amountMinor: number): Promise<{ readonly saleId: string; readonly attemptId: string }> {
  const saleId = await begin(desk, amountMinor);
  const attemptId = randomUUID();
  await desk.cashier.ask("sale/charge", { saleId, attemptId, method: "alipayplus_mpm" });
  await desk.until("the QR is on show", (view) => view.counter?.sentence === "qr-shown");
  return { saleId, attemptId };
}

async function sell(amountMinor: number): Promise<{ readonly saleId: string; readonly attemptId: string }> {
  const ids = await charge(amountMinor);
  await desk.cashier.ask("rehearse/answer", { saleId: ids.saleId, answer: "pay" });
  await desk.until("it is paid", inState("successful"));
  return ids;
}

async function giveBack(attemptId: string, amountMinor: number): Promise<void> {
  const approvalId = await approve(desk, { action: "refund", subject: attemptId, amountMinor });
  await desk.cashier.ask("refund/ask", {
    refundId: randomUUID(),
    attemptId,
    kind: "refund",
    amountMinor,
    refundedBeforeMinor: 0,
    acceptElsewhere: false,
    approvalId,
  });
  await desk.until("it is back", (view) => view.counter?.refundedMinor === amountMinor);
}

test("a ledger that was lost whole is written again, and nothing is sold before", async () => {
  desk = await openDesk();
  await hireManager(desk);
  const paid = await sell(50_000);
  await giveBack(paid.attemptId, 50_000);
  await desk.cashier.ask("sale/clear", { saleId: paid.saleId });
  const waiting = await charge(70_000);
  const { folder, simulator } = desk;
  await desk.closeTill();
  for (const suffix of ["-wal", "-shm"]) rmSync(join(folder, `training.ledger${suffix}`), { force: true });
  writeFileSync(join(folder, "training.ledger"), "not a ledger any more".repeat(500));

  desk = await desk.reopen("ledger-restored");
  expect(desk.view()).toMatchObject({ noSale: "ledger-restored", recent: [] });
  expect(readdirSync(folder).some((name) => name.includes(".damaged-"))).toBe(true);
  await expect(rebuildLedger({ dataFolder: folder, keys: KEYS }, simulator)).rejects.toThrow(/Close the till first/);
  await desk.closeTill();

  const told = await rebuildLedger({ dataFolder: folder, keys: KEYS }, simulator);
  expect(told).toMatchObject({
    missingSinceMs: 0,
    counts: { read: 2, written: 2, broughtOn: 0, refunds: 1, strange: [] },
  });
  expect(await rebuildLedger({ dataFolder: folder, keys: KEYS }, simulator)).toMatchObject({ missingSinceMs: null });

  desk = await desk.reopen();
  // Nobody looks at the code of the one that waited: it is ended.
  await desk.until("it is cancelled", (view) => inState("cancelled")(view) && view.counter?.saleId === waiting.saleId);
  await desk.cashier.ask("sale/clear", { saleId: waiting.saleId });
  await desk.cashier.ask("sale/open", { saleId: paid.saleId });
  const view = await desk.until("the payment and its refund are there again", inState("successful"));
  expect(view.counter).toMatchObject({ money: { amountMinor: 50_000 }, refundedMinor: 50_000 });
  expect(simulator.bank.books().charges.map(({ status }) => status)).toEqual(["successful", "expired"]);
});
