// Money going back over the whole till, as its screens ask for it: a manager's PIN, the ask, the row, the queue, a restart.
import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CashierView } from "#contract/views.ts";
import { begin, openDesk, type Desk } from "#test/support/desk.ts";
import { approve, hireManager } from "#test/support/people.ts";

let desk: Desk;
let attemptId: string;
beforeEach(async () => {
  desk = await openDesk();
  await hireManager(desk);
  const saleId = await begin(desk, 50_000);
  attemptId = randomUUID();
  await desk.cashier.ask("sale/charge", { saleId, attemptId, method: "alipayplus_mpm" });
  await desk.until("the QR is on show", (view) => view.counter?.sentence === "qr-shown");
  await desk.cashier.ask("rehearse/answer", { saleId, answer: "pay" });
  await desk.until("it is paid", (view) => view.counter?.state === "successful");
});
afterEach(() => desk.close());

const refused = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) });
const stateOf = (view: CashierView) => view.counter?.refunds.at(-1)?.state;

async function ask(amountMinor: number, kind: "refund" | "void" = "refund") {
  const { refundedMinor } = await desk.cashier.ask("refund/terms", { attemptId });
  const seen = { refundedBeforeMinor: refundedMinor, acceptElsewhere: false };
  const approvalId = await approve(desk, { action: kind, subject: attemptId, amountMinor, seen });
  await desk.cashier.ask("refund/ask", { refundId: randomUUID(), attemptId, kind, amountMinor, ...seen, approvalId });
}

test("a part goes back with a manager's PIN, used once, and the sale says so", async () => {
  await ask(20_000);
  const view = await desk.until("it is closed", (each) => stateOf(each) === "closed");
  expect(view.counter).toMatchObject({ state: "successful", refundedMinor: 20_000 });
  expect(view.counter?.refunds).toMatchObject([{ kind: "refund", voided: false, approver: 7, mayWithdraw: false }]);
  const [approvalId, refundId] = [randomUUID(), randomUUID()];
  const more = { refundId, attemptId, kind: "refund", amountMinor: 1, refundedBeforeMinor: 20_000 } as const;
  const unapproved = desk.cashier.ask("refund/ask", { ...more, acceptElsewhere: false, approvalId });
  await expect(unapproved).rejects.toEqual(refused("not-allowed"));
  expect(desk.simulator.bank.books().refunds).toHaveLength(1);
});

test("what cannot be sent stands in the queue over a restart, can be taken back there, and is told so", async () => {
  // The terms are read once, and then the way to the charge is blocked.
  const approvalId = await approve(desk, { action: "void", subject: attemptId, amountMinor: 50_000 });
  desk.simulator.bank.faults.add({ kind: "status", status: 503, method: "GET", path: "/charges/:id", count: 100_000 });
  const refundId = randomUUID();
  const whole = { refundId, attemptId, kind: "void", amountMinor: 50_000, refundedBeforeMinor: 0 } as const;
  await desk.cashier.ask("refund/ask", { ...whole, acceptElsewhere: false, approvalId });
  const queued = (view: CashierView) => view.queue.some((item) => item.id === refundId && item.tries > 0);
  await desk.until("it is in the queue", queued);
  desk = await desk.reopen();
  const view = await desk.until("it still is", queued);
  expect(view.queue).toMatchObject([{ kind: "void", doing: "send", may: { sendNow: true } }]);
  await desk.cashier.ask("refund/withdraw", { refundId });
  await desk.until("the queue is empty", (each) => each.queueLength === 0);
  desk.simulator.bank.faults.clear();
  expect(desk.simulator.bank.books().refunds).toEqual([]);
});
