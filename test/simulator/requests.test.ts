// What the bank accepts and refuses at its door: keys, hosts, versions, both encodings, limits, and fields per method.
import { Readable } from "node:stream";
import { request } from "undici";
import { describe, expect, test } from "vitest";
import { alipay, atome, chargeId, errorOf, look, NOON_MS, objectOf, openBank, trueMoney, weChat } from "./open-bank.ts";
import { PUBLIC_KEY, SECRET_KEY } from "./open-bank.ts";

const iso = (atMs: number) => new Date(atMs).toISOString();

describe("keys", () => {
  test.each([
    ["POST", "/charges", PUBLIC_KEY],
    ["GET", "/charges", PUBLIC_KEY],
    ["GET", "/refunds", PUBLIC_KEY],
    ["GET", "/events", PUBLIC_KEY],
    ["GET", "/account", PUBLIC_KEY],
    ["POST", "/sources", SECRET_KEY],
    ["GET", "/capability", SECRET_KEY],
    ["GET", "/charges", "skey_test_5abd"],
    ["GET", "/charges", ""],
  ] as const)("%s %s with %s is 401", async (method, path, key) => {
    await using bank = await openBank();
    const reply = method === "GET" ? await bank.get(path, { key }) : await bank.post(path, {}, { key });
    expect(reply.status).toBe(401);
    expect(objectOf(reply)).toEqual({
      object: "error",
      location: "https://www.omise.co/api-errors#authentication-failure",
      code: "authentication_failure",
      message: expect.any(String),
    });
  });

  test("the right key enters", async () => {
    await using bank = await openBank();
    const key = PUBLIC_KEY;
    const replies = [bank.get("/capability", { key }), bank.get("/account"), bank.get("/charges")];
    expect((await Promise.all(replies)).map((reply) => reply.status)).toEqual([200, 200, 200]);
  });
});

describe("the door", () => {
  test("another Host is refused, its own is not", async () => {
    await using bank = await openBank();
    const port = new URL(bank.simulator.origin).port;
    const statusAs = async (host: string) => (await bank.get("/charges", { headers: { host } })).status;
    expect(await statusAs("bank.example.com")).toBe(403);
    expect(await statusAs("127.0.0.1:1")).toBe(403);
    expect(await statusAs(`localhost:${port}`)).toBe(200);
  });

  test("a body over 64 kB is refused, also without a stated length", async () => {
    await using bank = await openBank();
    const authorization = `Basic ${Buffer.from(`${SECRET_KEY}:`).toString("base64")}`;
    const headers = { authorization, "content-type": "application/x-www-form-urlencoded" };
    const body = Readable.from([Buffer.from(`description=${"x".repeat(70_000)}`)]);
    const reply = await request(`${bank.simulator.origin}/charges`, { method: "POST", headers, body });
    expect(reply.statusCode).toBe(413);
    await reply.body.dump();
  });

  test("every answer carries the bank's own time in whole seconds", async () => {
    await using bank = await openBank();
    bank.clock.nowMs = NOON_MS + 1999;
    const dates = [await bank.get("/charges"), await bank.get("/nothing"), await bank.get("/charges", { key: "x" })];
    expect(dates.map((reply) => reply.headers["date"])).toEqual(Array(3).fill("Tue, 10 Mar 2026 05:00:01 GMT"));
  });

  test("only version 2019-05-29 is spoken", async () => {
    await using bank = await openBank();
    const ask = (version: string) => bank.get("/charges", { headers: { "Omise-Version": version } });
    expect((await ask("2019-05-29")).status).toBe(200);
    expect(errorOf(await ask("2019-09-29"))).toEqual({ status: 400, code: "bad_request" });
  });
});

describe("encodings", () => {
  test("a form and JSON make the same charge", async () => {
    await using bank = await openBank();
    const extra = { description: "Shop 1", "metadata[cf_attempt]": "a-1", "metadata[cf_staff]": "7" };
    const byForm = await chargeId(bank, atome(extra));
    const json = {
      amount: 50_000,
      currency: "thb",
      source: { type: "atome_qr" },
      description: "Shop 1",
      metadata: { cf_attempt: "a-1", cf_staff: "7" },
    };
    const byJson = String(objectOf(await bank.post("/charges", {}, { json }))["id"]);
    const keys = ["amount", "currency", "description", "metadata", "status"];
    expect(await look(bank, byForm, ...keys)).toEqual(await look(bank, byJson, ...keys));
    expect(await look(bank, byForm, "metadata")).toEqual({ metadata: { cf_attempt: "a-1", cf_staff: "7" } });
  });

  test("a source is made with the public key and charged once with the secret key", async () => {
    await using bank = await openBank();
    const fields = { amount: 50_000, currency: "THB", type: "alipayplus_mpm" };
    const source = String(objectOf(await bank.post("/sources", fields, { key: PUBLIC_KEY }))["id"]);
    const charge = { amount: 50_000, currency: "THB", source };
    expect(errorOf(await bank.post("/charges", { ...charge, amount: 49_999 })).code).toBe("invalid_charge");
    await chargeId(bank, charge);
    expect(objectOf(await bank.get(`/sources/${source}`))["charge_status"]).toBe("pending");
    expect(errorOf(await bank.post("/charges", charge)).code).toBe("invalid_charge");
    const unknown = { ...charge, source: "src_test_none" };
    expect(errorOf(await bank.post("/charges", unknown))).toEqual({ status: 404, code: "not_found" });
  });
});

describe("limits", () => {
  test.each([
    ["TH", "wechat_pay_upm", "THB", 2000, 15_000_000],
    ["TH", "alipayplus_mpm", "THB", 2000, 15_000_000],
    ["SG", "alipayplus_mpm", "SGD", 100, 2_000_000],
    ["MY", "alipayplus_mpm", "MYR", 100, 3_000_000],
    ["TH", "atome_qr", "THB", 2000, 5_000_000],
    ["SG", "atome_qr", "SGD", 150, 300_000],
    ["MY", "atome_qr", "MYR", 1000, 500_000],
    ["TH", "truemoney_qr", "THB", 10_000, 5_000_000],
  ] as const)("%s %s takes %s %i to %i", async (country, type, currency, min, max) => {
    await using bank = await openBank({ country });
    const barcode = type === "wechat_pay_upm" ? { barcode: "130991292552725093" } : {};
    const charge = (amount: number) =>
      bank.post("/charges", {}, { json: { amount, currency, source: { type, ...barcode } } });
    const statuses = [await charge(min), await charge(max), await charge(min - 1), await charge(max + 1)];
    expect(statuses.map((reply) => reply.status)).toEqual([200, 200, 400, 400]);
  });
});

describe("refusals", () => {
  test.each([
    ["an unknown parameter", atome({ colour: "red" }), "bad_request"],
    ["an unknown field of the source", atome({ "source[colour]": "red" }), "bad_request"],
    ["an unknown method", atome({ "source[type]": "promptpay" }), "invalid_charge"],
    ["a currency of another country", atome({ currency: "SGD" }), "invalid_charge"],
    ["no amount", { currency: "THB", "source[type]": "atome_qr" }, "bad_request"],
    ["an amount with a fraction", atome({ amount: "500.5" }), "bad_request"],
    ["no code for WeChat", { amount: 50_000, currency: "THB", "source[type]": "wechat_pay_upm" }, "bad_request"],
    ["a code that is not digits", weChat("13099129255272509x"), "bad_request"],
    ["a code for another method", alipay({ "source[barcode]": "130991292552725093" }), "bad_request"],
    ["Atome's fields for another method", alipay({ "source[name]": "Ann" }), "bad_request"],
    ["a phone number without country code", atome({ "source[phone_number]": "0876543210" }), "bad_request"],
    ["a malformed email", atome({ "source[email]": "ann.example.com" }), "bad_request"],
    ["a malformed country", atome({ "source[shipping][country]": "Thailand" }), "bad_request"],
    [
      "an item without a name",
      atome({ "source[items][0][amount]": 1, "source[items][0][quantity]": 1 }),
      "bad_request",
    ],
    ["expires_at 29 s ahead", atome({ expires_at: iso(NOON_MS + 29_000) }), "invalid_charge"],
    ["expires_at over 12 h ahead", atome({ expires_at: iso(NOON_MS + 43_201_000) }), "invalid_charge"],
    ["expires_at for another method", trueMoney({ expires_at: iso(NOON_MS + 60_000) }), "invalid_charge"],
    ["a return_uri that is no address", trueMoney({ return_uri: "javascript:1" }), "bad_request"],
    ["an uncaptured charge", atome({ capture: "false" }), "invalid_charge"],
    ["a group given as a value too", atome({ source: "src_test_1" }), "bad_request"],
  ])("%s", async (_what, fields, code) => {
    await using bank = await openBank();
    expect(errorOf(await bank.post("/charges", fields))).toEqual({ status: 400, code });
    expect(bank.simulator.bank.books().charges).toEqual([]);
  });
});

describe("fields that are echoed", () => {
  test("Atome's six", async () => {
    await using bank = await openBank();
    const fields = {
      "source[name]": "Ann",
      "source[email]": "ann@example.com",
      "source[phone_number]": "+66876543210",
      "source[items][0][name]": "Tea",
      "source[items][0][amount]": "50000",
      "source[items][0][quantity]": "1",
      "source[shipping][country]": "TH",
      "source[billing][city]": "Bangkok",
    };
    const { source } = await look(bank, await chargeId(bank, atome(fields)), "source");
    const empty = { street1: null, street2: null, city: null, state: null, postal_code: null, country: null };
    const item = { sku: null, category: null, brand: null, item_uri: null, image_uri: null };
    expect(source).toMatchObject({
      name: "Ann",
      email: "ann@example.com",
      phone_number: "+66876543210",
      items: [{ ...item, name: "Tea", amount: 50_000, quantity: 1 }],
      shipping: { ...empty, country: "TH" },
      billing: { ...empty, city: "Bangkok" },
    });
  });

  test("expires_at of Atome at both ends of its range", async () => {
    await using bank = await openBank();
    for (const atMs of [NOON_MS + 30_000, NOON_MS + 43_200_000]) {
      const id = await chargeId(bank, atome({ expires_at: iso(atMs) }));
      expect(await look(bank, id, "expires_at")).toEqual({ expires_at: iso(atMs).replace(".000", "") });
    }
  });

  test("TrueMoney's authorize_uri leads to the pretend phone", async () => {
    await using bank = await openBank();
    const { authorize_uri: address } = await look(bank, await chargeId(bank, trueMoney()), "authorize_uri");
    const reply = await bank.get(String(address));
    expect(reply.status).toBe(302);
    expect(reply.headers["location"]).toBe(`/pretend/phone/${bank.simulator.bank.books().charges[0]?.payload}`);
  });
});
