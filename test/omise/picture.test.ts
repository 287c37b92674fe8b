// The QR picture: who may serve it, what counts as one, and that its address and our key never meet.
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { MethodId } from "#contract/words.ts";
import { mayFetch, pictureOf } from "#omise/picture.ts";
import { openBank, openClient, openServer, order, weChatOrder } from "./open-client.ts";

const LIVE = { origin: "https://api.omise.co", origins: ["https://api.omise.co"] };
const LOOPBACK = { origin: "http://127.0.0.1:4000", origins: ["http://127.0.0.1:4000"] };
const bytesOf = (text: string) => new TextEncoder().encode(text);
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1v1z"/></svg>';

describe("an address may be fetched", () => {
  test.each([
    [LIVE, "https://api.omise.co/charges/chrg_1/documents/docu_1/downloads/227EE5083E298A73", null],
    [LOOPBACK, "http://127.0.0.1:4000/charges/chrg_test_1/documents/docu_1/downloads/1", null],
    [LIVE, "http://api.omise.co/x", "address not https"],
    [LIVE, "https://api.omise.co.example.com/x", "host not allowed"],
    [LIVE, "https://api.omise.co:8443/x", "host not allowed"],
    [LIVE, "https://example.com/api.omise.co", "host not allowed"],
    [LIVE, "https://api.omise.co@example.com/x", "address with a user name"],
    [LIVE, "file:///etc/passwd", "address not https"],
    [LIVE, "data:image/svg+xml,<svg></svg>", "address not https"],
    [LIVE, "http://127.0.0.1:4000/x", "address not https"],
    [LIVE, "/charges/relative", "address unreadable"],
    [LOOPBACK, "http://127.0.0.1:4001/x", "address not https"],
    [{ origin: "http://shop.example", origins: ["http://shop.example"] }, "http://shop.example/x", "address not https"],
  ])("%o %s: %s", (allowed, address, why) => {
    expect(mayFetch(address, allowed).why).toBe(why);
  });
});

describe("bytes count as a picture", () => {
  test("by their start alone: PNG, JPEG, SVG", () => {
    expect(pictureOf(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1))?.mediaType).toBe("image/png");
    expect(pictureOf(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))?.mediaType).toBe("image/jpeg");
    expect(pictureOf(bytesOf(SVG))).toEqual({
      hash: createHash("sha256").update(SVG).digest("hex"),
      mediaType: "image/svg+xml",
      base64: Buffer.from(SVG).toString("base64"),
    });
  });

  test.each([
    `<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "x" "y">\n<!-- made by hand -->${SVG}\n`,
    `\uFEFFsome words first\n${SVG} and after`,
  ])("an SVG loses what stands around it", (text) => {
    expect(pictureOf(bytesOf(text))?.base64).toBe(Buffer.from(SVG).toString("base64"));
  });

  test.each([
    "",
    "<html>",
    `<!doctype html><body>${SVG}</body>`,
    `<b>${SVG}`,
    "<svg>",
    "<svgx></svg>",
    '{"object":"error"}',
    `${" ".repeat(5000)}${SVG}`,
  ])("and not by %j", (text) => {
    expect(pictureOf(bytesOf(text))).toBeNull();
  });
});

describe("against the pretend bank", () => {
  test.each([
    ["alipayplus_mpm", "image/svg+xml"],
    ["atome_qr", "image/jpeg"],
    ["truemoney_qr", "image/png"],
  ] as const)("%s comes as %s, also to a client that did not make the charge", async (method: MethodId, mediaType) => {
    const { origin } = await openBank();
    const { client } = openClient(origin);
    const outcome = await client.charge(order({ method }));
    const chargeId = outcome.kind === "answered" ? outcome.charge.chargeId : "";
    const first = await client.picture(chargeId);
    expect(first).toMatchObject({
      kind: "picture",
      picture: { mediaType, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(await openClient(origin).client.picture(chargeId)).toEqual(first);
  });

  test("WeChat's is never fetched", async () => {
    const { origin, bank } = await openBank();
    const { client } = openClient(origin);
    const outcome = await client.charge(weChatOrder());
    const chargeId = outcome.kind === "answered" ? outcome.charge.chargeId : "";
    expect(await client.picture(chargeId)).toEqual({ kind: "none", why: "the charge has no picture to show" });
    expect(bank.requests().filter(({ path }) => path.includes("downloads"))).toEqual([]);
  });
});

describe("against a bad server", () => {
  async function pictureFrom(answer: { status: number; body: string | Uint8Array; location?: string }) {
    const seen: (string | undefined)[] = [];
    const server = await openServer((request, response) => {
      if (request.url?.startsWith("/document")) {
        seen.push(request.headers.authorization);
        response.writeHead(answer.status, answer.location ? { location: answer.location } : {}).end(answer.body);
        return;
      }
      const image = { download_uri: `http://${request.headers.host}/document?t=1` };
      const source = { type: "alipayplus_mpm", scannable_code: { image } };
      response.end(
        JSON.stringify({ object: "charge", id: "chrg_test_1", status: "pending", amount: 1, currency: "THB", source }),
      );
    });
    const { client } = openClient(server.origin);
    return {
      outcome: await client.picture("chrg_test_1"),
      seen,
      gets: server.gets,
      again: () => client.picture("chrg_test_1"),
    };
  }

  test("no key is sent with a picture's address", async () => {
    const { outcome, seen } = await pictureFrom({ status: 200, body: SVG });
    expect([outcome.kind, seen]).toEqual(["picture", [undefined]]);
  });

  test.each([
    [{ status: 302, body: "", location: "https://example.com/qr.png" }, "status 302"],
    [{ status: 404, body: "gone" }, "status 404"],
    [{ status: 200, body: "<html></html>" }, "not a picture"],
    [{ status: 200, body: new Uint8Array(1_100_000).fill(0x20) }, "lost TOO_LARGE"],
  ])("%o gives none: %s", async (answer, why) => {
    const { outcome } = await pictureFrom(answer);
    expect(outcome).toEqual({ kind: "none", why });
  });

  test("after a failure the address is asked for afresh", async () => {
    const { gets, again } = await pictureFrom({ status: 404, body: "gone" });
    expect(gets()).toBe(2);
    await again();
    expect(gets()).toBe(4);
  });
});
