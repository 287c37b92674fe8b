// What a restored ledger must not do: send what was taken back after its backup, or stay without an end.
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLedger } from "#ledger/ledger.ts";
import { createBook } from "#till/book.ts";
import type { Ledger } from "#till/ports.ts";
import { rebuildFrom } from "#till/rebuild.ts";
import { TIMINGS } from "#till/timings.ts";
import { openStage, type Stage } from "./refund-stage.ts";

const HOUR = 3_600_000;
let stage: Stage & AsyncDisposable;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

const block = (count: number) =>
  stage.simulator.bank.faults.add({ kind: "status", status: 503, method: "GET", path: "/charges/:id", count });

function markRestored(): void {
  const file = new Database(stage.ledger.path);
  file.prepare("update meta set missing_since_ms = 1").run();
  file.close();
}

async function rebuild(ledger: Ledger) {
  const { clock } = stage.now;
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const rules = { livemode: false, timings: TIMINGS };
  const book = createBook({ ledger, clock, rules, log: silent, changed: () => undefined });
  const nowMs = clock.nowMs();
  return await rebuildFrom(
    { ledger, book, payments: stage.payments, clock, rules, tillId: "till-2" },
    { fromMs: nowMs - HOUR, toMs: nowMs + HOUR },
  );
}

test("a refund that waited in the backup, and may have been taken back since, is not sent by the restored till", async () => {
  const paid = await stage.pay("atome_qr", 50_000);
  block(100_000);
  const refundId = await stage.ask(paid);
  await stage.quiet();
  markRestored();
  stage.simulator.bank.faults.clear();
  await stage.restart();
  for (let turn = 0; turn < 20; turn += 1) {
    await stage.quiet();
    stage.now.clock.next();
  }
  expect([stage.posts(), stage.refund(refundId).state.name]).toEqual([0, "failed"]);
});

test("a refund that waited in the backup does not keep a later one from being written again", async () => {
  const paid = await stage.pay("atome_qr", 50_000);
  block(100_000);
  await stage.ask(paid);
  await stage.quiet();
  stage.simulator.bank.faults.clear();
  const money = { amountMinor: 50_000, currency: "THB" } as const;
  const later = { refundId: randomUUID(), chargeId: paid.chargeId, money, asVoid: false, approver: 7 };
  await stage.payments.refund(later);
  markRestored();
  expect(await rebuild(stage.ledger)).toMatchObject({ refunds: 1 });
});

test("a sale that was paid twice is told to have been when it is written again", async () => {
  const one = await stage.pay("atome_qr", 50_000);
  const order = { method: "atome_qr", reference: null, staff: 1, code: null, expiresAtMs: null } as const;
  const money = { amountMinor: 50_000, currency: "THB" } as const;
  const second = await stage.payments.charge({ ...order, money, attemptId: randomUUID(), saleId: one.saleId });
  if (second.kind !== "answered") throw new Error(second.kind);
  stage.simulator.bank.approve(second.charge.chargeId);
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-"));
  const ledger = openLedger({ path: join(folder, "training.ledger"), mode: "training" });
  expect(await rebuild(ledger)).toMatchObject({ written: 2 });
  const alarms = ledger.standingAlarms().map(({ kind }) => kind);
  ledger.close();
  rmSync(folder, { recursive: true });
  expect(alarms).toEqual(["paid-twice"]);
});
