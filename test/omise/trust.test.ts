// What an encrypted connection can break on, by real servers: each is named as such, and no byte of a POST leaves.
import { createServer } from "node:https";
import type { Socket } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { describe, expect, onTestFinished, test } from "vitest";
import { codeOf } from "#omise/transport.ts";
import { createAuthority, type Certificate } from "./certificates.ts";
import { closedPort, openClient, openSocketServer, order } from "./open-client.ts";

const HOST = "127.0.0.1";
const authority = createAuthority("Counterfoil test authority");

/** From here to the test's end this machine believes the authority, as it would one that a shop's proxy has installed. */
function believe(): void {
  const before = getCACertificates("default");
  setDefaultCACertificates([...before, authority.cert]);
  onTestFinished(() => setDefaultCACertificates(before));
}

async function openTls({ cert, key }: Certificate) {
  let posts = 0;
  const server = createServer({ cert, key }, (_, response) => {
    posts += 1;
    response.writeHead(429).end();
  });
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { origin: `https://${HOST}:${address.port}`, posts: () => posts };
}

describe("a certificate", () => {
  test("of an authority that this machine believes opens the way", async () => {
    believe();
    const { origin, posts } = await openTls(authority.issue({ name: HOST }));
    expect((await openClient(origin).client.charge(order())).kind).toBe("refused");
    expect(posts()).toBe(1);
  });

  test.each([
    ["of nobody's authority", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", false, () => authority.issue({ name: HOST })],
    ["that vouches for itself", "DEPTH_ZERO_SELF_SIGNED_CERT", false, () => createAuthority(HOST)],
    ["that has expired", "CERT_HAS_EXPIRED", true, () => authority.issue({ name: HOST, expired: true })],
    ["for another host", "ERR_TLS_CERT_ALTNAME_INVALID", true, () => authority.issue({ name: "api.example.com" })],
  ] as const)("%s: %s", async (_, code, isBelieved, certificate) => {
    if (isBelieved) believe();
    const { origin, posts } = await openTls(certificate());
    const { client } = openClient(origin);
    const neverSent = { kind: "never-sent", why: `not-connected ${code}`, bankMs: null };
    expect(await client.charge(order())).toEqual(neverSent);
    expect(client.link.now()).toMatchObject({ state: "down", where: "tls" });
    expect(posts()).toBe(0);
  });
});

describe("what is no TLS", () => {
  test.each([
    ["plain words", "tls", (socket: Socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")],
    ["a reset within the handshake", "tls", (socket: Socket) => socket.once("data", () => socket.resetAndDestroy())],
    ["an end within the handshake", "tls", (socket: Socket) => socket.once("data", () => socket.end())],
    ["silence", "api", (socket: Socket) => socket.resume()],
  ] as const)("%s: %s", async (_, where, act) => {
    const port = await openSocketServer(act);
    const { client } = openClient(`https://${HOST}:${port}`, { connectTimeoutMs: 300 });
    expect((await client.charge(order())).kind).toBe("never-sent");
    expect(client.link.now()).toMatchObject({ state: "down", where });
  });
});

describe("a name", () => {
  test("that nobody knows is the names' fault; without a network of our own, the network's", async () => {
    for (const [hasNetwork, where] of [
      [true, "dns"],
      [false, "network"],
    ] as const) {
      const { client } = openClient("https://counterfoil.invalid", { hasNetwork: () => hasNetwork });
      const outcome = await client.charge(order());
      expect(outcome).toMatchObject({ why: expect.stringMatching(/not-connected (ENOTFOUND|EAI_AGAIN)/) });
      expect(client.link.now()).toMatchObject({ state: "down", where });
    }
  });

  test("with several addresses, all refused, is the API's", async () => {
    const { client } = openClient(`http://localhost:${await closedPort()}`);
    expect(await client.charge(order())).toMatchObject({ why: "not-connected ECONNREFUSED" });
    expect(client.link.now()).toMatchObject({ state: "down", where: "api" });
  });

  test("with several addresses: the one that came furthest speaks", () => {
    const failed = (code: string) => Object.assign(new Error("words"), { code });
    const all = (...codes: readonly string[]) =>
      Object.assign(new AggregateError(codes.map(failed)), { code: codes[0] });
    expect(codeOf(all("ENETUNREACH", "ECONNREFUSED"))).toBe("ECONNREFUSED");
    expect(codeOf(all("ENETUNREACH", "EHOSTUNREACH"))).toBe("ENETUNREACH");
    expect(codeOf(new AggregateError([], "none"))).toBe("AggregateError");
    expect(codeOf("text")).toBe("UNNAMED");
  });
});
