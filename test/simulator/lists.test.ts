// Paging through what the bank knows: the envelope, the order, and the ends of the window.
import { expect, test } from "vitest";
import { atome, chargeId, errorOf, listed, NOON_MS, objectOf, openBank } from "./open-bank.ts";

const ids = (rows: readonly Record<string, unknown>[]) => rows.map((row) => row["id"]);

test("the envelope, the default page and the newest first", async () => {
  await using bank = await openBank();
  const made: string[] = [];
  for (let count = 0; count < 25; count += 1) {
    made.push(await chargeId(bank, atome()));
    bank.clock.nowMs += 1000;
  }
  const { data, ...envelope } = objectOf(await bank.get("/charges"));
  expect(envelope).toEqual({
    object: "list",
    limit: 20,
    offset: 0,
    total: 25,
    location: "/charges",
    order: "chronological",
    from: "1970-01-01T00:00:00Z",
    to: "2026-03-10T05:00:25Z",
  });
  expect(data).toHaveLength(20);
  const newest = await bank.get("/charges?order=reverse_chronological&limit=3&offset=1");
  expect(ids(listed(newest))).toEqual([made[23], made[22], made[21]]);
  expect(ids(listed(await bank.get("/charges?limit=100")))).toEqual(made);
  expect(listed(await bank.get("/charges?offset=25"))).toEqual([]);
});

test("from and to hold their ends, also in another zone", async () => {
  await using bank = await openBank();
  const made: string[] = [];
  for (let count = 0; count < 4; count += 1) {
    made.push(await chargeId(bank, atome()));
    bank.clock.nowMs += 1000;
  }
  const window = "from=2026-03-10T05:00:01Z&to=2026-03-10T12:00:02%2B07:00";
  const inside = await bank.get(`/charges?${window}`);
  expect(ids(listed(inside))).toEqual([made[1], made[2]]);
  expect(objectOf(inside)).toMatchObject({ total: 2, from: "2026-03-10T05:00:01Z", to: "2026-03-10T05:00:02Z" });
  const later = new Date(NOON_MS + 300_000).toISOString();
  expect(objectOf(await bank.get(`/charges?to=${later}`))).toMatchObject({ total: 4, to: "2026-03-10T05:05:00Z" });
});

test.each(["limit=0", "limit=101", "limit=x", "offset=-1", "from=yesterday", "order=newest"])(
  "%s is refused",
  async (query) => {
    await using bank = await openBank();
    expect(errorOf(await bank.get(`/charges?${query}`))).toEqual({ status: 400, code: "bad_request" });
  },
);
