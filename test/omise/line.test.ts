// What the client tells of the link by its own calls: the wallet's provider among them.
import { expect, test } from "vitest";
import { openBank, openClient, order } from "./open-client.ts";

async function opened() {
  const { origin, bank } = await openBank();
  const { client, links } = openClient(origin);
  const charged = await client.charge(order());
  if (charged.kind !== "answered") throw new Error(`the charge was ${charged.kind}`);
  const { chargeId } = charged.charge;
  const fail = async () => {
    bank.faults.add({ kind: "backend-error", charged: false });
    expect(await client.charge(order())).toMatchObject({ kind: "unknown", why: "status 400 backend_error" });
  };
  return { bank, client, links, chargeId, fail };
}

test("a wallet's provider that does not answer is told from the API, until a charge goes through", async () => {
  const { client, links, fail } = await opened();
  await fail();
  await client.read("chrg_test_none");
  expect(client.link.now()).toMatchObject({ state: "down", where: "provider" });
  await client.charge(order());
  expect(links).toEqual(["up", "down provider", "up"]);
});

test("until an expiry or a refund goes through", async () => {
  const { bank, client, links, chargeId, fail } = await opened();
  const other = await client.charge(order());
  await fail();
  await client.expire(chargeId);
  const paidId = other.kind === "answered" ? other.charge.chargeId : "";
  bank.approve(paidId);
  await fail();
  const money = { amountMinor: 100, currency: "THB" } as const;
  const refundId = "3b1c0a52-7d1e-4b1e-9a43-2d9b6f1a2c33";
  await client.refund({ refundId, chargeId: paidId, money, asVoid: false, approver: 7 });
  expect(links).toEqual(["up", "down provider", "up", "down provider", "up"]);
});

test("until a payment that was pending is decided; one that Omise let expire says nothing of the wallet", async () => {
  const { bank, client, links, chargeId, fail } = await opened();
  const atome = await client.charge(order({ method: "atome_qr", expiresAtMs: Date.now() + 60_000 }));
  const atomeId = atome.kind === "answered" ? atome.charge.chargeId : "";
  await fail();
  bank.faults.add({ kind: "drop-answer", method: "POST", path: "/charges/:id/expire" });
  await client.expire(atomeId);
  expect(await client.read(atomeId)).toMatchObject({ charge: { status: "expired" } });
  await client.read(chargeId);
  expect(links).toEqual(["up", "down provider"]);
  bank.decline(chargeId);
  await client.read(chargeId);
  expect(links).toEqual(["up", "down provider", "up"]);
});

test("slow answers are told, by the till's clock", async () => {
  const at = { ms: 0 };
  const { origin, bank } = await openBank();
  const { client, links } = openClient(origin, { nowMs: () => at.ms });
  const asked = async (tookMs: number) => {
    bank.faults.add({ kind: "delay-answer", ms: 20, method: "GET", path: "/charges/:id" });
    const reading = client.read("chrg_test_none");
    at.ms += tookMs;
    await reading;
  };
  for (const tookMs of [100, 3500, 3500, 100, 9000]) await asked(tookMs);
  expect(links).toEqual(["up", "slow", "up", "slow"]);
});
