// The till dies in every state that a refund can be in, and starts again: nothing is sent twice, nothing approved is forgotten.
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStage, type Paid, type Stage } from "./refund-stage.ts";

const MINUTE = 60_000;
const REFUNDS = "/charges/:id/refunds";
const part = { amountMinor: 20_000 };

let stage: Stage & AsyncDisposable;
let paid: Paid;
beforeEach(async () => {
  stage = await openStage();
  paid = await stage.pay("alipayplus_mpm", 50_000);
});
afterEach(async () => {
  expect(stage.defects).toEqual([]);
  await stage[Symbol.asyncDispose]();
});

const amountsAtBank = () => stage.simulator.bank.books().refunds.map(({ amount }) => amount);
const name = (refundId: string) => stage.refund(refundId).state.name;

test("asked: what a manager approved waits in the queue, and is sent", async () => {
  stage.simulator.bank.faults.add({ kind: "status", status: 503, method: "GET", path: "/charges/:id", count: 3 });
  const refundId = await stage.ask(paid, part);
  await stage.quiet();
  const [before] = stage.ledger.operations();
  expect(before).toMatchObject({ subjectId: refundId, doing: "send", tries: 1 });
  await stage.restart(3 * MINUTE);
  expect(name(refundId)).toBe("asked");
  expect(stage.now.till.loops.live(refundId).tries).toBe(1);
  await stage.untilState(refundId, "closed");
  expect([stage.posts(), amountsAtBank()]).toEqual([1, [20_000]]);
});

test("sending, before a byte left: unknown, and in the end not found", async () => {
  stage.wire.fate = "never leaves";
  const refundId = await stage.ask(paid, part);
  await stage.untilState(refundId, "sending");
  await stage.restart();
  expect(name(refundId)).toBe("unknown");
  await stage.untilState(refundId, "not-found");
  expect([stage.wire.sent.length, amountsAtBank()]).toEqual([1, []]);
});

test("sending, before the answer was read: unknown, and found", async () => {
  stage.wire.fate = "answer never read";
  const refundId = await stage.ask(paid, part);
  await stage.untilState(refundId, "sending");
  await stage.restart();
  expect(name(refundId)).toBe("unknown");
  await stage.untilState(refundId, "closed");
  expect([stage.posts(), amountsAtBank()]).toEqual([1, [20_000]]);
});

test("unknown: its looks go on where they were", async () => {
  stage.simulator.bank.faults.add({ kind: "drop-request", method: "POST", path: REFUNDS });
  const refundId = await stage.ask(paid, part);
  await stage.until("two looks", () => {
    const { state } = stage.refund(refundId);
    return state.name === "unknown" && state.looks.length === 2;
  });
  await stage.restart(5 * MINUTE);
  const state = await stage.untilState(refundId, "not-found");
  expect(state).toMatchObject({ endedAtMs: stage.now.clock.nowMs() });
  expect(stage.posts()).toBe(1);
});

test("accepted: read on until it is closed", async () => {
  stage.simulator.bank.turn({ refundDelayMs: 20 * MINUTE });
  const refundId = await stage.ask(paid, part);
  await stage.untilState(refundId, "accepted");
  await stage.restart(30 * MINUTE);
  await stage.untilState(refundId, "closed");
  expect(stage.posts()).toBe(1);
});

test("not found: still looked for", async () => {
  stage.simulator.bank.faults.add({ kind: "late-refund", seconds: 3_000, method: "POST", path: REFUNDS });
  const refundId = await stage.ask(paid, part);
  await stage.untilState(refundId, "not-found");
  await stage.restart(10 * MINUTE);
  await stage.untilState(refundId, "closed");
  expect(stage.ledger.standingAlarms().map(({ kind }) => kind)).toEqual(["refund-late"]);
  expect(stage.posts()).toBe(1);
});

test("closed and failed: nothing is done about them any more", async () => {
  const closed = await stage.ask(paid, part);
  await stage.untilState(closed, "closed");
  const failed = await stage.ask(paid, { ...part, refundedBeforeMinor: 20_000 });
  stage.now.till.desk.withdraw(failed);
  await stage.quiet();
  const before = stage.simulator.bank.requests();
  await stage.restart(60 * MINUTE);
  await stage.quiet();
  expect(stage.now.clock.next()).toBe(false);
  expect(stage.simulator.bank.requests()).toEqual(before);
  expect([name(closed), name(failed), stage.posts()]).toEqual(["closed", "failed", 1]);
});

test("an alarm that a refund answered ends with the next start, where the till died between the two", async () => {
  const late = await stage.payLate("atome_qr", 9_000);
  const { settleAlarm } = stage.ledger;
  Object.assign(stage.ledger, { settleAlarm: () => undefined });
  await stage.untilState(await stage.ask(late), "closed");
  expect(stage.ledger.standingAlarms()).toHaveLength(1);
  Object.assign(stage.ledger, { settleAlarm });
  await stage.restart();
  expect(stage.ledger.standingAlarms()).toEqual([]);
});
