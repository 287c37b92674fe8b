// The text that the bank saves: what is in it, what never is, when it is handed over, and which text is refused.
import { expect, test } from "vitest";
import { z } from "zod";
import { BooksRefusal } from "#simulator/simulator.ts";
import {
  alipay,
  atome,
  chargeId,
  errorOf,
  look,
  objectOf,
  paidCharge,
  PUBLIC_KEY,
  trueMoney,
  weChat,
} from "./open-bank.ts";
import { CODE, createShelf, MASKED } from "./shelf.ts";

test("no payment code, no key and no address is saved; a source that holds a code is forgotten", async () => {
  const shelf = createShelf();
  const first = await shelf.open();
  await chargeId(first, weChat(CODE));
  await chargeId(first, trueMoney());
  const held = { type: "wechat_pay_upm", barcode: "150991292552725099", amount: 5000, currency: "THB" };
  const source = String(objectOf(await first.post("/sources", held, { key: PUBLIC_KEY }))["id"]);
  await first.simulator.close();
  const text = shelf.saves.at(-1) ?? "";
  expect(text).toContain(MASKED);
  for (const secret of [CODE, held.barcode, "pkey_", "skey_", "http:", "127.0.0.1"]) {
    expect(text).not.toContain(secret);
  }
  await using bank = await shelf.open();
  expect(errorOf(await bank.post("/charges", { amount: 5000, currency: "THB", source })).status).toBe(404);
  expect(bank.simulator.bank.books().charges[0]?.barcodeEnd).toBe("5093");
});

test("saves are gathered, and the last change is saved at the end", async () => {
  const shelf = createShelf();
  const startMs = performance.now();
  const bank = await shelf.open();
  for (let count = 0; count < 20; count += 1) await chargeId(bank, alipay());
  await expect.poll(() => shelf.saves.length).toBeGreaterThan(0);
  expect(shelf.saves.length).toBeLessThanOrEqual(Math.floor((performance.now() - startMs + 5) / 200));
  const last = await chargeId(bank, alipay());
  await bank.simulator.close();
  expect(shelf.saves.at(-1)).toContain(last);
  const count = shelf.saves.length;
  await bank.simulator.close();
  expect(shelf.saves).toHaveLength(count);
});

test("also a change that no event tells of is saved by itself", async () => {
  const shelf = createShelf();
  await using bank = await shelf.open();
  const id = await paidCharge(bank, alipay());
  const last = () => shelf.saves.at(-1);
  await expect.poll(last).toContain(id);
  bank.simulator.bank.dispute(id);
  await expect.poll(last).toMatch(/"charges":.*"disputed":true.*"events"/);
  const fields = { type: "alipayplus_mpm", amount: 5000, currency: "THB" };
  const source = objectOf(await bank.post("/sources", fields, { key: PUBLIC_KEY }))["id"];
  await expect.poll(last).toContain(source);
});

test("books kept before a refund could appear late are taken; its refunds are known at once", async () => {
  const old = createShelf();
  const first = await old.open();
  const id = await paidCharge(first, alipay());
  await first.post(`/charges/${id}/refunds`, { amount: 100 });
  await first.simulator.close();
  const text = old.saves.at(-1) ?? "";
  expect(text).toContain('"visibleFromMs":');
  const shelf = createShelf(text.replaceAll(/(?<="closesAtMs":\d+),"visibleFromMs":\d+/g, ""));
  await using bank = await shelf.open();
  expect(await look(bank, id, "refunded_amount")).toEqual({ refunded_amount: 100 });
});

test("the newest 2,000 charges stay, with what belongs to them", async () => {
  const one = createShelf();
  const first = await one.open();
  const id = await paidCharge(first, alipay());
  await first.simulator.close();
  const kept = z
    .object({ sources: z.array(z.any()), charges: z.array(z.any()), events: z.array(z.any()) })
    .loose()
    .parse(JSON.parse(one.saves.at(-1) ?? ""));
  const numbered = (text: string) =>
    Array.from({ length: 2000 }, (_, at) => text.replaceAll(/_[0-9a-z]{19}"/g, `_${String(at).padStart(19, "0")}"`));
  const many = (rows: readonly unknown[]) =>
    numbered(JSON.stringify(rows)).flatMap((text): unknown[] => JSON.parse(text));
  const full = { ...kept, sources: many(kept.sources), charges: many(kept.charges), events: many(kept.events) };
  const shelf = createShelf(JSON.stringify(full));
  const second = await shelf.open();
  const newest = await chargeId(second, atome());
  expect(objectOf(await second.get("/charges"))["total"]).toBe(2001);
  await second.simulator.close();
  await using bank = await shelf.open();
  expect(objectOf(await bank.get("/charges"))["total"]).toBe(2000);
  expect(bank.simulator.bank.books().charges.at(-1)?.id).toBe(newest);
  expect(bank.simulator.bank.books().charges[0]?.id).toBe(`chrg_test_${"1".padStart(19, "0")}`);
  expect(objectOf(await bank.get("/events"))["total"]).toBe(1999 * 2 + 1);
  expect(errorOf(await bank.get(`/charges/${id}`)).status).toBe(404);
});

test("what is not its books is refused in words that repeat nothing of it", async () => {
  const shelf = createShelf();
  const bank = await shelf.open();
  await chargeId(bank, weChat(CODE));
  await bank.simulator.close();
  const text = shelf.saves.at(-1) ?? "";
  const change = (from: RegExp | string, to: string) => {
    expect(text.replace(from, to)).not.toBe(text);
    return text.replace(from, to);
  };
  const cases: readonly (readonly [string, RegExp])[] = [
    ["", /not JSON/],
    ["secret-garbage", /not JSON/],
    [text.slice(0, -10), /not JSON/],
    ["[]", /document: .*expected object/],
    [change('"format":1', '"format":2'), /format/],
    [change('"amount":50000', '"amount":-1'), /sources\.0\.amount/],
    [change('"charges":[{', '"charges":[{"secret-garbage":1,'), /charges\.0: a field that is not known/],
    [change(/"sources":\[.*?\],"charges"/, '"sources":[],"charges"'), /a charge lacks its source/],
    [change(/"charges":\[.*\],"events"/, '"charges":[],"events"'), /an event lacks its charge/],
    [`${text}${" ".repeat(20 * 1024 * 1024)}`, /more than 20 MB/],
  ];
  for (const [kept, why] of cases) {
    const refused = await createShelf(kept)
      .open()
      .then(
        async (open) => open.simulator.close(),
        (thrown: unknown) => thrown,
      );
    expect(refused).toBeInstanceOf(BooksRefusal);
    expect(String(refused)).toMatch(why);
    expect(String(refused)).toMatch(/the kept books of the pretend bank can not be used/);
    expect(String(refused)).not.toMatch(/-garbage"/);
  }
});
