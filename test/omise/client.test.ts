// The client against the pretend bank over real loopback HTTP: every method, every call, every fault that the bank can play.
import { describe, expect, test } from "vitest";
import type { ChargeFacts } from "#till/attempt/events.ts";
import type { ChargeOrder, Payments } from "#till/ports.ts";
import type { FaultRequest, Simulator } from "#simulator/simulator.ts";
import { CODE, openBank, openClient, order, PUBLIC_KEY, SECRET_KEY, weChatOrder, type Opened } from "./open-client.ts";

async function charged(client: Payments, asked: ChargeOrder): Promise<ChargeFacts> {
  const outcome = await client.charge(asked);
  if (outcome.kind !== "answered") throw new Error(`the charge was ${JSON.stringify(outcome)}`);
  return outcome.charge;
}

async function opened(
  changes: Parameters<typeof openBank>[0] = {},
): Promise<Opened & { readonly bank: Simulator["bank"] }> {
  const { origin, bank } = await openBank(changes);
  return { ...openClient(origin), bank };
}

describe("a charge", () => {
  const orders: readonly ChargeOrder[] = [
    weChatOrder(),
    order(),
    order({ method: "atome_qr", expiresAtMs: Date.now() + 600_000 }),
    order({ method: "truemoney_qr" }),
  ];

  test.each(orders.map((one) => [one.method, one] as const))(
    "%s is booked as ordered and answered as facts",
    async (method, asked) => {
      const { client, bank } = await opened();
      const outcome = await client.charge(asked);
      expect(outcome).toMatchObject({
        kind: "answered",
        charge: {
          status: "pending",
          paid: false,
          amountMinor: 12_000,
          currency: "THB",
          livemode: false,
          attemptId: asked.attemptId,
          hasPicture: method !== "wechat_pay_upm",
        },
      });
      expect(Math.abs((outcome.bankMs ?? 0) - Date.now())).toBeLessThan(5000);
      const [booked] = bank.books().charges;
      expect(booked).toMatchObject({
        method,
        amount: 12_000,
        currency: "THB",
        description: "Rim Nam / A-17 / 0a7f2f6e",
        barcodeEnd: method === "wechat_pay_upm" ? "5093" : null,
        metadata: {
          cf_attempt: asked.attemptId,
          cf_sale: asked.saleId,
          cf_shop: "shop-7",
          cf_till: "till-2",
          cf_staff: "4",
          cf_ref: "A-17",
        },
      });
      if (asked.expiresAtMs !== null) expect(booked?.expiresAtMs).toBe(Math.floor(asked.expiresAtMs / 1000) * 1000);
    },
  );

  test("below the method's minimum is refused, with proof", async () => {
    const { client, bank } = await opened();
    const outcome = await client.charge(order({ money: { amountMinor: 100, currency: "THB" } }));
    expect(outcome).toMatchObject({ kind: "refused", error: { status: 400, code: "invalid_charge" } });
    expect(bank.books().charges).toEqual([]);
  });

  test("with a wrong key is refused", async () => {
    const { origin } = await openBank();
    const { client } = openClient(origin, { secretKey: "skey_test_another" });
    expect(await client.charge(order())).toMatchObject({ kind: "refused", error: { status: 401 } });
  });
});

describe("a fault during a charge", () => {
  const faults: readonly (readonly [FaultRequest, string, number])[] = [
    [{ kind: "drop-answer" }, "unknown", 1],
    [{ kind: "drop-request" }, "unknown", 0],
    [{ kind: "late-charge", seconds: 0 }, "unknown", 1],
    [{ kind: "garbage" }, "unknown", 1],
    [{ kind: "garbage", charged: false }, "unknown", 0],
    [{ kind: "status", status: 500, charged: true }, "unknown", 1],
    [{ kind: "status", status: 500 }, "unknown", 0],
    [{ kind: "status", status: 503 }, "unknown", 0],
    [{ kind: "backend-error", charged: true }, "unknown", 1],
    [{ kind: "backend-error", charged: false }, "unknown", 0],
    [{ kind: "status", status: 429 }, "refused", 0],
  ];

  test.each(faults)("%o is %s, is never repeated, and leaves %d charges", async (fault, kind, booked) => {
    const { client, bank } = await opened();
    bank.faults.add(fault);
    const outcome = await client.charge(order());
    expect(outcome.kind).toBe(kind);
    expect(bank.faults.waiting()).toEqual([]);
    expect(bank.books().charges).toHaveLength(booked);
    expect(bank.requests()).toEqual([{ method: "POST", path: "/charges", count: 1 }]);
  });

  test("a slow answer is unknown when the time is up, and found by listing", async () => {
    const { origin, bank } = await openBank();
    const { client } = openClient(origin, { connectTimeoutMs: 200, answerTimeoutMs: 200 });
    bank.faults.add({ kind: "delay-answer", ms: 5000 });
    expect((await client.charge(order())).kind).toBe("unknown");
    const listed = await client.list({ fromMs: Date.now() - 60_000, toMs: Date.now() + 60_000 });
    expect(listed).toMatchObject({ kind: "listed", complete: true, charges: [{ attemptId: order().attemptId }] });
  });
});

describe("a read", () => {
  test("follows the charge to its end", async () => {
    const { client, bank } = await opened();
    const { chargeId } = await charged(client, order());
    bank.approve(chargeId);
    const paid = await client.read(chargeId);
    expect(paid).toMatchObject({ kind: "charge", charge: { chargeId, status: "successful", paid: true } });
    const other = await charged(client, order());
    bank.decline(other.chargeId, "payment_rejected");
    expect(await client.read(other.chargeId)).toMatchObject({
      kind: "charge",
      charge: { status: "failed", paid: false, failureCode: "payment_rejected" },
    });
  });

  test("is one request, whatever comes back: its next try is the till's", async () => {
    const { client, bank } = await opened();
    const { chargeId } = await charged(client, order());
    const path = "/charges/:id";
    bank.faults.add({ kind: "status", status: 500, method: "GET", path });
    bank.faults.add({ kind: "status", status: 429, method: "GET", path });
    expect(await client.read(chargeId)).toMatchObject({ kind: "no-answer", why: "status 500 internal_error" });
    expect(await client.read(chargeId)).toMatchObject({ kind: "error", error: { code: "too_many_requests" } });
    expect(bank.requests()).toContainEqual({ method: "GET", path, count: 2 });
  });

  test("of a charge that does not exist is an error; garbage and a dropped answer are no news", async () => {
    const { client, bank } = await opened();
    expect(await client.read("chrg_test_none")).toMatchObject({
      kind: "error",
      error: { status: 404, code: "not_found" },
    });
    bank.faults.add({ kind: "garbage", method: "GET", path: "/charges/:id" });
    expect((await client.read("chrg_test_none")).kind).toBe("no-answer");
    bank.faults.add({ kind: "drop-answer", method: "GET", path: "/charges/:id" });
    expect((await client.read("chrg_test_none")).kind).toBe("no-answer");
  });
});

describe("an expiry", () => {
  test("ends a pending charge; asked of a paid one, or of TrueMoney, it is refused", async () => {
    const { client, bank } = await opened();
    const ended = await charged(client, order());
    expect(await client.expire(ended.chargeId)).toMatchObject({
      kind: "charge",
      charge: { status: "expired", paid: false },
    });
    const paid = await charged(client, order());
    bank.approve(paid.chargeId);
    const refused = { kind: "refused", error: { status: 400, code: "failed_expire" } };
    expect(await client.expire(paid.chargeId)).toMatchObject(refused);
    const trueMoney = await charged(client, order({ method: "truemoney_qr" }));
    expect(await client.expire(trueMoney.chargeId)).toMatchObject(refused);
  });

  test("is asked once, and unknown when the answer is lost", async () => {
    const { client, bank } = await opened();
    const { chargeId } = await charged(client, order());
    bank.faults.add({ kind: "drop-answer", method: "POST", path: "/charges/:id/expire" });
    expect((await client.expire(chargeId)).kind).toBe("unknown");
    expect(bank.requests()).toContainEqual({ method: "POST", path: "/charges/:id/expire", count: 1 });
    expect(await client.read(chargeId)).toMatchObject({ kind: "charge", charge: { status: "expired" } });
  });
});

test("nothing secret leaves the room: not in outcomes, not in the log", async () => {
  const { client, bank, lines } = await opened();
  const told: unknown[] = [];
  const weChat = await charged(client, weChatOrder());
  const shown = await charged(client, order());
  told.push(weChat, shown, await client.read(weChat.chargeId), await client.read(shown.chargeId));
  told.push(await client.list({ fromMs: Date.now() - 60_000, toMs: Date.now() + 60_000 }));
  told.push(await client.picture(weChat.chargeId), await client.picture(shown.chargeId), await client.account());
  for (const status of [429, 500, 503] as const) {
    bank.faults.add({ kind: "status", status });
    told.push(await client.charge(weChatOrder("134567890123456789")));
  }
  bank.faults.add({ kind: "garbage" });
  told.push(await client.charge(weChatOrder("134567890123456781")), await client.expire(shown.chargeId));
  const everything = [JSON.stringify(told), ...lines].join("\n");
  expect(lines.length).toBeGreaterThan(4);
  for (const secret of [CODE, "1345678901234567", "downloads", "http", SECRET_KEY, PUBLIC_KEY]) {
    expect(everything).not.toContain(secret);
  }
  expect(everything).not.toContain(Buffer.from(`${SECRET_KEY}:`).toString("base64"));
});
