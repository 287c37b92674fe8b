// Money going back: when it is a void, when a refund, and every refusal with its own code.
import { describe, expect, test } from "vitest";
import {
  alipay,
  atome,
  chargeId,
  errorOf,
  listed,
  look,
  NOON_MS,
  objectOf,
  openBank,
  type OpenBank,
} from "./open-bank.ts";
import { paidCharge, trueMoney, weChat } from "./open-bank.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const FAILED_REFUND = { status: 400, code: "failed_refund" };
const FAILED_VOID = { status: 400, code: "failed_void" };

const back = (bank: OpenBank, id: string, amount: number, more: Record<string, string> = {}) =>
  bank.post(`/charges/${id}/refunds`, { amount, ...more });

describe("the object", () => {
  test("a refund is made, read, embedded and listed", async () => {
    await using bank = await openBank();
    const id = await paidCharge(bank, weChat());
    const made = objectOf(await back(bank, id, 20_000, { "metadata[cf_refund]": "r-1" }));
    expect(made).toEqual({
      object: "refund",
      id: expect.stringMatching(/^rfnd_test_[a-z0-9]{19}$/),
      location: `/charges/${id}/refunds/${String(made["id"])}`,
      livemode: false,
      acquirer_reference_number: null,
      amount: 20_000,
      approval_code: null,
      capture: true,
      charge: id,
      created_at: "2026-03-10T05:00:00Z",
      currency: "THB",
      funding_amount: 20_000,
      funding_currency: "THB",
      metadata: { cf_refund: "r-1" },
      status: "closed",
      terminal: null,
      transaction: expect.stringMatching(/^trxn_test_/),
      voided: false,
    });
    expect(objectOf(await bank.get(String(made["location"])))).toEqual(made);
    expect(listed(await bank.get(`/charges/${id}/refunds`))).toEqual([made]);
    expect(listed(await bank.get("/refunds"))).toEqual([made]);
    const { refunds, refunded_amount: amount } = await look(bank, id, "refunds", "refunded_amount");
    expect([refunds, amount]).toEqual([expect.objectContaining({ total: 1, data: [made] }), 20_000]);
  });

  test("a slow refund is pending until it closes", async () => {
    await using bank = await openBank();
    bank.simulator.bank.turn({ refundDelayMs: 5000 });
    const id = await paidCharge(bank, atome());
    const { location, status } = objectOf(await back(bank, id, 100));
    bank.clock.nowMs += 5000;
    expect([status, objectOf(await bank.get(String(location)))["status"]]).toEqual(["pending", "closed"]);
  });

  test("a refund from elsewhere has no metadata of ours", async () => {
    await using bank = await openBank();
    const id = await paidCharge(bank, atome());
    expect(bank.simulator.bank.refundElsewhere(id, 100)).toBe("done");
    expect(listed(await bank.get("/refunds"))).toMatchObject([{ charge: id, metadata: {}, amount: 100 }]);
  });
});

describe("void or refund", () => {
  // Noon in Bangkok is 05:00 UTC; the local day ends at 17:00 UTC, Alipay+'s void at 16:15 UTC.
  test.each([
    ["Alipay+", alipay(), Date.UTC(2026, 2, 10, 16, 15)],
    ["TrueMoney", trueMoney(), Date.UTC(2026, 2, 10, 17)],
    ["WeChat Pay", weChat(), Date.UTC(2026, 2, 10, 17)],
    ["Atome", atome(), Date.UTC(2026, 2, 10, 17)],
  ])("the whole amount of %s is a void until its cut-off and a refund from it on", async (_name, fields, cutOffMs) => {
    await using bank = await openBank();
    const [first, second] = [await paidCharge(bank, fields), await paidCharge(bank, { ...fields, ...fresh(fields) })];
    bank.clock.nowMs = cutOffMs - 1;
    expect(objectOf(await back(bank, first, 50_000))).toMatchObject({ voided: true });
    bank.clock.nowMs = cutOffMs;
    expect(objectOf(await back(bank, second, 50_000))).toMatchObject({ voided: false });
    const wanted = { status: "successful", refunded_amount: 50_000, refundable: false };
    expect(await look(bank, first, "voided", ...Object.keys(wanted))).toEqual({ ...wanted, voided: true });
    expect(await look(bank, second, "voided", ...Object.keys(wanted))).toEqual({ ...wanted, voided: false });
    expect(errorOf(await back(bank, first, 1))).toEqual(FAILED_REFUND);
  });

  test.each([
    ["Alipay+", alipay(), Date.UTC(2026, 2, 10, 16, 15)],
    ["TrueMoney", trueMoney(), Date.UTC(2026, 2, 10, 17)],
  ])("void=true of %s: whole and in time, or refused", async (_name, fields, cutOffMs) => {
    await using bank = await openBank();
    const [first, second] = [await paidCharge(bank, fields), await paidCharge(bank, fields)];
    expect(errorOf(await back(bank, first, 49_999, { void: "true" }))).toEqual(FAILED_VOID);
    expect(objectOf(await back(bank, first, 50_000, { void: "true" }))).toMatchObject({ voided: true });
    bank.clock.nowMs = cutOffMs;
    expect(errorOf(await back(bank, second, 50_000, { void: "true" }))).toEqual(FAILED_VOID);
    expect(await look(bank, second, "refunded_amount", "refundable")).toEqual({ refunded_amount: 0, refundable: true });
  });

  test("Alipay+ paid after 16:15 UTC can not be voided at all", async () => {
    await using bank = await openBank();
    bank.clock.nowMs = Date.UTC(2026, 2, 10, 16, 30);
    const id = await paidCharge(bank, alipay());
    expect(errorOf(await back(bank, id, 50_000, { void: "true" }))).toEqual(FAILED_VOID);
  });

  test.each([weChat(), atome()])("void=true is refused where no void is documented", async (fields) => {
    await using bank = await openBank();
    expect(errorOf(await back(bank, await paidCharge(bank, fields), 50_000, { void: "true" }))).toEqual(FAILED_VOID);
  });
});

describe("TrueMoney's parts", () => {
  test.each([
    ["wallet", true],
    ["bank", true],
    ["card", false],
    ["pay_next", false],
    ["pay_next_extra", false],
  ] as const)("paid from %s: a part goes back the next day: %s", async (funding, divisible) => {
    await using bank = await openBank();
    const id = await chargeId(bank, trueMoney());
    bank.simulator.bank.approve(id, { funding });
    expect(errorOf(await back(bank, id, 100))).toEqual(FAILED_REFUND);
    expect(await look(bank, id, "partially_refundable", "can_perform_void")).toEqual({
      partially_refundable: false,
      can_perform_void: true,
    });
    bank.clock.nowMs = Date.UTC(2026, 2, 10, 17);
    expect(await look(bank, id, "refundable", "partially_refundable", "can_perform_void")).toEqual({
      refundable: true,
      partially_refundable: divisible,
      can_perform_void: false,
    });
    expect((await back(bank, id, 100)).status).toBe(divisible ? 200 : 400);
  });
});

describe("refusals", () => {
  test.each([
    ["WeChat Pay", weChat(), 90],
    ["Alipay+", alipay(), 365],
    ["Atome", atome(), 60],
    ["TrueMoney", trueMoney(), 30],
  ])("%s: nothing goes back after %s days", async (_name, fields, days) => {
    await using bank = await openBank();
    const id = await paidCharge(bank, fields);
    bank.clock.nowMs = NOON_MS + days * DAY_MS;
    expect((await back(bank, id, 100)).status).toBe(200);
    bank.clock.nowMs += 1000;
    expect(errorOf(await back(bank, id, 100))).toEqual(FAILED_REFUND);
    expect(await look(bank, id, "refundable")).toEqual({ refundable: false });
  });

  test("TrueMoney counts from the creation, the others from the payment", async () => {
    await using bank = await openBank();
    const [ofTrueMoney, ofAtome] = [await chargeId(bank, trueMoney()), await chargeId(bank, atome())];
    bank.clock.nowMs += 2 * HOUR_MS;
    expect([bank.simulator.bank.approve(ofTrueMoney), bank.simulator.bank.approve(ofAtome)]).toEqual(["done", "done"]);
    bank.clock.nowMs = NOON_MS + 30 * DAY_MS + HOUR_MS;
    expect(errorOf(await back(bank, ofTrueMoney, 100))).toEqual(FAILED_REFUND);
    bank.clock.nowMs = NOON_MS + 60 * DAY_MS + HOUR_MS;
    expect((await back(bank, ofAtome, 100)).status).toBe(200);
  });

  test("the 16th refund, and more than what is left", async () => {
    await using bank = await openBank();
    const id = await paidCharge(bank, atome());
    expect(errorOf(await back(bank, id, 50_001))).toEqual(FAILED_REFUND);
    for (let count = 1; count <= 15; count += 1) expect((await back(bank, id, 100)).status).toBe(200);
    expect(errorOf(await back(bank, id, 100))).toEqual(FAILED_REFUND);
    expect(await look(bank, id, "refunded_amount", "refundable")).toEqual({ refunded_amount: 1500, refundable: false });
    const other = await paidCharge(bank, atome());
    await back(bank, other, 49_999);
    expect(errorOf(await back(bank, other, 2))).toEqual(FAILED_REFUND);
    expect((await back(bank, other, 1)).status).toBe(200);
  });

  test("an unpaid, a disputed, an unknown charge; nothing; a misspelt name", async () => {
    await using bank = await openBank();
    expect(errorOf(await back(bank, await chargeId(bank, atome()), 100))).toEqual(FAILED_REFUND);
    const disputed = await paidCharge(bank, atome());
    expect(bank.simulator.bank.dispute(disputed)).toBe("done");
    expect(errorOf(await back(bank, disputed, 100))).toEqual(FAILED_REFUND);
    expect(errorOf(await back(bank, "chrg_test_none", 100))).toEqual({ status: 404, code: "not_found" });
    const id = await paidCharge(bank, atome());
    expect(errorOf(await back(bank, id, 0))).toEqual({ status: 400, code: "bad_request" });
    expect(errorOf(await back(bank, id, 100, { viod: "true" }))).toEqual({ status: 400, code: "bad_request" });
    expect(errorOf(await bank.get(`/charges/${id}/refunds/rfnd_test_none`)).status).toBe(404);
  });
});

// WeChat's second charge needs a code of its own.
function fresh(fields: Readonly<Record<string, string | number>>): Record<string, string> {
  return "source[barcode]" in fields ? { "source[barcode]": "139999999999999999" } : {};
}
