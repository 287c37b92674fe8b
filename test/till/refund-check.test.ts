// The last look before money goes back, at its edges; the whole table stands in refund-terms.test.ts.
import { describe, expect, test } from "vitest";
import type { Attempt } from "#till/attempt/state.ts";
import { whyOf } from "#till/back-off.ts";
import { checkBeforeSend, NOT_WHOLE } from "#till/refund/check.ts";
import { goneMinor, oursMinor } from "#till/refund/gone.ts";
import { attempt as alipay } from "./cases.ts";
import { refund, states } from "./refund-cases.ts";
import { elsewhere, NOON, read, type Given } from "./refund-reads.ts";

const HOUR = 3_600_000;
/** Of Alipay+, at 16:15 UTC. */
const CUT_OFF = Date.UTC(2026, 10, 20, 16, 15);

describe("a void", () => {
  const aVoid = { ...refund, kind: "void", money: alipay.money } as const;
  const check = (given: Given, bankMs: number, change: Partial<typeof aVoid> = {}, attempt: Attempt = alipay) =>
    checkBeforeSend({ refund: { ...aVoid, ...change }, attempt }, read(given), { bankMs, livemode: false });
  const over = { do: "stop", end: "void-over" };

  test("goes until the cut-off of the day of the payment", () => {
    expect(check({}, CUT_OFF - 1)).toEqual({ do: "send", bankMs: CUT_OFF - 1 });
    expect(check({}, CUT_OFF)).toEqual(over);
  });

  test("of a payment without an hour goes by the hour of the charge, and without either not at all", () => {
    const charge = { paidAtMs: null };
    expect(check({ charge }, CUT_OFF - 1)).toEqual({ do: "send", bankMs: CUT_OFF - 1 });
    expect(check({ charge }, CUT_OFF)).toEqual(over);
    expect(check({ charge: { ...charge, createdAtMs: null } }, NOON)).toEqual(over);
    // The hour of the payment comes first.
    expect(check({ charge: { createdAtMs: NOON - 24 * HOUR } }, NOON)).toEqual({ do: "send", bankMs: NOON });
  });

  test("is over once a part went back, whatever the charge says of it", () => {
    const given = { flags: { canPerformVoid: true, refundedMinor: 700 } };
    expect(check(given, NOON, { refundedBeforeMinor: 700 })).toEqual(over);
  });

  test("is refused by a charge that is live where the key is not", () => {
    expect(check({ charge: { livemode: true } }, NOON)).toEqual({ do: "stop", end: "changed" });
  });
});

test("a refund beside another one goes when that one was there at its approval", () => {
  const outcome = read({ refunds: [elsewhere], flags: { refundedMinor: 700 } });
  const given = { refund: { ...refund, refundedBeforeMinor: 700 }, attempt: alipay };
  expect(checkBeforeSend(given, outcome, { bankMs: NOON, livemode: false })).toEqual({ do: "send", bankMs: NOON });
});

test("an answer that decides nothing says why", () => {
  const at = { bankMs: NOON, livemode: false };
  const given = { refund, attempt: alipay };
  expect(checkBeforeSend(given, { ...read({}), complete: false }, at)).toEqual({ do: "wait", why: NOT_WHOLE });
  expect(NOT_WHOLE).toBe("not all refunds of the charge could be read");
  const error = { status: 500, code: "internal_error", message: "" };
  expect(whyOf({ kind: "error", error })).toBe("500 internal_error");
  expect(whyOf({ kind: "no-answer", why: "lost EPIPE" })).toBe("lost EPIPE");
});

test("gone is the most that flag, sum or list speak of", () => {
  const two = [elsewhere, { ...elsewhere, amountMinor: 50 }];
  expect(goneMinor(read({ refunds: two }))).toBe(750);
  expect(goneMinor(read({ refunds: two, flags: { refundedMinor: 749 } }))).toBe(750);
  expect(goneMinor(read({ refunds: two, flags: { refundedMinor: 751 } }))).toBe(751);
  expect(goneMinor(read({ refunds: two, flags: { voided: true } }))).toBe(12_000);
  expect(goneMinor(read({ flags: { voided: false } }))).toBe(0);
});

test("ours is the sum of what Omise has, and of nothing else", () => {
  const records = Object.values(states).map((state) => ({ refund, state, step: 3 }));
  expect([oursMinor(records), oursMinor([])]).toEqual([10_000, 0]);
});
