// Webhooks as Omise signs them, received by a real loopback server.
import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { expect, test } from "vitest";
import { signWebhook } from "#simulator/webhooks.ts";
import { openSimulator } from "#simulator/simulator.ts";
import { alipay, chargeId, listed, NOON_MS, openBank, weChat } from "./open-bank.ts";

const SECRET = "c2VjcmV0LW9mLXRoZS1zaG9w";

test("the signature of a known message", () => {
  // printf '1773118800.{"key":"charge.complete"}' | openssl dgst -sha256 -hmac secret-of-the-shop
  const wanted = "851db423708642d5cfb97a28e2b6bca27e4db3b6a59fab28155104744168b46f";
  expect(signWebhook(SECRET, "1773118800", '{"key":"charge.complete"}')).toBe(wanted);
});

test("an event is posted, signed over its raw body, without deliveries; GET /events then names the delivery", async () => {
  await using shop = await openShop();
  await using bank = await openBank({ webhookEndpoints: [shop.address], webhookSecret: SECRET });
  const id = await chargeId(bank, alipay());
  bank.simulator.bank.approve(id);
  await expect.poll(() => shop.received.length).toBe(2);
  for (const { headers, body } of shop.received) {
    const timestamp = String(headers["omise-signature-timestamp"]);
    const key = Buffer.from(SECRET, "base64");
    expect(timestamp).toBe(String(NOON_MS / 1000));
    expect(headers["omise-signature"]).toBe(createHmac("sha256", key).update(`${timestamp}.${body}`).digest("hex"));
    expect(JSON.parse(body)).toMatchObject({ object: "event", data: { id }, webhook_deliveries: [] });
  }
  const keys = shop.received.map(({ body }) => String(JSON.parse(body).key));
  expect(keys.toSorted()).toEqual(["charge.complete", "charge.create"]);
  const delivered = { object: "webhook_delivery", uri: shop.address, status: 204, error: null };
  await expect
    .poll(async () => listed(await bank.get("/events")))
    .toMatchObject([{ webhook_deliveries: [delivered] }, { webhook_deliveries: [delivered] }]);
});

test("a duplicate goes out twice with the same event id", async () => {
  await using shop = await openShop();
  await using bank = await openBank({ webhookEndpoints: [shop.address] });
  bank.simulator.bank.faults.add({ kind: "duplicate-webhook" });
  await chargeId(bank, alipay());
  await expect.poll(() => shop.received.length).toBe(2);
  const ids = shop.received.map(({ body }) => String(JSON.parse(body).id));
  expect(new Set(ids).size).toBe(1);
  bank.simulator.bank.approve(bank.simulator.bank.books().charges[0]?.id ?? "");
  await expect.poll(() => shop.received.length).toBe(3);
});

test("a charge's own endpoint is told too, if it is plain loopback", async () => {
  await using shop = await openShop();
  await using bank = await openBank();
  const encrypted = shop.address.replace("http:", "https:");
  const id = await chargeId(bank, alipay({ "webhook_endpoints[0]": encrypted, "webhook_endpoints[1]": shop.address }));
  const delivered = async () =>
    listed(await bank.get("/events")).map(({ webhook_deliveries: deliveries }) =>
      Array.isArray(deliveries) ? deliveries.map(({ uri }: { uri: string }) => uri) : [],
    );
  await expect.poll(delivered).toEqual([[shop.address]]);
  bank.simulator.bank.approve(id);
  await expect.poll(delivered).toEqual([[shop.address], [shop.address]]);
  expect(shop.received[0]?.headers["omise-signature"]).toBeUndefined();
});

test("a customer who confirms alone is told of without anybody asking", async () => {
  await using shop = await openShop();
  await using bank = await openBank({ webhookEndpoints: [shop.address], nowMs: Date.now });
  bank.simulator.bank.phone.setWeChat("confirm");
  await chargeId(bank, weChat());
  const told = () => shop.received.map(({ body }) => String(JSON.parse(body).data.status));
  await expect.poll(told, { timeout: 10_000 }).toEqual(["pending", "successful"]);
});

test("an endpoint off this machine is refused at opening", async () => {
  const keys = { publicKey: "pkey_test_1", secretKey: "skey_test_1" };
  const options = { country: "TH", ...keys, webhookEndpoints: ["https://shop.example.com/hook"] } as const;
  await expect(openSimulator(options)).rejects.toThrow("loopback");
});

type Received = { readonly headers: IncomingHttpHeaders; readonly body: string };

async function openShop(): Promise<
  AsyncDisposable & { readonly address: string; readonly received: readonly Received[] }
> {
  const received: Received[] = [];
  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on("data", (part: Buffer) => parts.push(part));
    incoming.on("end", () => {
      received.push({ headers: incoming.headers, body: Buffer.concat(parts).toString("utf8") });
      outgoing.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { address: `http://127.0.0.1:${address.port}/hook`, received, [Symbol.asyncDispose]: close };
}
