// A dead API is not hammered, a POST is never the trial, and the PC's clock has no say in it.
import { describe, expect, test } from "vitest";
import { createBreaker } from "#omise/breaker.ts";
import type { Heard } from "#omise/outcome.ts";
import { closedPort, openBank, openClient, openServer, order } from "./open-client.ts";

const GOOD: Heard = { kind: "answer", status: 200, json: {}, bankMs: null };
const REFUSAL: Heard = { kind: "answer", status: 400, json: {}, bankMs: null };
const HELD = { kind: "held-back" };
const FAILURES: readonly Heard[] = [
  { kind: "answer", status: 503, json: null, bankMs: null },
  { kind: "lost", code: "ECONNRESET" },
  { kind: "not-connected", code: "ECONNREFUSED" },
  { kind: "not-connected", code: "ENOTFOUND" },
  { kind: "answer", status: 500, json: null, bankMs: null },
];
const [BROKEN = GOOD] = FAILURES;

function open() {
  const at = { ms: 1_000_000 };
  const counts = { sent: 0, probes: 0 };
  const changes: boolean[] = [];
  const breaker = createBreaker({
    nowMs: () => at.ms,
    pauses: { firstMs: 2000, longestMs: 30_000 },
    probe: () => (counts.probes += 1),
    changed: (isOpen) => changes.push(isOpen),
  });
  const pass = (kind: "read" | "post", heard: Heard | Promise<Heard>) =>
    breaker.pass(kind, () => {
      counts.sent += 1;
      return Promise.resolve(heard);
    });
  const trip = async () => {
    for (const failure of FAILURES) await pass("read", failure);
  };
  return { at, breaker, changes, counts, pass, trip };
}

describe("after five failures in a row", () => {
  test("nothing leaves; before that, everything does", async () => {
    const { changes, counts, pass, trip } = open();
    for (let round = 0; round < 3; round += 1) {
      for (const failure of FAILURES.slice(1)) await pass("post", failure);
      await pass("read", REFUSAL);
    }
    expect([counts.sent, changes]).toEqual([15, []]);
    await trip();
    expect(await Promise.all([pass("read", GOOD), pass("post", GOOD)])).toEqual([HELD, HELD]);
    expect([counts.sent, changes]).toEqual([20, [true]]);
  });

  test("a 4xx, 429 among them, never opens it", async () => {
    const { changes, pass } = open();
    for (const status of [400, 401, 403, 404, 422, 429]) await pass("post", { ...REFUSAL, status });
    expect(changes).toEqual([]);
  });
});

describe("the trial", () => {
  test("is one read; reads that come meanwhile go with it, POSTs stay", async () => {
    const { at, changes, counts, pass, trip } = open();
    await trip();
    at.ms += 2001;
    const answer = Promise.withResolvers<Heard>();
    const reads = [pass("read", answer.promise), pass("read", GOOD), pass("read", REFUSAL)];
    expect(await pass("post", GOOD)).toEqual(HELD);
    expect([counts.sent, counts.probes]).toEqual([6, 0]);
    answer.resolve(GOOD);
    expect(await Promise.all(reads)).toEqual([GOOD, GOOD, REFUSAL]);
    expect(await pass("post", GOOD)).toEqual(GOOD);
    expect(changes).toEqual([true, false]);
  });

  test("that fails keeps back what waited for it, and pauses grow to the longest, spread by chance", async () => {
    const { at, counts, pass, trip } = open();
    await trip();
    const pauses: number[] = [];
    for (let trial = 0; trial < 8; trial += 1) {
      const fromMs = at.ms;
      const sent = counts.sent;
      while (counts.sent === sent) {
        at.ms += 10;
        const waiting = await Promise.all([pass("read", BROKEN), pass("read", GOOD)]);
        expect(waiting[1]).toEqual(HELD);
      }
      expect(counts.sent).toBe(sent + 1);
      pauses.push(at.ms - fromMs);
    }
    const longest = [2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000];
    for (const [index, pauseMs] of pauses.entries()) {
      expect(pauseMs).toBeGreaterThanOrEqual((longest[index] ?? 0) / 2);
      expect(pauseMs).toBeLessThanOrEqual((longest[index] ?? 0) + 10);
    }
  });

  test("is asked for by a POST that comes in time, which itself stays", async () => {
    const { at, counts, pass, trip } = open();
    await trip();
    expect(await pass("post", GOOD)).toEqual(HELD);
    expect(counts.probes).toBe(0);
    at.ms += 2001;
    expect(await pass("post", GOOD)).toEqual(HELD);
    expect(counts).toEqual({ sent: 5, probes: 1 });
  });

  test("comes at once when a person asks, whatever the clock says", async () => {
    const { at, breaker, pass, trip } = open();
    await trip();
    expect(await pass("read", GOOD)).toEqual(HELD);
    at.ms -= 500;
    breaker.tryNow();
    expect(await pass("read", GOOD)).toEqual(GOOD);
  });
});

describe("the client", () => {
  test("sends five and no sixth; POSTs held back were never sent, and the queue goes on when the API is back", async () => {
    const { origin, bank } = await openBank();
    const at = { ms: 0 };
    const { client, lines } = openClient(origin, { nowMs: () => at.ms });
    bank.faults.add({ kind: "status", status: 503, method: "GET", path: "/charges/:id", count: 5 });
    for (let reads = 0; reads < 5; reads += 1) await client.read("chrg_test_1");
    const open = { why: "breaker open", bankMs: null };
    expect(await client.read("chrg_test_1")).toEqual({ kind: "no-answer", ...open });
    expect(await client.charge(order())).toEqual({ kind: "never-sent", ...open });
    expect(await client.expire("chrg_test_1")).toEqual({ kind: "never-sent", ...open });
    expect(await client.account()).toMatchObject({ kind: "no-answer", why: "account: breaker open" });
    expect(bank.requests()).toEqual([{ method: "GET", path: "/charges/:id", count: 5 }]);
    expect(client.link.now()).toMatchObject({ state: "down", where: "api" });
    at.ms += 2000;
    expect((await client.charge(order())).kind).toBe("never-sent");
    await expect.poll(() => client.link.now().state).toBe("up");
    expect((await client.charge(order())).kind).toBe("answered");
    expect(bank.requests()).toContainEqual({ method: "POST", path: "/charges", count: 1 });
    expect(lines.filter((line) => line.includes("omise-breaker"))).toHaveLength(2);
  });

  test("a PC clock that is set back a day while it is open changes nothing", async () => {
    const { Date: RealDate } = globalThis;
    const at = { ms: 0 };
    const { client } = openClient(`http://127.0.0.1:${await closedPort()}`, { nowMs: () => at.ms });
    for (let reads = 0; reads < 5; reads += 1) await client.read("chrg_test_1");
    class DayEarlier extends RealDate {
      static override now(): number {
        return RealDate.now() - 86_400_000;
      }
    }
    globalThis.Date = DayEarlier as DateConstructor;
    try {
      expect(await client.read("chrg_test_1")).toMatchObject({ why: "breaker open" });
      at.ms += 2000;
      expect(await client.read("chrg_test_1")).toMatchObject({ why: "not-connected ECONNREFUSED" });
    } finally {
      globalThis.Date = RealDate;
    }
  });

  test("a person's question passes it", async () => {
    let isDown = true;
    const { origin, gets } = await openServer((_, response) =>
      isDown ? response.writeHead(500).end() : response.end("{}"),
    );
    const { client } = openClient(origin, { nowMs: () => 0 });
    for (let reads = 0; reads < 7; reads += 1) await client.read("chrg_test_1");
    expect(gets()).toBe(5);
    isDown = false;
    client.link.tryNow();
    await client.read("chrg_test_1");
    expect([gets(), client.link.now().state]).toEqual([6, "up"]);
  });
});
