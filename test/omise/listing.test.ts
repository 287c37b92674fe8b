// A listing is the only ground for "no payment found", so `complete` is tested against every way of being incomplete.
import { describe, expect, test } from "vitest";
import { openBank, openClient, openServer, order } from "./open-client.ts";

type Page = {
  readonly from: string;
  readonly to: string;
  readonly offset: number;
  readonly limit: number;
  readonly order: string;
};

const WINDOW = { fromMs: Date.UTC(2026, 10, 20, 8, 0, 0, 900), toMs: Date.UTC(2026, 10, 20, 8, 10, 0, 1) };

function row(number: number): object {
  return { object: "charge", id: `chrg_test_${number}`, status: "pending", amount: 1, currency: "THB" };
}

/** A bank with so many charges, newest first, whose pages a test may bend. */
async function listOf(
  total: number,
  bend: (page: Page, body: { data: object[]; total: number }) => object | null = (_, body) => body,
) {
  const asked: Page[] = [];
  const { origin } = await openServer((request, response) => {
    const query = new URL(request.url ?? "", "http://127.0.0.1").searchParams;
    const page: Page = {
      from: query.get("from") ?? "",
      to: query.get("to") ?? "",
      offset: Number(query.get("offset")),
      limit: Number(query.get("limit")),
      order: query.get("order") ?? "",
    };
    asked.push(page);
    const data = Array.from({ length: Math.max(0, Math.min(page.limit, total - page.offset)) }, (_, index) =>
      row(page.offset + index),
    );
    const body = bend(page, { data, total });
    if (body === null) response.writeHead(500).end();
    else response.end(JSON.stringify({ object: "list", ...body }));
  });
  const outcome = await openClient(origin).client.list(WINDOW);
  return { outcome, asked };
}

describe("a complete listing", () => {
  test.each([0, 1, 99, 100, 101, 250])("of %d charges", async (total) => {
    const { outcome, asked } = await listOf(total);
    expect(outcome).toMatchObject({ kind: "listed", complete: true });
    expect(outcome.kind === "listed" && outcome.charges.map((charge) => charge.chargeId)).toEqual(
      Array.from({ length: total }, (_, index) => `chrg_test_${index}`),
    );
    const window = {
      from: "2026-11-20T08:00:00Z",
      to: "2026-11-20T08:10:01Z",
      limit: 100,
      order: "reverse_chronological",
    };
    expect(asked).toEqual(
      Array.from({ length: Math.max(1, Math.ceil(total / 100)) }, (_, page) => ({ ...window, offset: page * 100 })),
    );
  });
});

test("a later page that meets a busy server is asked for once more, the first one never", async () => {
  let hiccups = 1;
  const { outcome, asked } = await listOf(150, (page, body) => {
    const isBusy = page.offset > 0 && hiccups > 0;
    if (isBusy) hiccups -= 1;
    return isBusy ? null : body;
  });
  expect(outcome).toMatchObject({ kind: "listed", complete: true });
  expect(asked.map((page) => page.offset)).toEqual([0, 100, 100]);
  expect((await listOf(150, () => null)).asked).toHaveLength(1);
});

describe("not complete", () => {
  test.each([
    ["a later page is lost", (page: Page, body: object) => (page.offset === 0 ? body : null), 100],
    [
      "the total moves",
      (page: Page, body: { total: number }) => ({ ...body, total: page.offset === 0 ? 150 : 151 }),
      150,
    ],
    ["a page is short", (_: Page, body: { data: object[] }) => ({ ...body, data: body.data.slice(1) }), 148],
    [
      "a row comes twice",
      (page: Page, body: { data: object[] }) =>
        page.offset === 0 ? body : { ...body, data: [row(0), ...body.data.slice(1)] },
      149,
    ],
    [
      "a row cannot be read",
      (_: Page, body: { data: object[] }) => ({ ...body, data: [{ object: "charge" }, ...body.data.slice(1)] }),
      148,
    ],
    [
      "a page is empty before the total",
      (page: Page, body: object) => (page.offset === 0 ? body : { ...body, data: [] }),
      100,
    ],
  ] as const)("when %s; what was found still counts", async (_, bend, found) => {
    const { outcome } = await listOf(150, bend);
    expect(outcome).toMatchObject({ kind: "listed", complete: false });
    expect(outcome.kind === "listed" && outcome.charges.length).toBe(found);
  });

  test("beyond 50 pages", async () => {
    const { outcome, asked } = await listOf(5001);
    expect([outcome.kind === "listed" && outcome.complete, asked.length]).toEqual([false, 50]);
  });
});

test("a first page that does not come is no listing at all", async () => {
  const { outcome } = await listOf(1, () => null);
  expect(outcome).toMatchObject({ kind: "no-answer", why: "status 500 without JSON" });
  const { origin } = await openBank();
  const { client } = openClient(origin, { secretKey: "skey_test_another" });
  expect(await client.list(WINDOW)).toMatchObject({ kind: "error", error: { status: 401 } });
});

test("the pretend bank's own list reads alike; one that lags is complete and without the charge", async () => {
  const { origin, bank } = await openBank();
  const { client } = openClient(origin);
  for (const last of ["1", "2", "3"])
    await client.charge(order({ attemptId: `0a7f2f6e-2b0b-4d0e-9d53-6a1f1c6b9b1${last}` }));
  const window = { fromMs: Date.now() - 300_000, toMs: Date.now() + 300_000 };
  const listed = await client.list(window);
  expect(listed).toMatchObject({ kind: "listed", complete: true, bankMs: expect.any(Number) });
  expect(listed.kind === "listed" && listed.charges.map((charge) => charge.attemptId?.at(-1))).toEqual(["3", "2", "1"]);
  bank.faults.add({ kind: "lagging-list", seconds: 60 });
  expect(await client.list(window)).toMatchObject({ kind: "listed", complete: true, charges: [] });
});
