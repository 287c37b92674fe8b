// Every object must look like the documentation's own sample: the same keys in the same order, the same values but for
// ids, instants and addresses. The samples are data copied from the four method pages, named in each file.
import { expect, test } from "vitest";
import alipayPlus from "./samples/alipayplus-mpm.json" with { type: "json" };
import atomeQr from "./samples/atome-qr.json" with { type: "json" };
import trueMoneyQr from "./samples/truemoney-qr.json" with { type: "json" };
import weChatUpm from "./samples/wechat-pay-upm.json" with { type: "json" };
import { objectOf, openBank, PUBLIC_KEY } from "./open-bank.ts";

const LIVE = { publicKey: "pkey_5live", secretKey: "skey_5live" };
const TABLE = [
  { name: "atome_qr", sample: atomeQr, options: { country: "SG", ...LIVE }, source: {}, charge: {} },
  {
    name: "truemoney_qr",
    sample: trueMoneyQr,
    options: { country: "TH" },
    source: {},
    charge: { return_uri: "http://example.com/orders/345678/complete" },
  },
  { name: "alipayplus_mpm", sample: alipayPlus, options: { country: "TH" }, source: {}, charge: {} },
  {
    name: "wechat_pay_upm",
    sample: weChatUpm,
    options: { country: "TH" },
    source: { barcode: "130991292552725093" },
    charge: {},
  },
] as const;

test.each(TABLE)("a pending $name charge is the sample's", async ({ name, sample, options, source, charge }) => {
  await using bank = await openBank(options);
  const { amount, currency } = sample.charge;
  const json = { amount, currency, source: { type: name, ...source }, ...charge };
  const made = objectOf(await bank.post("/charges", {}, { json }));
  expect(plain(made)).toBe(plain(sample.charge));
  const lifeMs = (of: { created_at?: unknown; expires_at?: unknown }) =>
    Date.parse(String(of.expires_at)) - Date.parse(String(of.created_at));
  expect(lifeMs(made)).toBe(lifeMs(sample.charge));
  expect(made["created_at"]).toBe("2026-03-10T05:00:00Z");
});

test.each(TABLE)("a bare $name source is the sample's", async ({ name, sample, options, source }) => {
  await using bank = await openBank(options);
  const { amount, currency } = sample.charge;
  const key = "publicKey" in options ? options.publicKey : PUBLIC_KEY;
  const made = objectOf(await bank.post("/sources", { amount, currency, type: name, ...source }, { key }));
  const wanted =
    "source" in sample ? sample.source : { ...sample.charge.source, scannable_code: null, charge_status: "unknown" };
  expect(plain(made)).toBe(plain(wanted));
});

test.each(TABLE)("a paid and a failed $name charge keep exactly the sample's keys", async (row) => {
  await using bank = await openBank(row.options);
  const { amount, currency } = row.sample.charge;
  const create = async (barcode: string) => {
    const source = { type: row.name, ...("barcode" in row.source ? { barcode } : {}) };
    return String(objectOf(await bank.post("/charges", {}, { json: { amount, currency, source } }))["id"]);
  };
  const [paid, failed] = [await create("130991292552725093"), await create("140991292552725093")];
  expect([bank.simulator.bank.approve(paid), bank.simulator.bank.decline(failed)]).toEqual(["done", "done"]);
  for (const id of [paid, failed]) {
    const now = objectOf(await bank.get(`/charges/${id}`));
    expect(Object.keys(now)).toEqual(Object.keys(row.sample.charge));
    expect(Object.keys(Object(now["source"]))).toEqual(Object.keys(row.sample.charge.source));
  }
});

// A copy as text with what must differ written as its kind.
function plain(value: unknown): string {
  return JSON.stringify(
    value,
    (key, part: unknown) => {
      if (typeof part !== "string") return part;
      const address = part.replace(/^https?:\/\/[^/]+\/(?=charges|payments)/, "<host>/");
      if (key === "barcode" || key === "return_uri") return part;
      if (key === "ip") return "<ip>";
      if (key === "filename") return part.replace(/^\d{18}/, "<18 digits>");
      return address
        .replaceAll(/(chrg|src|docu|pay2)_(test_)?[a-z0-9]{19,20}/g, "<$1_$2>")
        .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, (time) => (time.startsWith("1970") ? time : "<time>"))
        .replace(/downloads\/[0-9A-F]{16}$/, "downloads/<token>");
    },
    1,
  );
}
