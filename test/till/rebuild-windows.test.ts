// The bank is asked for a lost time in windows of a day, in whole seconds outwards: a charge of the very second in which two
// windows meet comes in both. Wherever the windows meet beside a charge, it is read once, counted once and adopted once.
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLedger } from "#ledger/ledger.ts";
import { createBook } from "#till/book.ts";
import type { Ledger } from "#till/ports.ts";
import { rebuildFrom } from "#till/rebuild.ts";
import { TIMINGS } from "#till/timings.ts";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { openStage, type Stage } from "./refund-stage.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Where two windows meet, in milliseconds after the second in which the charge was made. */
const MEETINGS = [-1_001, -1_000, -999, -500, -1, 0, 1, 500, 999, 1_000, 1_001];
const THB = { currency: "THB" } as const;

let stage: Stage & AsyncDisposable;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

function freshLedger(): Ledger {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-"));
  const ledger = openLedger({ path: join(folder, "training.ledger"), mode: "training" });
  onTestFinished(() => {
    ledger.close();
    rmSync(folder, { recursive: true });
  });
  return ledger;
}

/** @param meetMs where the second window begins, in bank time */
async function rebuild(ledger: Ledger, meetMs: number) {
  const { clock } = stage.now;
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const rules = { livemode: false, timings: TIMINGS };
  const book = createBook({ ledger, clock, rules, log: silent, changed: () => undefined });
  const parts = { ledger, book, payments: stage.payments, clock, rules, tillId: "till-2" };
  return await rebuildFrom(parts, { fromMs: meetMs - DAY, toMs: meetMs + HOUR });
}

function reads(): number {
  const counts = stage.simulator.bank.requests();
  return counts.find(({ method, path }) => method === "GET" && path === "/charges/:id")?.count ?? 0;
}

/** The till's clock stands, so it is the whole second in which the bank makes what it is asked for. */
const madeMs = (): number => stage.now.clock.nowMs();

describe.each(MEETINGS)("the windows meet %i ms after the second of a charge", (apartMs) => {
  test("a payment and its refund that the ledger lost are written again once", async () => {
    const { attemptId, chargeId } = await stage.pay("atome_qr", 50_000);
    const refundId = randomUUID();
    const money = { amountMinor: 20_000, ...THB };
    await stage.payments.refund({ refundId, chargeId, money, asVoid: false, approver: 7 });
    const ledger = freshLedger();
    const before = reads();
    expect(await rebuild(ledger, madeMs() + apartMs)).toEqual({
      read: 1,
      written: 1,
      broughtOn: 0,
      refunds: 1,
      strange: [],
    });
    expect(reads() - before).toBe(1);
    expect(ledger.attempt(attemptId)).toMatchObject({ state: { name: "successful", chargeId }, step: 1 });
    expect(ledger.refundsOfAttempt(attemptId).map(({ refund }) => refund.refundId)).toEqual([refundId]);
  });

  test("an attempt that the backup knew as waiting is brought to its end once", async () => {
    const { attemptId, chargeId } = await stage.charge("atome_qr", 50_000);
    stage.simulator.bank.approve(chargeId);
    const { step = 0 } = stage.ledger.attempt(attemptId) ?? {};
    const before = reads();
    expect(await rebuild(stage.ledger, madeMs() + apartMs)).toMatchObject({ read: 1, written: 0, broughtOn: 1 });
    expect(reads() - before).toBe(1);
    // One step: the look that found it paid.
    expect(stage.ledger.attempt(attemptId)).toMatchObject({ state: { name: "successful", chargeId }, step: step + 1 });
  });

  test("a charge that cannot be written as it is is told once", async () => {
    const order = { method: "atome_qr", reference: null, staff: 1, code: null, expiresAtMs: null } as const;
    const strange = { ...order, attemptId: "of another program", saleId: randomUUID() };
    const outcome = await stage.payments.charge({ ...strange, money: { amountMinor: 50_000, ...THB } });
    if (outcome.kind !== "answered") throw new Error(outcome.kind);
    const { chargeId } = outcome.charge;
    expect(await rebuild(freshLedger(), madeMs() + apartMs)).toMatchObject({
      read: 1,
      written: 0,
      strange: [chargeId],
    });
  });
});
