// The receiver over real loopback HTTP: webhooks of the pretend bank, and everybody else who may knock.
import { expect, test } from "vitest";
import { StartRefusal } from "#main/terminal.ts";
import { openWebhooks } from "#main/webhooks.ts";
import { alipay, chargeId, NOON_MS, openBank, paidCharge } from "#test/simulator/open-bank.ts";
import { answerTo, event, gone, head, knock, NONE, open, SECRET, signed, speak } from "./knocking.ts";

const LARGEST = 256 * 1024;

test("the pretend bank's webhooks become hints: a payment, a refund, and a double one once", async () => {
  await using till = await open();
  await using bank = await openBank({ webhookEndpoints: [till.receiver.address], webhookSecret: SECRET });
  const paid = await paidCharge(bank, alipay());
  await expect.poll(() => till.hints).toEqual([paid, paid]);
  await bank.post(`/charges/${paid}/refunds`, { amount: 1000 });
  await expect.poll(() => till.hints).toEqual([paid, paid, paid]);
  bank.simulator.bank.faults.add({ kind: "duplicate-webhook" });
  const second = await chargeId(bank, alipay());
  await expect.poll(() => till.receiver.counts().repeated).toBe(1);
  expect(till.hints).toEqual([paid, paid, paid, second]);
  expect(till.receiver.counts()).toEqual({ accepted: 4, repeated: 1, refused: NONE, lastAtMs: NOON_MS });
  const wanted = Array(5).fill({ status: 200, error: null });
  const told = till.lines.map((line) => line.event);
  await expect.poll(async () => deliveries((await bank.get("/events")).text)).toEqual(wanted);
  expect(told).toEqual(["webhooks/open"]);
});

function deliveries(text: string): unknown[] {
  const { data } = JSON.parse(text) as { data: { webhook_deliveries: { status: unknown; error: unknown }[] }[] };
  return data.flatMap((one) => one.webhook_deliveries).map(({ status, error }) => ({ status, error }));
}

test("a bank with another secret is refused, and so is one whose clock is off", async () => {
  await using till = await open();
  const webhookEndpoints = [till.receiver.address];
  await using stranger = await openBank({ webhookEndpoints, webhookSecret: "c29tZWJvZHktZWxzZXMtc2VjcmV0" });
  await chargeId(stranger, alipay());
  await expect.poll(() => till.receiver.counts().refused).toEqual({ ...NONE, "wrong-signature": 1 });
  till.clock.nowMs += 301_000;
  await using late = await openBank({ webhookEndpoints, webhookSecret: SECRET });
  await chargeId(late, alipay());
  await expect.poll(() => till.receiver.counts().refused).toEqual({ ...NONE, "wrong-signature": 1, old: 1 });
  await using unsigned = await openBank({ webhookEndpoints });
  await chargeId(unsigned, alipay());
  const counts = { accepted: 0, repeated: 0, lastAtMs: null };
  const refused = { ...NONE, "wrong-signature": 1, old: 1, "no-signature": 1 };
  await expect.poll(() => till.receiver.counts()).toEqual({ ...counts, refused });
  expect(till.hints).toEqual([]);
});

test.each([
  ["without headers", { body: event() }, 401, "no-signature"],
  ["wrongly signed", { body: event(), headers: signed(event("chrg_test_other")) }, 401, "wrong-signature"],
  ["old", { body: event(), headers: signed(event(), NOON_MS - 301_000) }, 400, "old"],
  ["of the future", { body: event(), headers: signed(event(), NOON_MS + 301_000) }, 400, "old"],
  ["no JSON", { body: "garbage", headers: signed("garbage") }, 400, "garbage"],
  ["nothing", { body: "", headers: signed("") }, 400, "garbage"],
  ["elsewhere", { body: event(), headers: signed(event()), path: "/webhooks/omise/" }, 404, "wrong-place"],
  ["at the root", { method: "GET", path: "/" }, 404, "wrong-place"],
  ["asked for", { method: "GET", headers: signed("") }, 405, "wrong-place"],
  ["put", { method: "PUT", body: event(), headers: signed(event()) }, 405, "wrong-place"],
  ["for a host that is none", { body: event(), headers: { ...signed(event()), host: "a b" } }, 400, "garbage"],
])("%s: refused without a word, and counted", async (_what, message, status, why) => {
  await using till = await open();
  const answer = await knock(till.receiver.address, message);
  expect(answer).toMatchObject({ status, body: "", headers: { connection: "close" } });
  expect(till.receiver.counts()).toEqual({ accepted: 0, repeated: 0, refused: { ...NONE, [why]: 1 }, lastAtMs: null });
  expect(till.hints).toEqual([]);
});

test("only POST is allowed there, and the answer says so", async () => {
  await using till = await open();
  expect((await knock(till.receiver.address, { method: "DELETE" })).headers["allow"]).toBe("POST");
});

test("who leaves in the middle is nobody's business, and the receiver goes on", async () => {
  await using till = await open();
  const body = event();
  const { socket } = await speak(till.receiver.address, head({ ...signed(body), "Content-Length": 5000 }) + body);
  socket.resetAndDestroy();
  expect(await knock(till.receiver.address, { body, headers: signed(body) })).toMatchObject({ status: 200 });
  expect(till.receiver.counts()).toMatchObject({ accepted: 1, repeated: 0, refused: NONE });
});

test("a body of any language, in pieces without a length, is judged by its bytes", async () => {
  await using till = await open();
  const body = event("chrg_test_5xyz", { description: "ร้านกาแฟ ☕" });
  const headers = { ...signed(body), "Transfer-Encoding": "chunked" };
  expect(await knock(till.receiver.address, { body, headers })).toMatchObject({ status: 200, body: "" });
  expect(till.hints).toEqual(["chrg_test_5xyz"]);
});

test("an event that is about no charge is accepted and hints at nothing; a repeated one is answered like the first", async () => {
  await using till = await open();
  const body = JSON.stringify({ object: "event", key: "customer.create", data: { object: "customer", id: "cust_1" } });
  for (const _time of [1, 2]) {
    expect(await knock(till.receiver.address, { body, headers: signed(body) })).toMatchObject({ status: 200 });
  }
  expect(till.receiver.counts()).toEqual({ accepted: 1, repeated: 1, refused: NONE, lastAtMs: NOON_MS });
  expect(till.hints).toEqual([]);
});

test("the largest body is taken, and one byte more is not, however it is sent", async () => {
  await using till = await open();
  const { address } = till.receiver;
  const largest = event("chrg_test_5xyz", { pad: "x".repeat(LARGEST - event("chrg_test_5xyz", { pad: "" }).length) });
  expect(largest.length).toBe(LARGEST);
  expect(await knock(address, { body: largest, headers: signed(largest) })).toMatchObject({ status: 200 });
  const more = `${largest} `;
  // Announced: refused before any of it has come.
  expect(await answerTo(address, head({ ...signed(more), "Content-Length": more.length }))).toMatch(/^HTTP\/1.1 413 /);
  // In pieces: refused while it comes, and the last piece never does.
  const piece = `${more.length.toString(16)}\r\n${more}\r\n`;
  const { socket, heard } = await speak(address, head({ ...signed(more), "Transfer-Encoding": "chunked" }) + piece);
  await expect.poll(heard).toMatch(/^HTTP\/1.1 413 /);
  socket.destroy();
  expect(till.receiver.counts()).toMatchObject({ accepted: 1, refused: { ...NONE, "too-large": 2 } });
});

test("a length that is a lie helps nobody", async () => {
  await using till = await open({ connectionMs: 300 });
  const { address } = till.receiver;
  const body = event();
  const smuggled = head({ ...signed(body), "Content-Length": body.length }) + body;
  // Too small: what follows would be a message of its own, and a connection carries one.
  expect(await answerTo(address, head({ ...signed("{}"), "Content-Length": 2 }) + `{}${smuggled}`)).toMatch(/ 400 /);
  // Too large: the rest never comes.
  expect(await answerTo(address, head({ ...signed(body), "Content-Length": 5000 }) + body)).toBe("");
  expect(await answerTo(address, head({ ...signed(body), "Content-Length": "many" }))).toMatch(/^HTTP\/1.1 400 /);
  expect(await answerTo(address, "hello\r\n\r\n")).toMatch(/^HTTP\/1.1 400 /);
  const counts = { accepted: 0, refused: { ...NONE, garbage: 3, "too-slow": 1 } };
  expect(till.receiver.counts()).toMatchObject(counts);
  expect(till.hints).toEqual([]);
});

test.each([
  ["silence", ""],
  ["headers without end", "POST /webhooks/omise HTTP/1.1\r\nHost: till\r\nX-Slow: "],
  ["a body without end", head({ "Transfer-Encoding": "chunked" })],
])("%s is cut off after its time", async (_what, text) => {
  await using till = await open({ connectionMs: 100 });
  const { socket, heard } = await speak(till.receiver.address, text);
  const dripping = setInterval(() => socket.write(text.endsWith("\r\n") ? "1\r\nx\r\n" : text && "x"), 10);
  await gone(socket);
  clearInterval(dripping);
  expect(heard()).toBe("");
  expect(till.receiver.counts().refused).toEqual({ ...NONE, "too-slow": 1 });
});

test("a few connections at once; when one ends there is room again", async () => {
  await using till = await open();
  const { address } = till.receiver;
  const silent = await Promise.all(Array.from({ length: 8 }, () => speak(address, "")));
  const body = event();
  await expect(knock(address, { body, headers: signed(body) })).rejects.toThrow(/hang up|ECONNRESET/);
  expect(till.receiver.counts().refused).toEqual({ ...NONE, "too-many": 1 });
  silent[0]?.socket.destroy();
  const status = () => knock(address, { body, headers: signed(body) }).then((answer) => answer.status);
  await expect.poll(() => status().catch(() => "no room")).toBe(200);
  expect(till.hints).toEqual(["chrg_test_5xyz"]);
});

test("strangers fill no log: counts, once a minute, and never what they said", async () => {
  await using till = await open();
  const knocks = () =>
    knock(till.receiver.address, { body: "very-own-words", headers: { "Omise-Signature": "very-own-signature" } });
  for (let at = 0; at < 20; at += 1) await knocks();
  till.clock.nowMs += 60_000;
  await knocks();
  // A bank time that is learned late may be earlier.
  till.clock.nowMs -= 86_400_000;
  await knocks();
  const lines = [1, 21, 22].map((count) => ({
    event: "webhooks/refused",
    facts: { ...NONE, "no-signature": count },
  }));
  expect(till.lines.slice(1)).toEqual(lines);
  expect(JSON.stringify(till.lines)).not.toContain("very-own");
});

test("a till that fails at a hint is a defect of its own, told without the body, and the receiver goes on", async () => {
  const hint = () => {
    throw new Error("defect");
  };
  await using till = await open({ hint });
  const body = event();
  expect(await knock(till.receiver.address, { body, headers: signed(body) })).toMatchObject({ status: 500, body: "" });
  expect(till.lines.at(-1)).toMatchObject({ event: "webhooks/defect", facts: { error: new Error("defect") } });
  expect(await knock(till.receiver.address, { body, headers: signed(body) })).toMatchObject({ status: 200 });
});

test("closing waits for nobody and frees the port; a port that is taken is named", async () => {
  const till = await open();
  const { address } = till.receiver;
  const { socket } = await speak(address, "POST");
  const port = Number(new URL(address).port);
  const nothing = (): void => undefined;
  const log = { info: nothing, warn: nothing, error: nothing };
  const again = () => openWebhooks({ port, secrets: [SECRET], nowMs: Date.now, hint: nothing, log });
  const refusal: unknown = await again().catch((thrown: unknown) => thrown);
  expect(refusal).toBeInstanceOf(StartRefusal);
  expect(String(refusal)).toContain(`nothing can listen on 127.0.0.1:${port} (EADDRINUSE)`);
  await till.receiver.close();
  await gone(socket);
  expect(till.lines.at(-1)).toMatchObject({ event: "webhooks/closed", facts: { accepted: 0 } });
  const second = await again();
  expect(second.address).toBe(address);
  await second.close();
});
