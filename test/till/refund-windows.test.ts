// Until when money may go back, for payments at any moment of any day, and what the desk and the last check make of it.
import fc from "fast-check";
import { expect, test } from "vitest";
import { METHODS } from "#till/methods.ts";
import { daysUntil, partFromMs, refundEndMs, voidCutOffMs } from "#till/refund/windows.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const moment = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2032, 0, 1) });

/** The calendar day of an instant, told by the platform's own time zones. */
function dayIn(timeZone: string, atMs: number): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(atMs);
}

test("Alipay+: until 16:15 UTC of the day of the payment, in the earliest reading of that day", () => {
  fc.assert(
    fc.property(moment, (paidAtMs) => {
      const cutOff = voidCutOffMs("until-1615-utc", paidAtMs) ?? 0;
      expect(new Date(cutOff).toISOString()).toBe(`${dayIn("UTC", paidAtMs)}T16:15:00.000Z`);
      for (const zone of ["Asia/Bangkok", "Asia/Singapore", "Asia/Kuala_Lumpur"])
        expect(cutOff).toBeLessThanOrEqual(Date.parse(`${dayIn(zone, paidAtMs)}T16:15:00Z`));
    }),
  );
});

test("Alipay+: a sale at 23:14 in Bangkok may still be voided, one at 23:15 is past its cut-off from the beginning", () => {
  const late = Date.UTC(2026, 10, 20, 16, 15);
  expect(voidCutOffMs("until-1615-utc", late - 1)).toBe(late);
  expect(voidCutOffMs("until-1615-utc", late)).toBe(late);
});

test("TrueMoney: a void until Bangkok's midnight, a part from then on", () => {
  fc.assert(
    fc.property(moment, (paidAtMs) => {
      const cutOff = voidCutOffMs("same-bangkok-day-whole-only", paidAtMs) ?? 0;
      expect(dayIn("Asia/Bangkok", cutOff - 1)).toBe(dayIn("Asia/Bangkok", paidAtMs));
      expect(dayIn("Asia/Bangkok", cutOff)).not.toBe(dayIn("Asia/Bangkok", paidAtMs));
      expect(cutOff - paidAtMs).toBeLessThanOrEqual(DAY);
      expect(partFromMs("next-bangkok-day", paidAtMs)).toBe(cutOff);
      expect(partFromMs("any-time", paidAtMs)).toBe(paidAtMs);
    }),
  );
});

test("WeChat and Atome document no void", () => {
  expect(voidCutOffMs(METHODS.wechat_pay_upm.voidRule, 0)).toBeNull();
  expect(voidCutOffMs(METHODS.atome_qr.voidRule, 0)).toBeNull();
});

test("refunds end 90, 365, 60 days after the payment; TrueMoney's 30 days after its charge was made", () => {
  const times = { paidAtMs: 10 * HOUR, createdAtMs: 1 * HOUR };
  const ends = Object.values(METHODS).map((method) => refundEndMs(method, times) / HOUR);
  expect(ends).toEqual([90 * 24 + 10, 365 * 24 + 10, 60 * 24 + 10, 30 * 24 + 1]);
});

test("a day that has begun is a day left", () => {
  expect([DAY + 1, DAY, 1, 0, -1].map((left) => daysUntil(NOON + left, NOON))).toEqual([2, 1, 1, 0, 0]);
});
const NOON = Date.UTC(2026, 10, 20, 12);
