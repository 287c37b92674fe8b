// What a charge that was read means: paid in one case alone, and every mismatch an alarm.
import { expect, test } from "vitest";
import type { ChargeFacts } from "#till/attempt/events.ts";
import { judge } from "#till/attempt/judge.ts";
import { attempt, facts, NOW, paid } from "./cases.ts";

const MISMATCH = { kind: "alarm", alarm: "answer-mismatch" };

function verdict(change: Partial<ChargeFacts>, expected: { chargeId?: string | null; livemode?: boolean } = {}) {
  return judge(attempt, { ...facts, ...change }, { chargeId: facts.chargeId, livemode: false, ...expected });
}

test.each<[string, Partial<ChargeFacts>, object]>([
  ["pending", {}, { kind: "pending" }],
  ["pending, whatever its flag says", { paid: true }, { kind: "pending" }],
  ["paid", paid, { kind: "paid", paidAtMs: NOW + 4 }],
  ["paid without an hour", { ...paid, paidAtMs: null }, { kind: "paid", paidAtMs: null }],
  ["successful and not paid", { ...paid, paid: false }, MISMATCH],
  ["successful, without the flag", { ...paid, paid: null }, MISMATCH],
  [
    "declined",
    { status: "failed", failureCode: "x", failureMessage: "y" },
    { kind: "failed", code: "x", message: "y" },
  ],
  ["declined without a word", { status: "failed" }, { kind: "failed", code: "unnamed", message: "" }],
  ["ran out of time", { status: "failed", failureCode: "payment_expired" }, { kind: "expired" }],
  ["expired", { status: "expired" }, { kind: "expired" }],
  ["reversed", { status: "reversed", failureMessage: "y" }, { kind: "failed", code: "reversed", message: "y" }],
  ["reversed without a word", { status: "reversed" }, { kind: "failed", code: "reversed", message: "" }],
  ["a status of tomorrow", { status: "sideways" }, { kind: "alarm", alarm: "unknown-status" }],
  ["a status of tomorrow, paid", { status: "sideways", paid: true }, { kind: "alarm", alarm: "unknown-status" }],
  ["declined and paid at once", { status: "failed", paid: true }, MISMATCH],
  ["expired and paid at once", { status: "expired", paid: true }, MISMATCH],
  ["reversed and paid at once", { status: "reversed", paid: true }, MISMATCH],
  ["no status", { status: "" }, { kind: "alarm", alarm: "unknown-status" }],
])("%s", (_name, change, wanted) => {
  expect(verdict(change)).toEqual(wanted);
});

test.each<[string, Partial<ChargeFacts>]>([
  ["id", { chargeId: "chrg_test_2" }],
  ["attempt", { attemptId: "0c2f7a1e-0000-4000-8000-00000000000f" }],
  ["attempt that is not named", { attemptId: null }],
  ["amount", { amountMinor: 12_001 }],
  ["currency", { currency: "SGD" }],
  ["mode", { livemode: true }],
  ["mode that is not named", { livemode: null }],
])("another %s is an alarm in every status", (_name, change) => {
  for (const status of ["pending", "successful", "failed", "expired", "reversed", "sideways"])
    expect(verdict({ ...paid, status, ...change })).toEqual(MISMATCH);
});

test("before it has an id, any charge that names the attempt may be it", () => {
  expect(verdict({ ...paid, chargeId: "chrg_test_2" }, { chargeId: null })).toEqual({
    kind: "paid",
    paidAtMs: NOW + 4,
  });
});

test("with a live key a test payment is none", () => {
  expect(verdict({ ...paid, livemode: true }, { livemode: true }).kind).toBe("paid");
  expect(verdict(paid, { livemode: true })).toEqual(MISMATCH);
});
