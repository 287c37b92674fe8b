// The pretend phone and the controls over HTTP, as a person's browser and a test program use them.
import { describe, expect, test } from "vitest";
import { alipay, chargeId, errorOf, look, openBank, trueMoney, weChat, type OpenBank } from "./open-bank.ts";

const payloadOf = (bank: OpenBank) => bank.simulator.bank.books().charges[0]?.payload ?? "";

describe("pages", () => {
  test("the list leads to the charge, and Approve pays it", async () => {
    await using bank = await openBank();
    const id = await chargeId(bank, alipay({ amount: 1_234_567, description: '<b>"Shop" & Co</b>' }));
    const list = await bank.get("/pretend/phone");
    const link = `/pretend/phone/${payloadOf(bank)}`;
    expect(list.text).toContain(`href="${link}"`);
    const before = (await bank.get(link)).text;
    expect(before).toContain("THB 12,345.67");
    expect(before).toContain("&#60;b&#62;&#34;Shop&#34; &#38; Co&#60;/b&#62;");
    expect(before).toContain(`<form method="post" action="${link}/approve">`);
    const pressed = await bank.post(`${link}/approve`);
    expect([pressed.status, pressed.headers["location"]]).toEqual([303, link]);
    expect(await look(bank, id, "status")).toEqual({ status: "successful" });
    const after = (await bank.get(link)).text;
    expect(after).toContain("✓ Paid");
    expect(after).not.toContain("<form");
    expect((await bank.get("/pretend/phone")).text).toContain("No payment waits for you.");
  });

  test("Decline fails it with the chosen reason; WeChat's customer has a page too", async () => {
    await using bank = await openBank();
    const id = await chargeId(bank, weChat());
    const fields = { failure_code: "insufficient_fund" };
    expect((await bank.post(`/pretend/phone/${payloadOf(bank)}/decline`, fields)).status).toBe(303);
    expect(await look(bank, id, "status", "failure_code")).toEqual({ status: "failed", ...fields });
  });

  test("TrueMoney's customer chooses where the money comes from", async () => {
    await using bank = await openBank();
    const id = await chargeId(bank, trueMoney());
    expect((await bank.get(`/pretend/phone/${payloadOf(bank)}`)).text).toContain('<option value="pay_next">');
    await bank.post(`/pretend/phone/${payloadOf(bank)}/approve`, { funding: "card" });
    bank.clock.nowMs += 86_400_000;
    expect(await look(bank, id, "refundable", "partially_refundable")).toEqual({
      refundable: true,
      partially_refundable: false,
    });
  });

  test("an unknown payload is 404, and pages allow no script", async () => {
    await using bank = await openBank();
    const reply = await bank.get("/pretend/phone/COUNTERFOIL-TRAINING-ATOME-NONE");
    expect(reply.status).toBe(404);
    expect(reply.headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect((await bank.post("/pretend/phone/COUNTERFOIL-TRAINING-ATOME-NONE/approve")).status).toBe(404);
  });

  test("a foreign page can not press the buttons, the bank's own can", async () => {
    await using bank = await openBank();
    const id = await chargeId(bank, alipay());
    const press = (origin: string) =>
      bank.post(`/pretend/phone/${payloadOf(bank)}/approve`, {}, { headers: { origin } });
    expect((await press("https://shop.example.com")).status).toBe(403);
    expect((await press("null")).status).toBe(403);
    expect(await look(bank, id, "status")).toEqual({ status: "pending" });
    expect((await press(bank.simulator.origin)).status).toBe(303);
  });
});

describe("controls over HTTP", () => {
  test("do what the handle does", async () => {
    await using bank = await openBank();
    const [first, second] = [await chargeId(bank, alipay()), await chargeId(bank, alipay())];
    const tell = (path: string, json: unknown) => bank.post(`/pretend${path}`, {}, { json });
    const statuses = [
      await tell(`/charges/${first}/approve`, {}),
      await tell(`/charges/${second}/decline`, { failure_code: "insufficient_fund" }),
      await tell(`/charges/${second}/approve-late`, {}),
      await tell(`/charges/${first}/refund`, { amount: 100 }),
      await tell(`/charges/${second}/dispute`, {}),
      await tell("/wechat", { mood: "dawdle" }),
      await tell("/switches", { trueMoneyMayExpire: true }),
      await tell("/faults", { kind: "status", status: 503, method: "GET", path: "/charges" }),
      await tell("/country", { country: "SG" }),
    ];
    expect(statuses.map(({ status }) => status)).toEqual(Array(9).fill(200));
    expect(bank.simulator.bank.phone.weChat()).toBe("dawdle");
    expect((await bank.get("/charges")).status).toBe(503);
    const books: unknown = JSON.parse((await bank.get("/pretend/books")).text);
    expect(books).toEqual(bank.simulator.bank.books());
    expect(books).toMatchObject({ charges: [{ status: "successful", refundedAmount: 100 }, { status: "successful" }] });
    const counts: unknown = JSON.parse((await bank.get("/pretend/requests")).text);
    expect(counts).toContainEqual({ method: "POST", path: "/charges", count: 2 });
  });

  test("refuse what they do not know", async () => {
    await using bank = await openBank();
    const id = await chargeId(bank, alipay());
    const tell = (path: string, json: unknown) => bank.post(`/pretend${path}`, {}, { json });
    expect(errorOf(await tell("/charges/chrg_test_none/approve", {})).status).toBe(404);
    expect(errorOf(await tell(`/charges/${id}/dispute`, {})).status).toBe(400);
    expect(errorOf(await tell("/wechat", { mood: "happy" })).status).toBe(400);
    expect(errorOf(await tell("/faults", { kind: "flood" })).status).toBe(400);
    expect(errorOf(await bank.post("/pretend/wechat", { mood: "ask" })).status).toBe(415);
  });
});
