// Account and capability: both keys are proved, and what makes every sale impossible is named.
import { describe, expect, test } from "vitest";
import { openBank, openClient, openServer, PUBLIC_KEY } from "./open-client.ts";

describe("against the pretend bank", () => {
  test.each([
    ["TH", "THB", 2000, 15_000_000, ["alipayplus_mpm", "atome_qr", "truemoney_qr", "wechat_pay_upm"]],
    ["SG", "SGD", 100, 2_000_000, ["alipayplus_mpm", "atome_qr"]],
    ["MY", "MYR", 100, 10_000_000, ["alipayplus_mpm", "atome_qr"]],
  ] as const)("an account of %s", async (country, currency, minMinor, maxMinor, ids) => {
    const { origin } = await openBank({ country });
    const outcome = await openClient(origin).client.account();
    expect(outcome).toEqual({
      kind: "account",
      accountId: expect.stringMatching(/^acc/),
      currency,
      livemode: false,
      capability: {
        country,
        methods: ids.map((id) => ({ id, currencies: [currency] })),
        chargeLimits: { minMinor, maxMinor },
      },
      bankMs: expect.any(Number),
    });
  });

  test("either key refused is named; the other way round nothing is taken either", async () => {
    const { origin } = await openBank();
    const refused = { kind: "key-refused", error: { status: 401, code: "authentication_failure" } };
    expect(await openClient(origin, { secretKey: "skey_test_another" }).client.account()).toMatchObject(refused);
    expect(await openClient(origin, { publicKey: "pkey_test_another" }).client.account()).toMatchObject(refused);
    expect(await openClient(origin, { secretKey: PUBLIC_KEY }).client.account()).toMatchObject(refused);
  });

  test("no answer of either call is no news", async () => {
    const { origin, bank } = await openBank();
    const { client } = openClient(origin);
    bank.faults.add({ kind: "status", status: 503, method: "GET", path: "/capability" });
    expect(await client.account()).toMatchObject({
      kind: "no-answer",
      why: "capability: status 503 service_unavailable",
    });
    bank.faults.add({ kind: "garbage", method: "GET", path: "/account" });
    expect(await client.account()).toMatchObject({ kind: "no-answer", why: "account: status 200 without JSON" });
    bank.faults.add({ kind: "status", status: 429, method: "GET", path: "/account" });
    expect(await client.account()).toMatchObject({ kind: "no-answer", why: "account: status 429 too_many_requests" });
  });
});

describe("an answer", () => {
  async function accountOf(account: object, capability: object, secretKey = "skey_test_1") {
    const { origin } = await openServer((request, response) => {
      const body = request.url === "/account" ? { object: "account", id: "account_1", ...account } : capability;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(body));
    });
    return await openClient(origin, { secretKey }).client.account();
  }
  const capability = { object: "capability", payment_methods: [] };

  test("of the other mode than the key's is refused by name", async () => {
    const mismatch = { kind: "key-refused", error: { status: 200, code: "livemode_mismatch" } };
    expect(await accountOf({ livemode: true, country: "TH" }, capability)).toMatchObject(mismatch);
    expect(await accountOf({ livemode: false, country: "TH" }, capability, "skey_1")).toMatchObject(mismatch);
    expect(await accountOf({ livemode: true, country: "TH" }, capability, "skey_1")).toMatchObject({
      kind: "account",
      livemode: true,
    });
  });

  test("that lacks livemode has that of its key; a country may stand in either object", async () => {
    expect(await accountOf({ country: "SG" }, capability)).toMatchObject({
      kind: "account",
      livemode: false,
      currency: null,
    });
    expect(await accountOf({ currency: "sgd" }, { ...capability, country: "SG" })).toMatchObject({
      kind: "account",
      currency: "SGD",
      capability: { country: "SG" },
    });
  });

  test("of a country that is not served is refused by name", async () => {
    const refused = { kind: "key-refused", error: { code: "country_not_served" } };
    expect(await accountOf({ country: "JP", currency: "JPY" }, capability)).toMatchObject(refused);
    expect(await accountOf({}, capability)).toMatchObject(refused);
  });
});
