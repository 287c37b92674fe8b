// Money going back, against the pretend bank over real loopback HTTP: one POST, four answers, and a look that is whole or says
// that it is not.
import { describe, expect, test } from "vitest";
import type { FaultRequest } from "#simulator/simulator.ts";
import type { MoneyOutcome, Payments, RefundOrder } from "#till/ports.ts";
import { openBank, openClient, openServer, order } from "./open-client.ts";

const REFUND_ID = "3b1c0a52-7d1e-4b1e-9a43-2d9b6f1a2c33";
const REFUNDS = "/charges/:id/refunds";
type Bank = Awaited<ReturnType<typeof openBank>>["bank"];

async function opened(method: "atome_qr" | "alipayplus_mpm" | "truemoney_qr" = "atome_qr") {
  const { origin, bank } = await openBank({ nowMs: () => Date.UTC(2026, 10, 20, 5) });
  const { client, lines } = openClient(origin);
  const outcome = await client.charge(order({ method }));
  if (outcome.kind !== "answered") throw new Error(`the charge was ${outcome.kind}`);
  const { chargeId } = outcome.charge;
  bank.approve(chargeId);
  return { bank, client, lines, chargeId };
}

function back(chargeId: string, changes: Partial<RefundOrder> = {}): RefundOrder {
  const money = { amountMinor: 5000, currency: "THB" } as const;
  return { refundId: REFUND_ID, chargeId, money, asVoid: false, approver: 7, ...changes };
}

const posts = (bank: Bank) =>
  bank.requests().find(({ method, path }) => method === "POST" && path === REFUNDS)?.count ?? 0;

async function moneyOf(client: Payments, chargeId: string): Promise<Extract<MoneyOutcome, { kind: "money" }>> {
  const outcome = await client.money(chargeId);
  if (outcome.kind !== "money") throw new Error(`the money was ${outcome.kind}`);
  return outcome;
}

describe("a refund", () => {
  test("is booked as ordered, once, and answered as facts", async () => {
    const { bank, client, chargeId } = await opened();
    bank.turn({ refundDelayMs: 60_000 });
    expect(await client.refund(back(chargeId))).toEqual({
      kind: "answered",
      facts: {
        omiseRefundId: expect.stringMatching(/^rfnd_test_/),
        chargeId,
        amountMinor: 5000,
        currency: "THB",
        status: "pending",
        voided: false,
        refundId: REFUND_ID,
        createdAtMs: Date.UTC(2026, 10, 20, 5),
      },
      bankMs: Date.UTC(2026, 10, 20, 5),
    });
    expect(bank.books().refunds).toMatchObject([
      { chargeId, amount: 5000, metadata: { cf_refund: REFUND_ID, cf_approver: "7" } },
    ]);
    expect(posts(bank)).toBe(1);
  });

  test("asks for a void only where nothing else will do, and takes Omise's word on which it was", async () => {
    const whole = { amountMinor: 12_000, currency: "THB" } as const;
    const asked = await opened("alipayplus_mpm");
    const voided = { kind: "answered", facts: { voided: true } };
    expect(await asked.client.refund(back(asked.chargeId, { money: whole, asVoid: true }))).toMatchObject(voided);
    const chosen = await opened("alipayplus_mpm");
    expect(await chosen.client.refund(back(chosen.chargeId, { money: whole }))).toMatchObject(voided);
    const undocumented = await opened();
    const refused = { kind: "refused", error: { status: 400, code: "failed_void" } };
    const order = back(undocumented.chargeId, { money: whole, asVoid: true });
    expect(await undocumented.client.refund(order)).toMatchObject(refused);
  });

  test("beyond what is left, of no charge, with a wrong key: refused, with proof", async () => {
    const { origin, bank } = await openBank();
    const { client } = openClient(origin);
    const outcome = await client.charge(order());
    const chargeId = outcome.kind === "answered" ? outcome.charge.chargeId : "";
    const refused = (status: number, code: string) => ({ kind: "refused", error: { status, code } });
    expect(await client.refund(back(chargeId))).toMatchObject(refused(400, "failed_refund"));
    expect(await client.refund(back("chrg_test_none"))).toMatchObject(refused(404, "not_found"));
    const stranger = openClient(origin, { secretKey: "skey_test_another" }).client;
    expect(await stranger.refund(back(chargeId))).toMatchObject(refused(401, "authentication_failure"));
    expect(bank.books().refunds).toEqual([]);
  });

  const faults: readonly (readonly [FaultRequest, string, number])[] = [
    [{ kind: "drop-answer" }, "unknown", 1],
    [{ kind: "drop-request" }, "unknown", 0],
    [{ kind: "late-refund", seconds: 0 }, "unknown", 1],
    [{ kind: "garbage" }, "unknown", 1],
    [{ kind: "status", status: 500, charged: true }, "unknown", 1],
    [{ kind: "backend-error", charged: true }, "unknown", 1],
    [{ kind: "backend-error", charged: false }, "unknown", 0],
    [{ kind: "status", status: 429 }, "refused", 0],
  ];
  test.each(faults)("%o is %s, is never repeated, and leaves %d refunds", async (fault, kind, booked) => {
    const { bank, client, chargeId } = await opened();
    bank.faults.add({ ...fault, ...(fault.kind === "duplicate-webhook" ? {} : { method: "POST", path: REFUNDS }) });
    expect((await client.refund(back(chargeId))).kind).toBe(kind);
    expect([bank.books().refunds.length, posts(bank)]).toEqual([booked, 1]);
  });

  test("answered with the refund of another charge, or with none, is unknown", async () => {
    const refund = { object: "refund", id: "rfnd_test_1", amount: 5000, currency: "THB" };
    for (const answer of [{ ...refund, charge: "chrg_test_2" }, refund, { object: "charge", id: "chrg_test_1" }]) {
      const { origin } = await openServer((_, response) => response.end(JSON.stringify(answer)));
      const outcome = await openClient(origin).client.refund(back("chrg_test_1"));
      expect(outcome).toMatchObject({ kind: "unknown", why: "status 200 in an unexpected shape" });
    }
  });
});

describe("the money of a charge", () => {
  test("is its flags and every refund, ours told from those made elsewhere", async () => {
    const { bank, client, chargeId } = await opened("truemoney_qr");
    expect(await moneyOf(client, chargeId)).toMatchObject({
      charge: { chargeId, status: "successful", paid: true },
      flags: {
        refundable: true,
        partiallyRefundable: false,
        canPerformVoid: true,
        voided: false,
        refundedMinor: 0,
      },
      refunds: [],
      complete: true,
    });
    const atome = await opened();
    await atome.client.refund(back(atome.chargeId));
    expect(atome.bank.refundElsewhere(atome.chargeId, 100)).toBe("done");
    expect(await moneyOf(atome.client, atome.chargeId)).toMatchObject({
      // Atome's charge has neither of these two flags: nothing is known, and nothing is guessed.
      flags: { refundable: true, partiallyRefundable: null, canPerformVoid: null, refundedMinor: 5100 },
      refunds: [
        { refundId: REFUND_ID, amountMinor: 5000, status: "closed" },
        { refundId: null, amountMinor: 100 },
      ],
      complete: true,
    });
    expect(bank.requests().filter(({ path }) => path === REFUNDS)).toEqual([]);
  });

  test("found after a lost answer; one that appears late is absent until then", async () => {
    let nowMs = Date.UTC(2026, 10, 20, 5);
    const { origin, bank } = await openBank({ nowMs: () => nowMs });
    const { client } = openClient(origin);
    const charged = await client.charge(order());
    const chargeId = charged.kind === "answered" ? charged.charge.chargeId : "";
    bank.approve(chargeId);
    bank.faults.add({ kind: "late-refund", seconds: 5 });
    expect((await client.refund(back(chargeId))).kind).toBe("unknown");
    expect(await moneyOf(client, chargeId)).toMatchObject({ refunds: [], complete: true });
    nowMs += 5000;
    expect(await moneyOf(client, chargeId)).toMatchObject({ refunds: [{ refundId: REFUND_ID }], complete: true });
  });

  test("of no charge is an error; no answer is no news", async () => {
    const { bank, client, chargeId } = await opened();
    expect(await client.money("chrg_test_none")).toMatchObject({ kind: "error", error: { status: 404 } });
    bank.faults.add({ kind: "drop-answer", method: "GET", path: "/charges/:id" });
    expect((await client.money(chargeId)).kind).toBe("no-answer");
  });
});

describe("the refunds of a charge", () => {
  const refund = (number: number) => {
    const metadata = { cf_refund: number === 0 ? "not-a-uuid" : REFUND_ID };
    return {
      object: "refund",
      id: `rfnd_test_${number}`,
      charge: "chrg_test_1",
      amount: 10,
      currency: "thb",
      metadata,
    };
  };
  const rows = (count: number) => Array.from({ length: count }, (_, number) => refund(number));
  const least = { object: "charge", id: "chrg_test_1", status: "successful", amount: 5000, currency: "THB" };
  const list = (data: readonly object[], total: number) => ({ object: "list", data, total });

  /** @param listed null: the listing breaks */
  async function look(charge: object, listed: object | null) {
    const asked: string[] = [];
    const { origin } = await openServer((request, response) => {
      asked.push(request.url ?? "");
      const isList = request.url?.includes("/refunds") === true;
      if (isList && listed === null) response.writeHead(500).end();
      else response.end(JSON.stringify(isList ? listed : { ...least, ...charge }));
    });
    const money = await moneyOf(openClient(origin).client, "chrg_test_1");
    return { complete: money.complete, count: money.refunds.length, refunded: money.flags.refundedMinor, asked, money };
  }

  test("come with it, or are paged where they are more", async () => {
    const embedded = await look({ refunds: list(rows(3), 3), refunded_amount: 30 }, null);
    expect(embedded).toMatchObject({ complete: true, count: 3, refunded: 30, asked: ["/charges/chrg_test_1"] });
    expect(embedded.money.refunds[0]).toEqual({
      omiseRefundId: "rfnd_test_0",
      chargeId: "chrg_test_1",
      amountMinor: 10,
      currency: "THB",
      status: null,
      voided: null,
      refundId: null,
      createdAtMs: null,
    });
    const paged = await look({ refunds: list(rows(20), 22) }, list(rows(22), 22));
    expect(paged).toMatchObject({ complete: true, count: 22, refunded: 220 });
    expect(paged.asked[1]).toBe("/charges/chrg_test_1/refunds?limit=100&offset=0&order=chronological");
    expect(await look({}, list(rows(1), 1))).toMatchObject({ complete: true, count: 1, refunded: 10 });
  });

  test.each([
    ["the listing breaks", { refunds: list(rows(20), 22) }, null, 20],
    ["the listing is short", { refunds: list(rows(20), 22) }, list(rows(21), 22), 21],
    ["one can not be read", { refunds: list([...rows(1), { object: "refund" }], 2) }, list(rows(1), 2), 1],
    ["more went back than they add up to", { refunds: list(rows(2), 2), refunded_amount: 30 }, null, 2],
    ["neither has any", {}, null, 0],
  ] as const)("are not complete when %s; what was found still counts", async (_, charge, listed, count) => {
    expect(await look(charge, listed)).toMatchObject({ complete: false, count });
  });

  test("a flag or an amount of another type is a wrong shape, not a guess", async () => {
    for (const odd of [{ refundable: "true" }, { refunded_amount: "30" }, { can_perform_void: 1 }]) {
      const { origin } = await openServer((_, response) => response.end(JSON.stringify({ ...least, ...odd })));
      expect((await openClient(origin).client.money("chrg_test_1")).kind).toBe("no-answer");
    }
  });
});
