// How a charge ends: paid, failed, expired by us, expired by time, and the money that comes too late.
import { describe, expect, test } from "vitest";
import { alipay, atome, chargeId, errorOf, listed, look, NOON_MS, objectOf, openBank } from "./open-bank.ts";
import { paidCharge, trueMoney, weChat } from "./open-bank.ts";

const HOUR_MS = 3_600_000;
const STATE = ["status", "paid", "paid_at", "expired", "expired_at", "expires_at", "failure_code"] as const;

describe("paid and failed", () => {
  test("a paid charge is authorised, paid, refundable and has a transaction", async () => {
    await using bank = await openBank();
    const id = await chargeId(bank, trueMoney());
    bank.clock.nowMs += 5000;
    expect(bank.simulator.bank.approve(id)).toBe("done");
    expect(await look(bank, id, "status", "paid", "authorized", "refundable", "can_perform_void")).toEqual({
      status: "successful",
      paid: true,
      authorized: true,
      refundable: true,
      can_perform_void: true,
    });
    expect(await look(bank, id, "paid_at", "authorized_at", "transaction", "source")).toMatchObject({
      paid_at: "2026-03-10T05:00:05Z",
      authorized_at: "2026-03-10T05:00:05Z",
      transaction: expect.stringMatching(/^trxn_test_/),
      source: { charge_status: "successful" },
    });
  });

  test.each([
    [weChat(), "payment_rejected", "Payment rejected by issuer."],
    [alipay(), "payment_rejected", "Payment rejected by issuer."],
    [atome(), "payment_rejected", "Payment rejected by issuer."],
    [trueMoney(), "failed_processing", "General payment processing failure."],
  ])("a declined charge says why, as its method does", async (fields, failure_code, failure_message) => {
    await using bank = await openBank();
    const id = await chargeId(bank, fields);
    expect(bank.simulator.bank.decline(id)).toBe("done");
    const wanted = { status: "failed", paid: false, expired: false, failure_code, failure_message };
    expect(await look(bank, id, ...Object.keys(wanted))).toEqual(wanted);
  });

  test("what has ended stays ended", async () => {
    await using bank = await openBank();
    const { bank: controls } = bank.simulator;
    const id = await paidCharge(bank, atome());
    expect([controls.approve(id), controls.decline(id), controls.approve("chrg_test_no")]).toEqual([
      "not-possible",
      "not-possible",
      "not-found",
    ]);
    for (const act of ["mark_as_paid", "mark_as_failed"]) {
      expect(errorOf(await bank.post(`/charges/${id}/${act}`))).toEqual({ status: 400, code: "bad_request" });
    }
    expect(errorOf(await bank.post(`/charges/${id}/expire`))).toEqual({ status: 400, code: "failed_expire" });
  });

  test("charges of test mode can be marked over the API, live ones can not", async () => {
    await using bank = await openBank();
    const [paid, failed] = [await chargeId(bank, atome()), await chargeId(bank, atome())];
    expect(objectOf(await bank.post(`/charges/${paid}/mark_as_paid`))["status"]).toBe("successful");
    expect(objectOf(await bank.post(`/charges/${failed}/mark_as_failed`))["status"]).toBe("failed");
    await using live = await openBank({ publicKey: "pkey_5live", secretKey: "skey_5live" });
    const id = await chargeId(live, atome());
    expect(await look(live, id, "livemode")).toEqual({ livemode: true });
    expect(errorOf(await live.post(`/charges/${id}/mark_as_paid`)).code).toBe("bad_request");
  });
});

describe("expiry", () => {
  test("by us: the moment overwrites expires_at and no failure is named", async () => {
    await using bank = await openBank();
    const id = await chargeId(bank, alipay());
    bank.clock.nowMs += 61_500;
    const json = {};
    const answer = objectOf(await bank.post(`/charges/${id}/expire`, {}, { json }));
    const wanted = {
      status: "expired",
      paid: false,
      paid_at: null,
      expired: true,
      expired_at: "2026-03-10T05:01:01Z",
      expires_at: "2026-03-10T05:01:01Z",
      failure_code: null,
    };
    expect(await look(bank, id, ...STATE)).toEqual(wanted);
    expect(answer).toMatchObject({ ...wanted, source: { charge_status: "expired" } });
    expect(errorOf(await bank.post(`/charges/${id}/expire`))).toEqual({ status: 400, code: "failed_expire" });
  });

  test("TrueMoney refuses until it is switched on", async () => {
    await using bank = await openBank();
    const id = await chargeId(bank, trueMoney());
    expect(errorOf(await bank.post(`/charges/${id}/expire`))).toEqual({ status: 400, code: "failed_expire" });
    expect(await look(bank, id, "status")).toEqual({ status: "pending" });
    await using milder = await openBank({ trueMoneyMayExpire: true });
    const other = await chargeId(milder, trueMoney());
    expect(objectOf(await milder.post(`/charges/${other}/expire`))["status"]).toBe("expired");
  });

  test.each([
    [atome(), 12],
    [alipay(), 24],
    [trueMoney(), 24],
    [weChat(), 24],
  ])("by time, not a millisecond early", async (fields, hours) => {
    await using bank = await openBank();
    const id = await chargeId(bank, fields);
    const endMs = NOON_MS + hours * HOUR_MS;
    bank.clock.nowMs = endMs - 1;
    expect(await look(bank, id, "status")).toEqual({ status: "pending" });
    bank.clock.nowMs = endMs;
    const expired_at = new Date(endMs).toISOString().replace(".000", "");
    const wanted = { status: "expired", expired: true, failure_code: null, expired_at };
    expect(await look(bank, id, ...Object.keys(wanted))).toEqual(wanted);
  });

  test("by the wallet, as a switch: failed, payment_expired", async () => {
    await using bank = await openBank();
    bank.simulator.bank.turn({ timeOutAs: "failed" });
    const id = await chargeId(bank, atome());
    bank.clock.nowMs += 12 * HOUR_MS;
    const wanted = { status: "failed", expired: false, failure_code: "payment_expired" };
    expect(await look(bank, id, ...Object.keys(wanted))).toEqual(wanted);
  });

  test("money that comes after the expiry makes it a payment", async () => {
    await using bank = await openBank();
    const id = await chargeId(bank, alipay());
    await bank.post(`/charges/${id}/expire`);
    expect([bank.simulator.bank.approve(id), bank.simulator.bank.approveLate(id)]).toEqual(["not-possible", "done"]);
    const wanted = { status: "successful", paid: true, expired: false };
    expect(await look(bank, id, ...Object.keys(wanted))).toEqual(wanted);
  });
});

describe("WeChat's code and customer", () => {
  test("a code that was charged before, and one that is not WeChat's, fail at once", async () => {
    await using bank = await openBank();
    await chargeId(bank, weChat("134567890123456789"));
    const again = await chargeId(bank, weChat("134567890123456789"));
    const stranger = await chargeId(bank, weChat("281234567890123456"));
    expect(await look(bank, again, "status", "failure_code")).toEqual({
      status: "failed",
      failure_code: "failed_processing",
    });
    expect(await look(bank, stranger, "failure_code")).toEqual({ failure_code: "invalid_account" });
    const codes = JSON.stringify([bank.simulator.bank.books(), bank.simulator.bank.requests()]);
    expect(codes).not.toContain("134567890123456789");
    expect(codes).toContain("6789");
  });

  test.each([
    ["confirm", "successful"],
    ["decline", "failed"],
    ["ask", "pending"],
    ["dawdle", "pending"],
  ] as const)("one who will %s has the charge %s after two seconds", async (mood, status) => {
    await using bank = await openBank();
    bank.simulator.bank.phone.setWeChat(mood);
    const id = await chargeId(bank, weChat());
    expect(await look(bank, id, "status")).toEqual({ status: "pending" });
    expect(bank.simulator.bank.phone.waiting()).toHaveLength(mood === "dawdle" ? 0 : 1);
    bank.clock.nowMs += 2000;
    expect(await look(bank, id, "status")).toEqual({ status });
  });
});

test("events tell each step, oldest first, with the object as it was", async () => {
  await using bank = await openBank();
  const expired = await chargeId(bank, atome());
  await bank.post(`/charges/${expired}/expire`);
  const paid = await paidCharge(bank, atome());
  await bank.post(`/charges/${paid}/refunds`, { amount: 100 });
  const told = listed(await bank.get("/events")).map(({ key, data }) => [key, Object(data)["status"]]);
  expect(told).toEqual([
    ["charge.create", "pending"],
    ["charge.expire", "expired"],
    ["charge.create", "pending"],
    ["charge.complete", "successful"],
    ["refund.create", "closed"],
  ]);
  const ofOne = listed(await bank.get(`/charges/${expired}/events`));
  expect(ofOne.map(({ key }) => key)).toEqual(["charge.create", "charge.expire"]);
  expect(objectOf(await bank.get(`/events/${String(ofOne[0]?.["id"])}`))).toEqual(ofOne[0]);
});

test("the account and its methods follow the country", async () => {
  await using bank = await openBank();
  const key = "pkey_test_5xyz";
  const read = async () => {
    const { country, payment_methods: methods } = objectOf(await bank.get("/capability", { key }));
    if (!Array.isArray(methods)) throw new Error("no methods");
    return [
      country,
      ...methods.map((method: { name: string; currencies: string[] }) => [method.name, method.currencies]),
    ];
  };
  const all = ["alipayplus_mpm", "atome_qr", "truemoney_qr", "wechat_pay_upm"].map((name) => [name, ["THB"]]);
  expect(await read()).toEqual(["TH", ...all]);
  const account = objectOf(await bank.get("/account"));
  bank.simulator.setCountry("SG");
  expect(await read()).toEqual(["SG", ["alipayplus_mpm", ["SGD"]], ["atome_qr", ["SGD"]]]);
  bank.simulator.setCountry("MY");
  bank.simulator.bank.turn({ withheld: ["alipayplus_mpm"] });
  expect(await read()).toEqual(["MY", ["atome_qr", ["MYR"]]]);
  const later = objectOf(await bank.get("/account"));
  expect([account["country"], account["currency"], later["country"], later["currency"]]).toEqual([
    "TH",
    "THB",
    "MY",
    "MYR",
  ]);
  expect(later["id"]).toBe(account["id"]);
});
