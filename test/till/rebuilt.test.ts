// An attempt that is written again from the API: each end as the charge has it, and what still waits is ended.
import { expect, test } from "vitest";
import type { Attempt } from "#till/attempt/state.ts";
import type { ChargeFacts } from "#till/attempt/events.ts";
import { rebuilt } from "#till/attempt/rebuilt.ts";
import { attempt, facts, NOW, paid, rules, scanned } from "./cases.ts";

const LATER = NOW + 60_000;
const { chargeId, expiresAtMs } = facts;
const ended = { chargeId, expiresAtMs, endedAtMs: LATER };

function again(change: Partial<ChargeFacts>, of: Attempt = attempt, atMs = LATER) {
  return rebuilt(of, { ...facts, ...change }, { rules, atMs });
}

const waiting = {
  name: "cancelling",
  charge: { chargeId, expiresAtMs, endAtMs: LATER },
  sentAtMs: NOW,
  by: "till",
  notBeforeMs: LATER,
  refused: false,
  gaveWay: true,
  askedAtMs: null,
};

test.each<[string, Partial<ChargeFacts>, object, readonly string[]]>([
  ["paid", paid, { name: "successful", chargeId, paidAtMs: NOW + 4, endedAtMs: LATER }, []],
  [
    "paid without an hour",
    { ...paid, paidAtMs: null },
    { name: "successful", chargeId, paidAtMs: LATER, endedAtMs: LATER },
    [],
  ],
  ["declined", { status: "failed", failureCode: "x" }, { name: "failed", code: "x", message: "", ...ended }, []],
  ["expired", { status: "expired" }, { name: "expired", ...ended }, []],
  ["pending", {}, waiting, []],
  ["a status of tomorrow", { status: "sideways" }, waiting, ["unknown-status"]],
])("%s", (_name, change, state, alarms) => {
  expect(again(change)).toEqual({ state, alarms });
});

test("a scanned code has its time, counted from when the charge was made", () => {
  expect(again({}, scanned, NOW + 1)?.state).toEqual({
    ...waiting,
    charge: { ...waiting.charge, endAtMs: NOW + 1 },
    notBeforeMs: NOW + 15_000,
  });
});

test("a charge that does not match the attempt makes nothing", () => {
  expect([again({ amountMinor: 1 }), again({ ...paid, livemode: true })]).toEqual([null, null]);
});
