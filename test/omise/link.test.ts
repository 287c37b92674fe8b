// What the cashier is told of the way to the wallet: where it is broken, since when, and when a single mishap is no outage.
import { describe, expect, test } from "vitest";
import { createLink } from "#omise/link.ts";
import { placeOf } from "#omise/place.ts";
import type { Heard } from "#omise/outcome.ts";

const GOOD: Heard = { kind: "answer", status: 200, json: {}, bankMs: null };
const REFUSED: Heard = { kind: "not-connected", code: "ECONNREFUSED" };
const LOST: Heard = { kind: "lost", code: "UND_ERR_SOCKET" };
const BROKEN: Heard = { kind: "answer", status: 503, json: {}, bankMs: null };
const CROWDED: Heard = { kind: "answer", status: 429, json: {}, bankMs: null };
const REFUSAL: Heard = { kind: "answer", status: 404, json: { object: "error" }, bankMs: null };
const PROVIDER: Heard = {
  kind: "answer",
  status: 400,
  json: { object: "error", code: "backend_error", message: "words" },
  bankMs: null,
};
const MINUTE = 60_000;

function open(hasNetwork = true) {
  const at = { ms: 1000 };
  const told: string[] = [];
  const link = createLink({ nowMs: () => at.ms, hasNetwork: () => hasNetwork, changed: () => undefined });
  link.watch.onChange(() => {
    const { state, where, sinceMs } = link.watch.now();
    told.push(`${state}${where === null ? "" : ` ${where}`} ${sinceMs}`);
  });
  /** Each takes a second; its answer may take longer. */
  const hear = (heard: Heard, tookMs = 10) => {
    at.ms += 1000;
    link.heard(heard, tookMs);
  };
  return { at, told, link, hear };
}

describe("the place", () => {
  test.each([
    ["network", ["ENETUNREACH", "ENETDOWN", "EHOSTUNREACH", "EADDRNOTAVAIL"]],
    ["dns", ["ENOTFOUND", "EAI_AGAIN", "EAI_FAIL", "EAI_NODATA"]],
    ["tls", ["DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN", "CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"]],
    ["tls", ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "ERR_TLS_CERT_ALTNAME_INVALID"]],
    ["tls", ["ERR_SSL_WRONG_VERSION_NUMBER", "EPROTO", "ECONNRESET"]],
    ["api", ["ECONNREFUSED", "UND_ERR_CONNECT_TIMEOUT", "A_CODE_OF_TOMORROW"]],
  ] as const)("%s: %j", (place, codes) => {
    expect(codes.map(placeOf)).toEqual(codes.map(() => place));
  });

  test("an unknown name without a network is the network's fault", () => {
    for (const [hasNetwork, where] of [
      [true, "dns"],
      [false, "network"],
    ] as const) {
      const { link, hear } = open(hasNetwork);
      hear({ kind: "not-connected", code: "EAI_AGAIN" });
      expect(link.watch.now()).toMatchObject({ state: "down", where });
    }
  });
});

describe("down", () => {
  test("at once where no connection can be had; one outage that moves keeps its beginning", () => {
    const { told, link, hear } = open();
    expect(link.watch.now()).toEqual({ state: "untried", where: null, sinceMs: null });
    for (const heard of [GOOD, REFUSED, { kind: "not-connected", code: "ENOTFOUND" } as const, LOST, GOOD, REFUSAL]) {
      hear(heard);
    }
    expect(told).toEqual(["up 2000", "down api 3000", "down dns 3000", "down api 3000", "up 6000"]);
  });

  test.each([
    ["lost", LOST],
    ["5xx", BROKEN],
    ["429", CROWDED],
    ["no JSON", { ...GOOD, json: undefined } as const],
  ])("%s: not by one among good ones, but by two in a row", (_, trouble) => {
    const { told, hear } = open();
    for (const heard of [GOOD, trouble, GOOD, trouble, GOOD]) hear(heard);
    expect(told).toEqual(["up 2000"]);
    hear(trouble);
    hear(trouble);
    expect(told).toEqual(["up 2000", "down api 8000"]);
  });

  test("by one that waited ten seconds while nothing else was answered", () => {
    const { told, link, at, hear } = open();
    hear(GOOD);
    at.ms += 8000;
    hear(GOOD);
    link.heard(LOST, 30_000);
    expect(told).toEqual(["up 2000"]);
    hear(GOOD);
    at.ms += 30_000;
    link.heard(LOST, 30_000 - 1);
    expect(told).toEqual(["up 2000", "down api 42000"]);
  });

  test("by the very first, when nothing has spoken for it yet; what never left says nothing", () => {
    const { told, hear } = open();
    hear({ kind: "held-back" });
    hear({ kind: "not-connected", code: "CLOSED" });
    expect(told).toEqual([]);
    hear(BROKEN);
    expect(told).toEqual(["down api 4000"]);
  });
});

describe("slow", () => {
  test("after 8 s once or 3 s twice in a row, until a quick answer comes", () => {
    const { told, hear } = open();
    for (const tookMs of [10, 3000, 2999, 3000, 3000, 3000, 100, 8000, 7999, 2999]) hear(GOOD, tookMs);
    expect(told).toEqual(["up 2000", "slow 6000", "up 8000", "slow 9000", "up 11000"]);
  });

  test("comes back from down only as slow as it is", () => {
    const { told, hear } = open();
    hear(REFUSED);
    hear(GOOD, 9000);
    expect(told).toEqual(["down api 2000", "slow 3000"]);
  });
});

describe("the wallet's provider", () => {
  test("is down from its first backend_error to the next payment that moves", () => {
    const { told, link, hear } = open();
    for (const heard of [GOOD, PROVIDER, GOOD, PROVIDER]) hear(heard);
    link.providerAnswered();
    expect(told).toEqual(["up 2000", "down provider 3000", "up 5000"]);
    link.providerAnswered();
    expect(link.watch.now()).toEqual({ state: "up", where: null, sinceMs: 5000 });
  });

  test("is forgotten five minutes after its last trouble", () => {
    const { link, at, hear } = open();
    hear(PROVIDER);
    at.ms += 5 * MINUTE - 1001;
    hear(PROVIDER);
    at.ms += 5 * MINUTE - 1;
    expect(link.watch.now()).toEqual({ state: "down", where: "provider", sinceMs: 2000 });
    const endMs = at.ms + 1;
    at.ms += MINUTE;
    expect(link.watch.now()).toEqual({ state: "up", where: null, sinceMs: endMs });
  });

  test("hides behind a way that is broken, and shows again when it is whole", () => {
    const { told, hear } = open();
    for (const heard of [GOOD, PROVIDER, REFUSED, GOOD]) hear(heard);
    expect(told).toEqual(["up 2000", "down provider 3000", "down api 4000", "down provider 3000"]);
  });
});
