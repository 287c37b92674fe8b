// Answers that come out of their order: looks that begin before a send is lost, sends that are answered after they were found.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { MoneyOutcome, RefundOutcome } from "#till/ports.ts";
import { openStage, type Paid, type Stage } from "./refund-stage.ts";

const part = { amountMinor: 20_000 };
const REFUNDS = "/charges/:id/refunds";
const LOST: RefundOutcome = { kind: "unknown", why: "lost ECONNRESET", bankMs: null };

let stage: Stage & AsyncDisposable;
let paid: Paid;
beforeEach(async () => {
  stage = await openStage();
  paid = await stage.pay("atome_qr", 50_000);
});
afterEach(async () => {
  expect(stage.defects).toEqual([]);
  await stage[Symbol.asyncDispose]();
});

/** The request is carried out or not, and its answer comes when the test says so. */
function holdAnswer(isCarriedOut: boolean): { readonly answer: (outcome: RefundOutcome) => void } {
  const { promise, resolve } = Promise.withResolvers<RefundOutcome>();
  const { refund } = stage.payments;
  Object.assign(stage.payments, {
    refund: async (order: Parameters<typeof refund>[0]) => {
      if (isCarriedOut) await refund(order);
      return await promise;
    },
  });
  return { answer: resolve };
}

test("a send that hangs is looked for and found; what its answer says later is not news", async () => {
  for (const late of [
    LOST,
    { kind: "refused", error: { status: 400, code: "failed_refund", message: "" }, bankMs: null },
  ] as const) {
    const another = await stage.pay("atome_qr", 50_000);
    const { answer } = holdAnswer(true);
    const refundId = await stage.ask(another, part);
    const found = await stage.untilState(refundId, "closed");
    answer(late);
    await stage.quiet();
    expect(stage.refund(refundId).state).toEqual(found);
  }
});

test("a look that began before the send was lost proves no absence", async () => {
  const post = holdAnswer(false);
  const look = Promise.withResolvers<void>();
  const { money } = stage.payments;
  const reads = { begun: 0 };
  Object.assign(stage.payments, {
    money: async (chargeId: string): Promise<MoneyOutcome> => {
      reads.begun += 1;
      const outcome = await money(chargeId);
      if (reads.begun === 2) await look.promise;
      return outcome;
    },
  });
  const refundId = await stage.ask(paid, part);
  await stage.until("it is looked for", () => reads.begun === 2);
  expect(stage.refund(refundId).state.name).toBe("sending");
  post.answer(LOST);
  await stage.untilState(refundId, "unknown");
  look.resolve();
  await stage.quiet();
  expect(stage.refund(refundId).state).toMatchObject({ name: "unknown", looks: [] });
  await stage.untilState(refundId, "not-found");
});

test("a list that is not whole proves no absence, however often it is read", async () => {
  stage.simulator.bank.faults.add({ kind: "drop-request", method: "POST", path: REFUNDS });
  const refundId = await stage.ask(paid, part);
  await stage.untilState(refundId, "unknown");
  const { money } = stage.payments;
  Object.assign(stage.payments, {
    money: async (chargeId: string) => ({ ...(await money(chargeId)), complete: false }),
  });
  const { sentAtMs } = stage.refund(refundId).state as { readonly sentAtMs: number };
  await stage.until("ten minutes are over", () => stage.now.clock.nowMs() > sentAtMs + 600_000);
  expect(stage.refund(refundId).state).toMatchObject({ name: "unknown", looks: [] });
  expect(stage.ledger.operations()).toMatchObject([
    { doing: "look", lastError: "not all refunds of the charge could be read" },
  ]);
  expect(await stage.now.till.desk.terms(paid.attemptId)).toMatchObject({ objection: "no-answer" });
  Object.assign(stage.payments, { money });
  await stage.untilState(refundId, "not-found");
});
