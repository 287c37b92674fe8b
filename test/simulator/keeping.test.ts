// The bank is closed and opened again from what it saved: everything is there, at another address, without a payment code.
import { PNG } from "pngjs";
import { request } from "undici";
import { expect, test } from "vitest";
import { z } from "zod";
import { readQr } from "#test/support/read-qr.ts";
import {
  alipay,
  atome,
  chargeId,
  listed,
  look,
  objectOf,
  paidCharge,
  PUBLIC_KEY,
  trueMoney,
  weChat,
  type OpenBank,
} from "./open-bank.ts";
import { CODE, createShelf, MASKED } from "./shelf.ts";

/** What the API says to each path, with the bank's address and the code made alike. */
async function answers(bank: OpenBank, paths: readonly string[]): Promise<string[]> {
  const replies = await Promise.all(paths.map((path) => bank.get(path)));
  return replies.map(({ text }) => text.replaceAll(bank.simulator.origin, "ORIGIN").replaceAll(CODE, MASKED));
}

async function fill(bank: OpenBank, clock: { nowMs: number }): Promise<string[]> {
  const address = {
    "source[billing][city]": "Bangkok",
    "source[items][0][name]": "Tea",
    "source[items][0][amount]": 1,
  };
  const item = {
    ...address,
    "source[items][0][quantity]": 2,
    "metadata[cf_attempt]": "a",
    return_uri: "https://x.test/",
  };
  const ids = [
    await chargeId(bank, weChat(CODE)),
    await chargeId(bank, weChat(CODE)),
    await chargeId(bank, atome({ ...item, "source[phone_number]": "+66876543210", ip: "203.0.113.7" })),
    await paidCharge(bank, trueMoney({ description: "ชา" })),
    await paidCharge(bank, alipay()),
    await chargeId(bank, alipay()),
    await paidCharge(bank, atome()),
  ];
  const [, , , funded = "", voided = "", ended = "", disputed = ""] = ids;
  await bank.post(`/charges/${voided}/refunds`, { amount: 50_000, void: "true", "metadata[why]": "wrong" });
  await bank.post(`/charges/${ended}/expire`);
  bank.simulator.bank.dispute(disputed);
  clock.nowMs += 86_400_000 - 3_600_000;
  bank.simulator.bank.turn({ refundDelayMs: 600_000 });
  await bank.post(`/charges/${funded}/refunds`, { amount: 700 });
  bank.simulator.bank.refundElsewhere(funded, 300);
  return ids;
}

test("charges, refunds, events and lists are the same after a restart, and after one more", async () => {
  const shelf = createShelf();
  const first = await shelf.open();
  const ids = await fill(first, shelf.clock);
  const each = ids.flatMap((id) => [`/charges/${id}`, `/charges/${id}/refunds`, `/charges/${id}/events`]);
  const paths = [...each, "/charges?limit=100", "/refunds", "/events?limit=100", "/account", "/capability"];
  const before = await answers(first, paths);
  const books = first.simulator.bank.books();
  await first.simulator.close();
  for (const _again of [1, 2]) {
    await using bank = await shelf.open();
    expect(await answers(bank, paths)).toEqual(before);
    expect(bank.simulator.bank.books()).toEqual(books);
  }
  expect(before.join("\n")).toMatch(/"total":7.*"location":"\/charges"/);
  expect(books.refunds).toHaveLength(3);
});

test("an event shows its object as it was then", async () => {
  const shelf = createShelf();
  const first = await shelf.open();
  const id = await paidCharge(first, trueMoney());
  shelf.clock.nowMs += 86_400_000;
  await first.post(`/charges/${id}/refunds`, { amount: 700 });
  await first.simulator.close();
  await using bank = await shelf.open();
  shelf.clock.nowMs += 40 * 86_400_000;
  const data = listed(await bank.get(`/charges/${id}/events`)).map((event) => event["data"]);
  expect(data).toMatchObject([
    { status: "pending", refundable: false, refunded_amount: 0, transaction: null, paid_at: null },
    { status: "successful", refundable: true, can_perform_void: true, refunded_amount: 0, refunds: { total: 0 } },
    { object: "refund", amount: 700, status: "closed" },
  ]);
  expect(await look(bank, id, "refundable", "refunded_amount")).toEqual({ refundable: false, refunded_amount: 700 });
});

const withPicture = z.object({
  source: z.object({ scannable_code: z.object({ image: z.object({ download_uri: z.string() }) }) }),
});

test("a picture downloads at its old path from the new address, and reads as the same payload", async () => {
  const shelf = createShelf();
  const made = [alipay(), atome(), trueMoney(), weChat(CODE)];
  const first = await shelf.open();
  const addressOf = async (bank: OpenBank, id: string) =>
    withPicture.parse(objectOf(await bank.get(`/charges/${id}`))).source.scannable_code.image.download_uri;
  const bytesAt = async (address: string) => Buffer.from(await (await request(address)).body.arrayBuffer());
  const old: { readonly id: string; readonly path: string; readonly bytes: Buffer }[] = [];
  for (const fields of made) {
    const id = await chargeId(first, fields);
    const address = await addressOf(first, id);
    old.push({ id, path: new URL(address).pathname, bytes: await bytesAt(address) });
  }
  const payload = first.simulator.bank.books().charges[2]?.payload;
  await first.simulator.close();
  await using bank = await shelf.open();
  for (const { id, path, bytes } of old) {
    const address = await addressOf(bank, id);
    expect(address).toBe(bank.simulator.origin + path);
    expect((await bytesAt(address)).equals(bytes)).toBe(true);
  }
  const { data, width, height } = PNG.sync.read(await bytesAt(await addressOf(bank, old[2]?.id ?? "")));
  expect(readQr(new Uint8ClampedArray(data), width, height)).toBe(payload);
});

test("open charges go on: they are approved, confirmed as planned, expired, and refunded", async () => {
  const shelf = createShelf();
  const first = await shelf.open();
  const asked = await chargeId(first, alipay());
  const left = await chargeId(first, atome());
  first.simulator.bank.phone.setWeChat("confirm");
  const planned = await chargeId(first, weChat(CODE));
  const codeless = z.string().parse(objectOf(await first.post("/sources", unusedSource, { key: PUBLIC_KEY }))["id"]);
  await first.simulator.close();
  await using bank = await shelf.open();
  expect(bank.simulator.bank.phone.waiting().map(({ id }) => id)).toEqual([planned, left, asked]);
  expect(bank.simulator.bank.phone.weChat()).toBe("ask");
  expect(bank.simulator.bank.approve(asked)).toBe("done");
  shelf.clock.nowMs += 2000;
  expect(await look(bank, planned, "status")).toEqual({ status: "successful" });
  const refund = objectOf(await bank.post(`/charges/${asked}/refunds`, { amount: 100 }));
  expect(refund).toMatchObject({ object: "refund", amount: 100 });
  expect(objectOf(await bank.post("/charges", { amount: 5000, currency: "THB", source: codeless }))["object"]).toBe(
    "charge",
  );
  shelf.clock.nowMs += 13 * 3_600_000;
  expect(await look(bank, left, "status", "expired")).toEqual({ status: "expired", expired: true });
});

const unusedSource = { type: "alipayplus_mpm", amount: 5000, currency: "THB" };
