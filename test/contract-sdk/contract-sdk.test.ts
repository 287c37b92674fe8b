// Omise's own client and ours, side by side against one pretend bank: what both can ask must be understood alike, and what
// both order must be booked alike. The bank's clock stands, so that equal orders give equal charges.
import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { order } from "#test/omise/open-client.ts";
import {
  asJson,
  back,
  backAsJson,
  booked,
  charged,
  NOON_MS,
  openPair,
  ORDERS,
  paid,
  unnamed,
  unnamedRefund,
} from "./pair.ts";
import { accountIn, chargeIn, errorIn, flagsIn, refundIn, rowsIn } from "./reading.ts";
import { createTally, type Tally } from "./tally.ts";

const whole = createTally();

let tally: Tally;
beforeEach(({ onTestFinished }) => {
  tally = createTally();
  onTestFinished(() => {
    for (const call of tally.agreed) whole.compare(call, null, null);
    for (const { call, official, ours } of tally.disagreed) whole.compare(call, official, ours);
  });
});

describe("charges", () => {
  test.each(ORDERS.map((one) => [one.method, one] as const))("create %s", async (method, asked) => {
    const pair = await openPair();
    const mine = await charged(pair.ours, asked);
    const theirs = chargeIn(await pair.official("charges.create", asJson(asked)));
    tally.compare(`charges.create ${method}`, unnamed(theirs), unnamed(mine));
    const [first, second] = booked(pair).charges;
    tally.compare(`charges.create ${method}, in the books`, second, first);
    expect(tally.disagreed).toEqual([]);
  });

  test("create from a source that was made first", async () => {
    const pair = await openPair();
    const mine = await charged(pair.ours, order());
    const source = { type: "alipayplus_mpm", amount: 12_000, currency: "THB" };
    const { id } = await pair.official("sources.create", source);
    const theirs = chargeIn(await pair.official("charges.create", asJson(order(), String(id))));
    tally.compare("sources.create and charges.create", unnamed(theirs), unnamed(mine));
    const [first, second] = booked(pair).charges;
    tally.compare("sources.create and charges.create, in the books", second, first);
    expect(tally.disagreed).toEqual([]);
  });

  test("retrieve and list, in every state", async () => {
    const pair = await openPair();
    const ids: string[] = [];
    for (const asked of ORDERS) ids.push((await charged(pair.ours, asked)).chargeId);
    const [first = "", second = "", third = ""] = ids;
    pair.bank.approve(first);
    pair.bank.decline(second, "payment_rejected");
    await pair.ours.expire(third);
    for (const id of ids) {
      const mine = await pair.ours.read(id);
      const theirs = chargeIn(await pair.official("charges.retrieve", id));
      tally.compare(`charges.retrieve ${theirs.status}`, theirs, mine.kind === "charge" ? mine.charge : mine);
    }
    const window = { fromMs: NOON_MS - 300_000, toMs: NOON_MS + 300_000 };
    const query = { from: new Date(window.fromMs).toISOString(), to: new Date(window.toMs).toISOString(), limit: 100 };
    const listed = await pair.official("charges.list", { ...query, order: "reverse_chronological" });
    const mine = await pair.ours.list(window);
    tally.compare("charges.list", rowsIn(listed).map(chargeIn), mine.kind === "listed" ? mine.charges : mine);
    expect(tally.disagreed).toEqual([]);
  });

  test("expire", async () => {
    const pair = await openPair();
    const [first, second] = [await charged(pair.ours, order()), await charged(pair.ours, order())];
    const mine = await pair.ours.expire(first.chargeId);
    const theirs = chargeIn(await pair.official("charges.expire", second.chargeId));
    tally.compare("charges.expire", unnamed(theirs), mine.kind === "charge" ? unnamed(mine.charge) : mine);
    expect(tally.disagreed).toEqual([]);
  });
});

describe("refunds", () => {
  test.each([
    ["in part", 5000, false],
    ["in full", 12_000, false],
    ["as a void", 12_000, true],
  ] as const)("create %s", async (how, amountMinor, asVoid) => {
    const pair = await openPair();
    const [first, second] = [await paid(pair), await paid(pair)];
    const mine = await pair.ours.refund(back(first, amountMinor, asVoid));
    const theirs = refundIn(
      await pair.official("charges.createRefund", second, backAsJson(back(second, amountMinor, asVoid))),
    );
    tally.compare(
      `charges.createRefund ${how}`,
      unnamedRefund(theirs),
      mine.kind === "answered" ? unnamedRefund(mine.facts) : mine,
    );
    const [one, other] = booked(pair).refunds;
    tally.compare(`charges.createRefund ${how}, in the books`, other, one);
    expect(tally.disagreed).toEqual([]);
  });

  test("list and retrieve, beside the charge's own flags", async () => {
    const pair = await openPair();
    for (const method of ["alipayplus_mpm", "atome_qr", "truemoney_qr"] as const) {
      const chargeId = await paid(pair, order({ method }));
      await pair.ours.refund(back(chargeId, 12_000));
      if (method === "atome_qr") pair.bank.refundElsewhere(chargeId, 1);
      const mine = await pair.ours.money(chargeId);
      if (mine.kind !== "money") throw new Error(`the money was ${mine.kind}`);
      const listed = rowsIn(await pair.official("charges.listRefunds", chargeId));
      tally.compare(`charges.listRefunds ${method}`, listed.map(refundIn), mine.refunds);
      const one = await pair.official("charges.retrieveRefund", chargeId, String(listed[0]?.["id"]));
      tally.compare(`charges.retrieveRefund ${method}`, refundIn(one), mine.refunds[0]);
      tally.compare(`flags of ${method}`, flagsIn(await pair.official("charges.retrieve", chargeId)), mine.flags);
    }
    expect(tally.disagreed).toEqual([]);
  });
});

test("account and capability", async () => {
  const pair = await openPair();
  const [account, capability] = [await pair.official("account.retrieve"), await pair.official("capability.retrieve")];
  const { bankMs: _, ...mine } = await pair.ours.account();
  tally.compare("account.retrieve and capability.retrieve", accountIn(account, capability), mine);
  expect(tally.disagreed).toEqual([]);
});

describe("errors", () => {
  /** Code and words, where the outcome has an error. */
  const ours = (outcome: object) => {
    const parsed = z.object({ error: z.object({ code: z.string(), message: z.string() }) }).safeParse(outcome);
    return parsed.success ? parsed.data.error : outcome;
  };

  test("404, and each 400 of a call", async () => {
    const pair = await openPair();
    const paidId = await paid(pair);
    const none = "chrg_test_none";
    const small = order({ money: { amountMinor: 100, currency: "THB" } });
    const missing = errorIn(await pair.official("charges.retrieve", none));
    tally.compare("retrieve 404", missing, ours(await pair.ours.read(none)));
    tally.compare(
      "create 400",
      errorIn(await pair.official("charges.create", asJson(small))),
      ours(await pair.ours.charge(small)),
    );
    tally.compare(
      "expire 400",
      errorIn(await pair.official("charges.expire", paidId)),
      ours(await pair.ours.expire(paidId)),
    );
    tally.compare(
      "createRefund 400",
      errorIn(await pair.official("charges.createRefund", paidId, { amount: 12_001 })),
      ours(await pair.ours.refund(back(paidId, 12_001))),
    );
    tally.compare(
      "createRefund void 400",
      errorIn(await pair.official("charges.createRefund", paidId, { amount: 1, void: true })),
      ours(await pair.ours.refund(back(paidId, 1, true))),
    );
    expect(tally.disagreed).toEqual([]);
  });

  test("401", async () => {
    const pair = await openPair("skey_test_another");
    const theirs = errorIn(await pair.official("charges.create", asJson(order())));
    tally.compare("create 401", theirs, ours(await pair.ours.charge(order())));
    const account = errorIn(await pair.official("account.retrieve"));
    tally.compare("account 401", account, ours(await pair.ours.account()));
    expect(tally.disagreed).toEqual([]);
  });
});

test("a difference is seen: one client's order is a satang more, one reads before the customer pays", async () => {
  const planted = createTally();
  const pair = await openPair();
  const mine = await charged(pair.ours, order());
  const more = { ...asJson(order()), amount: 12_001 };
  planted.compare("charges.create", unnamed(chargeIn(await pair.official("charges.create", more))), unnamed(mine));
  const theirs = chargeIn(await pair.official("charges.retrieve", mine.chargeId));
  pair.bank.approve(mine.chargeId);
  const after = await pair.ours.read(mine.chargeId);
  planted.compare("charges.retrieve", theirs, after.kind === "charge" ? after.charge : after);
  expect([planted.agreed, planted.disagreed.map(({ call }) => call)]).toEqual([
    [],
    ["charges.create", "charges.retrieve"],
  ]);
});

test("how many agreed", () => {
  console.log(whole.line());
  expect([whole.agreed.length, whole.disagreed.length]).toEqual([39, 0]);
});
