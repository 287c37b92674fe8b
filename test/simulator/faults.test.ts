// Bad days: each fault does to the caller what it says, and to the books what it says.
import { describe, expect, test } from "vitest";
import type { FaultRequest } from "#simulator/simulator.ts";
import { atome, chargeId, errorOf, listed, look, objectOf, openBank, paidCharge, type OpenBank } from "./open-bank.ts";

const charges = (bank: OpenBank) => bank.simulator.bank.books().charges.length;
const posts = (bank: OpenBank) =>
  bank.simulator.bank.requests().find(({ method, path }) => method === "POST" && path === "/charges")?.count ?? 0;

describe("the answer is lost", () => {
  test.each([
    ["drop-answer", { kind: "drop-answer" }, 1],
    ["drop-request", { kind: "drop-request" }, 0],
    ["late-charge", { kind: "late-charge", seconds: 5 }, 1],
  ] as const)("%s: a reset, one POST, and %j leaves %i charge", async (_name, fault, made) => {
    await using bank = await openBank();
    bank.simulator.bank.faults.add(fault);
    await expect(bank.post("/charges", atome())).rejects.toMatchObject({ code: "UND_ERR_SOCKET" });
    expect([charges(bank), posts(bank)]).toEqual([made, 1]);
    await chargeId(bank, atome());
    expect([charges(bank), posts(bank)]).toEqual([made + 1, 2]);
  });
});

describe("the answer lies", () => {
  test.each([
    [{ kind: "status", status: 500 }, 500, "internal_error", 0],
    [{ kind: "status", status: 503, charged: true }, 503, "service_unavailable", 1],
    [{ kind: "status", status: 429 }, 429, "too_many_requests", 0],
    [{ kind: "backend-error", charged: false }, 400, "backend_error", 0],
    [{ kind: "backend-error", charged: true }, 400, "backend_error", 1],
  ] as const)("%j", async (fault, status, code, made) => {
    await using bank = await openBank();
    bank.simulator.bank.faults.add(fault);
    expect(errorOf(await bank.post("/charges", atome()))).toEqual({ status, code });
    expect(charges(bank)).toBe(made);
  });

  test.each([true, false])("garbage, charged: %s", async (charged) => {
    await using bank = await openBank();
    bank.simulator.bank.faults.add({ kind: "garbage", charged });
    const reply = await bank.post("/charges", atome());
    expect(() => objectOf(reply)).toThrow(SyntaxError);
    expect([reply.status, charges(bank)]).toEqual([200, charged ? 1 : 0]);
  });
});

describe("time", () => {
  test.each([
    ["delay-request", 0],
    ["delay-answer", 1],
  ] as const)(
    "%s holds the answer back with %i charges made; closing the bank does not wait for it",
    async (kind, made) => {
      const bank = await openBank();
      bank.simulator.bank.faults.add({ kind, ms: 600_000 });
      const ending = bank.post("/charges", atome()).then(
        () => "answered",
        (error: Error) => error.name,
      );
      await expect.poll(() => [posts(bank), charges(bank)]).toEqual([1, made]);
      await bank.simulator.close();
      expect(await ending).not.toBe("answered");
    },
  );

  test.each(["delay-request", "delay-answer"] as const)("%s answers in the end", async (kind) => {
    await using bank = await openBank();
    bank.simulator.bank.faults.add({ kind, ms: 100 });
    const startedMs = performance.now();
    expect((await bank.post("/charges", atome())).status).toBe(200);
    expect(performance.now() - startedMs).toBeGreaterThan(90);
    expect(charges(bank)).toBe(1);
  });

  test("a lagging listing shows a charge only later; GET knows it at once", async () => {
    await using bank = await openBank();
    const id = await chargeId(bank, atome());
    bank.simulator.bank.faults.add({ kind: "lagging-list", seconds: 10, count: 2 });
    bank.clock.nowMs += 9000;
    expect(listed(await bank.get("/charges"))).toEqual([]);
    expect((await bank.get(`/charges/${id}`)).status).toBe(200);
    bank.clock.nowMs += 1000;
    expect(listed(await bank.get("/charges"))).toHaveLength(1);
  });

  test("a late charge is known to nobody until its time", async () => {
    await using bank = await openBank();
    bank.simulator.bank.faults.add({ kind: "late-charge", seconds: 5 });
    await expect(bank.post("/charges", atome())).rejects.toMatchObject({ code: "UND_ERR_SOCKET" });
    const id = bank.simulator.bank.books().charges[0]?.id ?? "";
    bank.clock.nowMs += 4999;
    expect(listed(await bank.get("/charges"))).toEqual([]);
    expect(errorOf(await bank.get(`/charges/${id}`)).status).toBe(404);
    expect(errorOf(await bank.post(`/charges/${id}/expire`)).status).toBe(404);
    bank.clock.nowMs += 1;
    expect(listed(await bank.get("/charges"))).toMatchObject([{ id }]);
    expect((await bank.get(`/charges/${id}`)).status).toBe(200);
  });
});

describe("money going back", () => {
  const path = "/charges/:id/refunds";
  const refunds = (bank: OpenBank) => bank.simulator.bank.books().refunds.length;

  test.each([
    [{ kind: "drop-answer", method: "POST", path }, 1],
    [{ kind: "drop-request", method: "POST", path }, 0],
    [{ kind: "late-refund", seconds: 5 }, 1],
  ] as const)("%j: a reset, and %i refund", async (fault, made) => {
    await using bank = await openBank();
    const id = await paidCharge(bank, atome());
    bank.simulator.bank.faults.add(fault);
    await expect(bank.post(`/charges/${id}/refunds`, { amount: 100 })).rejects.toMatchObject({
      code: "UND_ERR_SOCKET",
    });
    expect([refunds(bank), bank.simulator.bank.faults.waiting()]).toEqual([made, []]);
  });

  test("a late refund is known to nobody until its time, and no other can take its place", async () => {
    await using bank = await openBank();
    const id = await paidCharge(bank, atome());
    bank.simulator.bank.faults.add({ kind: "late-refund", seconds: 5 });
    const lost = bank.post(`/charges/${id}/refunds`, { amount: 50_000 });
    await expect(lost).rejects.toMatchObject({ code: "UND_ERR_SOCKET" });
    const known = async () => {
      const charge = await look(bank, id, "refunded_amount", "refunds");
      const pages = await Promise.all([bank.get(`/charges/${id}/refunds`), bank.get("/refunds")]);
      return [charge["refunded_amount"], charge["refunds"], ...pages.map((page) => listed(page).length)];
    };
    bank.clock.nowMs += 4999;
    expect(await known()).toEqual([0, expect.objectContaining({ total: 0, data: [] }), 0, 0]);
    expect(errorOf(await bank.post(`/charges/${id}/refunds`, { amount: 1 })).code).toBe("failed_refund");
    bank.clock.nowMs += 1;
    expect(await known()).toEqual([50_000, expect.objectContaining({ total: 1 }), 1, 1]);
  });

  test("a listing of refunds lags, and each read of a charge and its refunds can be met by a fault", async () => {
    await using bank = await openBank();
    const id = await paidCharge(bank, atome());
    await bank.post(`/charges/${id}/refunds`, { amount: 100 });
    bank.simulator.bank.faults.add({ kind: "lagging-list", seconds: 10, path });
    expect(listed(await bank.get(`/charges/${id}/refunds`))).toEqual([]);
    expect(listed(await bank.get(`/charges/${id}/refunds`))).toHaveLength(1);
    bank.simulator.bank.faults.add({ kind: "status", status: 503, method: "GET", path });
    bank.simulator.bank.faults.add({ kind: "status", status: 500, method: "GET", path: "/charges/:id" });
    const statuses = [(await bank.get(`/charges/${id}/refunds`)).status, (await bank.get(`/charges/${id}`)).status];
    expect(statuses).toEqual([503, 500]);
  });
});

describe("aim", () => {
  test("faults strike in order, as often as said, only where they are meant", async () => {
    await using bank = await openBank();
    const id = await chargeId(bank, atome());
    const script: FaultRequest[] = [
      { kind: "status", status: 503, method: "GET", path: "/charges/:id", count: 2 },
      { kind: "status", status: 500, method: "GET", path: "/charges/:id" },
    ];
    for (const fault of script) bank.simulator.bank.faults.add(fault);
    expect((await bank.get("/charges")).status).toBe(200);
    const statuses: number[] = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await bank.get(`/charges/${id}`)).status);
    expect(statuses).toEqual([503, 503, 500, 200]);
    expect(bank.simulator.bank.faults.waiting()).toEqual([]);
  });

  test("a fault without an aim waits for POST /charges", async () => {
    await using bank = await openBank();
    const id = await chargeId(bank, atome());
    bank.simulator.bank.faults.add({ kind: "status", status: 500 });
    bank.simulator.bank.faults.add({ kind: "status", status: 503, method: "POST", path: "/charges/:id/expire" });
    const calm = [bank.get("/charges"), bank.get(`/charges/${id}`), bank.post(`/charges/${id}/mark_as_paid`)];
    expect((await Promise.all(calm)).map((reply) => reply.status)).toEqual([200, 200, 200]);
    expect((await bank.get(`/charges/${id}/expire`)).status).toBe(404);
    expect((await bank.post(`/charges/${id}/expire`)).status).toBe(503);
    expect((await bank.post("/charges", atome())).status).toBe(500);
  });

  test("they can be taken back, and nonsense throws", async () => {
    await using bank = await openBank();
    bank.simulator.bank.faults.add({ kind: "drop-answer", count: 9 });
    bank.simulator.bank.faults.clear();
    expect((await bank.post("/charges", atome())).status).toBe(200);
    expect(() => bank.simulator.bank.faults.add({ kind: "drop-answer", count: 0 })).toThrow("count");
  });
});
