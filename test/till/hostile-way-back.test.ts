// What a hostile reader of the way back found: an approval that got a second day, an alarm without a way out. At the real loop, desk and ledger, with the real client and the pretend bank.
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStage, type Stage } from "./refund-stage.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let stage: Stage & AsyncDisposable;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

const alarms = () => stage.ledger.standingAlarms().map(({ kind }) => kind);
/** The way to the charge is blocked: what is asked stays asked. */
const block = (count = 100_000) =>
  stage.simulator.bank.faults.add({ kind: "status", status: 503, method: "GET", path: "/charges/:id", count });

test("a restart with the clock a day back does not give an approval a second day", async () => {
  const paid = await stage.pay("atome_qr", 50_000);
  block();
  const refundId = await stage.ask(paid);
  await stage.quiet();
  await stage.restart(-DAY);
  stage.now.clock.skip(DAY + HOUR);
  await stage.untilState(refundId, "failed");
  expect(stage.now.clock.nowMs()).toBeLessThan(stage.refund(refundId).refund.askedAtMs + DAY);
});

test("late money that went back elsewhere needs nobody any more", async () => {
  const paid = await stage.payLate("atome_qr", 50_000);
  expect(alarms()).toEqual(["paid-late"]);
  stage.simulator.bank.refundElsewhere(paid.chargeId, 50_000);
  expect(await stage.now.till.desk.terms(paid.attemptId)).toMatchObject({ objection: "fully-refunded" });
  expect(alarms()).toEqual([]);
});
