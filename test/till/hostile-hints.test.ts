// Webhooks only make the till ask sooner: also for what has ended, never against a pause, never without measure.
import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { askSooner } from "#till/ask-sooner.ts";
import { createBankTime } from "#till/bank-time.ts";
import { createLoops, type Loops } from "#till/loop.ts";
import type { RunParts } from "#till/run.ts";
import { TIMINGS } from "#till/timings.ts";
import { openWatch, type Watch } from "#till/watch.ts";
import { openStage, type Stage } from "./refund-stage.ts";

const MINUTE = 60_000;

let stage: Stage & AsyncDisposable;
let loops: Loops;
let watch: Watch;
let hint: (chargeId: string) => void = () => undefined;
beforeEach(async () => {
  stage = await openStage();
  const { ledger, payments, now } = stage;
  const { clock } = now;
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const shared = { ledger, payments, clock, book: now.till.book, bank: createBankTime(clock), log: silent };
  const ignored = { keyDoubted: () => undefined, paid: () => undefined, changed: () => undefined };
  const parts: RunParts = { ...shared, ...ignored, timings: TIMINGS, staff: () => 1, chance: () => 0.5 };
  loops = createLoops(parts);
  watch = openWatch({ ...parts, rules: { livemode: false }, lastAliveMs: clock.nowMs() });
  const counts = () => ({ address: "", accepted: 0, repeated: 0, refused: 0 });
  const webhooks = { onHint: (listener: (chargeId: string) => void) => void (hint = listener), counts };
  askSooner({
    ports: { clock, ledger, log: silent, timings: TIMINGS, webhooks },
    account: { refresh: async () => undefined },
    bank: shared.bank,
    loops,
    refundLoops: stage.now.till.loops,
    watch,
  });
});
afterEach(async () => {
  await Promise.all([loops.close(), watch.close()]);
  await stage[Symbol.asyncDispose]();
});

function asked(path: string): number {
  const counts = stage.simulator.bank.requests().filter((each) => each.method === "GET" && each.path === path);
  return counts.reduce((sum, each) => sum + each.count, 0);
}

async function flood(chargeId: string): Promise<void> {
  for (let knock = 0; knock < 30; knock += 1) {
    hint(chargeId);
    await stage.quiet();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test("hints do not push against a bank that says it is asked too often", async () => {
  const { attemptId, chargeId } = await stage.charge("alipayplus_mpm", 50_000);
  stage.simulator.bank.faults.add({ kind: "status", status: 429, method: "GET", path: "/charges/:id", count: 1_000 });
  const record = stage.ledger.attempt(attemptId);
  if (record) loops.resume(record);
  await expect.poll(() => asked("/charges/:id")).toBeGreaterThan(0);
  await flood(chargeId);
  expect(asked("/charges/:id")).toBeLessThan(5);
});

test("hints of other tills' charges do not make the till read its listing without end", async () => {
  const { attemptId } = await stage.charge("alipayplus_mpm", 50_000);
  const nowMs = stage.now.clock.nowMs();
  const lost = stage.ledger.attempt(attemptId)?.attempt;
  if (!lost) throw new Error("no attempt");
  const unknown = { ...lost, attemptId: randomUUID(), saleId: randomUUID() };
  const { book } = stage.now.till;
  book.begin({ saleId: unknown.saleId, money: unknown.money, reference: null, staff: 1, beganAtMs: nowMs });
  book.open(unknown, { sendByMs: nowMs + 20_000, bankMs: nowMs });
  loops.resume(book.apply(unknown.attemptId, { kind: "no-answer", atMs: nowMs, why: "reset" }));
  await expect.poll(() => asked("/charges")).toBe(1);
  await flood("chrg_test_of_another_till");
  expect(asked("/charges")).toBe(1);
  await stage.until("it is looked for after all", () => asked("/charges") > 1);
});

test("a hint about a charge that ended unpaid finds its late money hours before the watch would", async () => {
  const paid = await stage.charge("alipayplus_mpm", 50_000);
  const { book } = stage.now.till;
  const atMs = stage.now.clock.nowMs();
  book.apply(paid.attemptId, { kind: "cancel-asked", atMs, by: "cashier" });
  book.apply(paid.attemptId, { kind: "expire-sent", atMs });
  await stage.payments.expire(paid.chargeId);
  const read = await stage.payments.read(paid.chargeId);
  if (read.kind !== "charge") throw new Error(read.kind);
  book.apply(paid.attemptId, { kind: "charge-seen", atMs, by: "get", charge: read.charge });
  stage.now.clock.skip(120 * MINUTE);
  const before = asked("/charges/:id");
  await stage.until("what was due is asked for", () => asked("/charges/:id") > before);
  stage.simulator.bank.approveLate(paid.chargeId);
  const hintedAtMs = stage.now.clock.nowMs();
  hint(paid.chargeId);
  await stage.until("it is told", () => stage.ledger.standingAlarms().length > 0);
  expect(stage.now.clock.nowMs() - hintedAtMs).toBeLessThan(MINUTE);
});
