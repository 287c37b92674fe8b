// What the network can do to one POST: how often it is sent, and what the client then claims to know.
import { describe, expect, test } from "vitest";
import { closedPort, openClient, openServer, openSocketServer, order } from "./open-client.ts";

const QUICK = { connectTimeoutMs: 300, answerTimeoutMs: 300 };

describe("never sent, with proof", () => {
  test("a refused connection", async () => {
    const { client, links } = openClient(`http://127.0.0.1:${await closedPort()}`);
    expect(await client.charge(order())).toEqual({
      kind: "never-sent",
      why: "not-connected ECONNREFUSED",
      bankMs: null,
    });
    expect(await client.read("chrg_test_1")).toMatchObject({ kind: "no-answer", why: "not-connected ECONNREFUSED" });
    expect(links).toEqual(["down api"]);
  });

  test("a name that does not exist", async () => {
    const { client } = openClient("http://counterfoil.invalid", QUICK);
    const outcome = await client.charge(order());
    expect(outcome).toMatchObject({
      kind: "never-sent",
      why: expect.stringMatching(/^not-connected (ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/),
    });
  });

  test("a TLS handshake that fails, is cut off, or never answers", async () => {
    const speaksPlain = await openSocketServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const cutsOff = await openSocketServer((socket) => socket.once("data", () => socket.destroy()));
    const isSilent = await openSocketServer((socket) => socket.resume());
    for (const port of [speaksPlain, cutsOff, isSilent]) {
      const { client } = openClient(`https://127.0.0.1:${port}`, QUICK);
      expect((await client.charge(order())).kind).toBe("never-sent");
    }
  });

  test("a client that was closed before", async () => {
    const { origin, posts } = await openServer((_, response) => response.end("{}"));
    const { client } = openClient(origin);
    await client.close();
    await client.close();
    expect(await client.charge(order())).toEqual({ kind: "never-sent", why: "not-connected CLOSED", bankMs: null });
    expect(posts()).toBe(0);
  });
});

describe("unknown", () => {
  test("a kept connection dies under the POST: one POST is seen, and no second", async () => {
    let warm = 0;
    const { origin, posts, gets } = await openServer((request, response) => {
      if (request.method === "POST") request.socket.destroy();
      else {
        warm = request.socket.remotePort ?? 0;
        response.end("{}");
      }
    });
    const { client, links } = openClient(origin);
    await client.read("chrg_test_1");
    expect([gets(), warm > 0]).toEqual([1, true]);
    expect(await client.charge(order())).toEqual({ kind: "unknown", why: "lost UND_ERR_SOCKET", bankMs: null });
    await client.read("chrg_test_1");
    expect([posts(), gets()]).toEqual([1, 2]);
    // One lost answer among good ones is no outage.
    expect(links).toEqual(["up"]);
  });

  test("the server reads half of the POST, then resets", async () => {
    const port = await openSocketServer((socket) => socket.once("data", () => socket.resetAndDestroy()));
    const outcome = await openClient(`http://127.0.0.1:${port}`).client.charge(order());
    expect(outcome).toMatchObject({ kind: "unknown", why: expect.stringMatching(/^lost /) });
  });

  test("the head of the answer never comes, or its body stops half way", async () => {
    const silent = await openServer(() => {});
    const halfway = await openServer((_, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "500" });
      response.write('{"object":"charge"');
    });
    for (const { origin, posts } of [silent, halfway]) {
      const outcome = await openClient(origin, QUICK).client.charge(order());
      expect(outcome).toMatchObject({ kind: "unknown", why: expect.stringMatching(/^lost .*(TIMEOUT|TimeoutError)/) });
      expect(posts()).toBe(1);
    }
  });

  test("a body that drips for ever ends with the time for the whole", async () => {
    const { origin } = await openServer((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const drip = setInterval(() => response.write(" "), 50);
      response.on("close", () => clearInterval(drip));
    });
    expect((await openClient(origin, QUICK).client.charge(order())).kind).toBe("unknown");
  });

  test("an answer beyond 1 MB is not read to its end", async () => {
    const { origin } = await openServer((_, response) =>
      response.end(`{"object":"charge","pad":"${"x".repeat(1_100_000)}"}`),
    );
    expect(await openClient(origin).client.charge(order())).toMatchObject({ kind: "unknown", why: "lost TOO_LARGE" });
  });

  test("a redirect is not followed", async () => {
    const elsewhere = await openServer((_, response) => response.end("{}"));
    const { origin } = await openServer((_, response) => response.writeHead(307, { location: elsewhere.origin }).end());
    const { client } = openClient(origin);
    expect(await client.charge(order())).toMatchObject({ kind: "unknown", why: "status 307 without JSON" });
    expect(await client.read("chrg_test_1")).toMatchObject({ kind: "no-answer", why: "status 307 without JSON" });
    expect([elsewhere.posts(), elsewhere.gets()]).toEqual([0, 0]);
  });

  test("closing gives a POST under way a moment, and takes its answer", async () => {
    const asked = Promise.withResolvers<void>();
    const { origin } = await openServer((_, response) => {
      asked.resolve();
      setTimeout(() => response.writeHead(429).end(), 100);
    });
    const { client } = openClient(origin);
    const outcome = client.charge(order());
    await asked.promise;
    await client.close();
    expect((await outcome).kind).toBe("refused");
  });
});

test("a request is what the API wants: version, key as user name, form, no more", async () => {
  const seen: unknown[] = [];
  const { origin } = await openServer((request, response) => {
    const { host: _, ...headers } = request.headers;
    seen.push({ method: request.method, url: request.url, headers });
    response.end("{}");
  });
  const { client } = openClient(origin, { secretKey: "skey_test_s", publicKey: "pkey_test_p" });
  await client.charge(order());
  await client.expire("chrg_test_1");
  await client.account();
  const common = {
    accept: "application/json",
    connection: "keep-alive",
    "omise-version": "2019-05-29",
    "user-agent": "Counterfoil",
  };
  const secret = { ...common, authorization: `Basic ${btoa("skey_test_s:")}` };
  expect(seen).toHaveLength(4);
  expect(seen[0]).toMatchObject({
    method: "POST",
    url: "/charges",
    headers: { ...secret, "content-type": "application/x-www-form-urlencoded" },
  });
  expect(seen[1]).toEqual({
    method: "POST",
    url: "/charges/chrg_test_1/expire",
    headers: { ...secret, "content-length": "0" },
  });
  expect(seen).toContainEqual({ method: "GET", url: "/account", headers: secret });
  expect(seen).toContainEqual({
    method: "GET",
    url: "/capability",
    headers: { ...common, authorization: `Basic ${btoa("pkey_test_p:")}` },
  });
});
