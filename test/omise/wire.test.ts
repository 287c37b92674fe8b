// Answers as Omise writes them: the charges of the methods' documents, shapes that lack or add things, and bodies that we send.
import { describe, expect, test } from "vitest";
import { METHOD_IDS } from "#contract/words.ts";
import { chargeForm, chargePath, readAccount, readCapability, readCharge } from "#omise/wire.ts";
import { sealCode } from "#till/secret.ts";
import { CODE, order, WIRES } from "./open-client.ts";
import { sampleCharge } from "./samples.ts";

const terms = {
  shop: { shopName: "Rim Nam", shopId: "shop-7", tillId: "till-2" },
  returnUri: "https://example.com/counterfoil",
};

describe("the charge of a method's own document", () => {
  test.each([
    ["wechat_pay_upm", "chrg_test_5y4zomdqoboas2g9rds", 150_000, "THB", false, null],
    ["alipayplus_mpm", "chrg_test_5x6636kemfhdaxmrodv", 150_000, "THB", false, "76670AB40294D368"],
    ["atome_qr", "chrg_5ug0fxc8vlqb5zg9g4p", 50_000, "SGD", true, "679C6686556F8F0A"],
    ["truemoney_qr", "chrg_test_616e6qhdvp3gv5hb31y", 400_000, "THB", false, "0AF28F77E29F13C1"],
  ] as const)("%s", (method, chargeId, amountMinor, currency, livemode, token) => {
    const sample = sampleCharge(method);
    const seen = readCharge(sample, WIRES);
    expect(seen?.facts).toEqual({
      chargeId,
      status: "pending",
      paid: false,
      amountMinor,
      currency,
      livemode,
      attemptId: null,
      createdAtMs: Date.parse(String(sample["created_at"])),
      expiresAtMs: Date.parse(String(sample["expires_at"])),
      paidAtMs: null,
      failureCode: null,
      failureMessage: null,
      hasPicture: token !== null,
    });
    expect(seen?.pictureAddress?.endsWith(`/downloads/${token}`) ?? null).toBe(token === null ? null : true);
  });

  test.each(METHOD_IDS)("%s leaves neither code, address nor person in the facts", (method) => {
    const sample = { ...sampleCharge(method), ip: "203.0.113.9", card: { name: "A. Customer" } };
    const source = {
      ...sample.source,
      phone_number: "+66876543210",
      email: "s@example.com",
      name: "A. Customer",
    };
    const told = JSON.stringify(readCharge({ ...sample, source }, WIRES)?.facts);
    for (const secret of [CODE, "download", "203.0.113.9", "A. Customer", "+66876543210", "s@example.com"]) {
      expect(told).not.toContain(secret);
    }
  });
});

describe("reading a charge", () => {
  const least = { object: "charge", id: "chrg_test_1", status: "pending", amount: 1, currency: "thb" };

  test("requires five things; what is absent is null, never false", () => {
    expect(readCharge(least, WIRES)?.facts).toEqual({
      chargeId: "chrg_test_1",
      status: "pending",
      paid: null,
      amountMinor: 1,
      currency: "THB",
      livemode: null,
      attemptId: null,
      createdAtMs: null,
      expiresAtMs: null,
      paidAtMs: null,
      failureCode: null,
      failureMessage: null,
      hasPicture: false,
    });
    for (const key of Object.keys(least)) expect(readCharge({ ...least, [key]: undefined }, WIRES)).toBeNull();
  });

  test("takes a status of tomorrow, unknown keys, foreign metadata, a card charge without a source", () => {
    const odd = { ...least, status: "thinking", newness: [1], metadata: { cf_attempt: 12, other: {} }, source: null };
    expect(readCharge(odd, WIRES)?.facts).toMatchObject({ status: "thinking", attemptId: null });
    expect(readCharge({ ...least, metadata: "text" }, WIRES)?.facts.attemptId).toBeNull();
    expect(readCharge({ ...least, metadata: { cf_attempt: "abc" } }, WIRES)?.facts.attemptId).toBe("abc");
  });

  test("a flag of the wrong type is a wrong shape, not a guess", () => {
    expect(readCharge({ ...least, paid: "true" }, WIRES)).toBeNull();
    expect(readCharge({ ...least, amount: 1.5 }, WIRES)).toBeNull();
    expect(readCharge({ ...least, id: "chrg_test_1/../account" }, WIRES)).toBeNull();
    expect(() => chargePath("../account")).toThrow(RangeError);
  });

  test("a failure's words lose long numbers", () => {
    const failed = {
      ...least,
      status: "failed",
      failure_code: "invalid_account",
      failure_message: `no account for ${CODE}`,
    };
    expect(readCharge(failed, WIRES)?.facts).toMatchObject({ failureMessage: "no account for ****5093" });
  });
});

describe("the body of a charge", () => {
  const sent = (changes: Parameters<typeof order>[0]) => {
    const one = order(changes);
    return Object.fromEntries(new URLSearchParams(chargeForm(one, { ...terms, method: WIRES[one.method] })));
  };
  const common = {
    amount: "12000",
    currency: "THB",
    description: "Rim Nam / A-17 / 0a7f2f6e",
    "metadata[cf_attempt]": "0a7f2f6e-2b0b-4d0e-9d53-6a1f1c6b9b11",
    "metadata[cf_sale]": "7b0e1d52-53b8-4f3c-8a43-2d9b6f1a2c22",
    "metadata[cf_shop]": "shop-7",
    "metadata[cf_till]": "till-2",
    "metadata[cf_staff]": "4",
    "metadata[cf_ref]": "A-17",
  };

  test("is this for each method, and nothing more", () => {
    expect(sent({})).toEqual({ ...common, "source[type]": "alipayplus_mpm" });
    expect(sent({ method: "wechat_pay_upm", code: sealCode(CODE) })).toEqual({
      ...common,
      "source[type]": "wechat_pay_upm",
      "source[barcode]": CODE,
    });
    expect(sent({ method: "atome_qr", expiresAtMs: Date.UTC(2026, 10, 20, 9, 0, 0, 750) })).toEqual({
      ...common,
      "source[type]": "atome_qr",
      expires_at: "2026-11-20T09:00:00Z",
    });
    expect(sent({ method: "truemoney_qr" })).toEqual({
      ...common,
      "source[type]": "truemoney_qr",
      return_uri: "https://example.com/counterfoil",
    });
  });

  test("without a reference has none", () => {
    const { "metadata[cf_ref]": _, ...rest } = common;
    expect(sent({ reference: null })).toEqual({
      ...rest,
      description: "Rim Nam / 0a7f2f6e",
      "source[type]": "alipayplus_mpm",
    });
  });

  test("an order that does not fit its method throws before anything is sent", () => {
    expect(() => sent({ method: "wechat_pay_upm" })).toThrow(/code/);
    expect(() => sent({ code: sealCode(CODE) })).toThrow(/code/);
    expect(() => sent({ expiresAtMs: 1 })).toThrow(/expires_at/);
  });
});

test("a capability tells country, our methods, our currencies in upper case, and limits", () => {
  const methods = [
    { object: "payment_method", name: "card", currencies: ["THB"], card_brands: ["Visa"] },
    { object: "payment_method", name: "atome_qr", currencies: ["thb", "JPY"], provider: null },
  ];
  const limits = { charge_amount: { min: 2000, max: 15_000_000 }, transfer_amount: { min: 1, max: 2 } };
  expect(readCapability({ object: "capability", country: "TH", payment_methods: methods, limits })).toEqual({
    country: "TH",
    methods: [{ id: "atome_qr", currencies: ["THB"] }],
    chargeLimits: { minMinor: 2000, maxMinor: 15_000_000 },
  });
  expect(readCapability({ object: "capability", payment_methods: [] })).toEqual({
    country: null,
    methods: [],
    chargeLimits: null,
  });
  expect(readCapability({ object: "capability", payment_backends: [] })).toBeNull();
  expect(readAccount({ object: "account", id: "account_test_1" })).toEqual({ object: "account", id: "account_test_1" });
});
