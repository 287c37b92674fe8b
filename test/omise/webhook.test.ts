// What the judge lets through is what Omise signed a moment ago with one of our secrets, and nothing else.
import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createWebhookJudge, type WebhookMessage, type WebhookVerdict } from "#omise/webhook.ts";
import { signWebhook } from "#simulator/webhooks.ts";

const SECRET = "c2VjcmV0LW9mLXRoZS1zaG9w";
const PREVIOUS = "dGhlLXNlY3JldC1iZWZvcmUtdGhpcy1vbmU=";
const STRANGE = "c29tZWJvZHktZWxzZXMtc2VjcmV0";
const NOW_MS = Date.UTC(2026, 2, 10, 5);
const WINDOW_MS = 300_000;
const CHARGE = "chrg_test_5xyz";
const MADE = { object: "event", id: "evnt_test_1", key: "charge.complete", data: { object: "charge", id: CHARGE } };

const GOOD: WebhookVerdict = { kind: "good", chargeId: CHARGE };
const REPEATED: WebhookVerdict = { kind: "repeated" };
const refused = (why: string) => ({ kind: "refused", why });

function open(secrets: readonly string[] = [SECRET], nowMs = () => NOW_MS, remembered = 100) {
  return createWebhookJudge({ secrets, nowMs, replayWindowMs: WINDOW_MS, remembered });
}

type Making = { readonly secret?: string; readonly atMs?: number; readonly timestamp?: string };

function message(event: unknown = MADE, { secret = SECRET, atMs = NOW_MS, timestamp }: Making = {}) {
  const text = typeof event === "string" ? event : JSON.stringify(event);
  const stamp = timestamp ?? String(Math.floor(atMs / 1000));
  return {
    signature: signWebhook(secret, stamp, text),
    timestamp: stamp,
    body: new TextEncoder().encode(text),
  } satisfies WebhookMessage;
}

function about(data: unknown): unknown {
  return { object: "event", key: "something.happened", data };
}

test("a message that openssl has signed is good", () => {
  // printf '1773118800.{"object":"event","key":"charge.complete","data":{"object":"charge","id":"chrg_test_5xyz"}}' |
  // openssl dgst -sha256 -hmac secret-of-the-shop
  const body = `{"object":"event","key":"charge.complete","data":{"object":"charge","id":"chrg_test_5xyz"}}`;
  const signature = "2a73bbbf00814c04d1a6d0dabe64c943056b2974db5570af2e9370f366499317";
  const judge = open([SECRET], () => 1_773_118_800_000);
  expect(judge.judge({ signature, timestamp: "1773118800", body: Buffer.from(body) })).toEqual(GOOD);
});

test.each([
  ["the current secret", SECRET],
  ["the one before", PREVIOUS],
])("%s is good while both are known", (_what, secret) => {
  expect(open([SECRET, PREVIOUS]).judge(message(MADE, { secret }))).toEqual(GOOD);
});

test("a secret that is not ours is refused, the one before also once it is no longer known", () => {
  expect(open([SECRET, PREVIOUS]).judge(message(MADE, { secret: STRANGE }))).toEqual(refused("wrong-signature"));
  expect(open([SECRET]).judge(message(MADE, { secret: PREVIOUS }))).toEqual(refused("wrong-signature"));
});

test("of two signatures in one header either is enough, in either order, and one message stays one", () => {
  const ours = message();
  const { signature: theirs } = message(MADE, { secret: STRANGE });
  for (const signature of [`${ours.signature},${theirs}`, `${theirs}, ${ours.signature}`, `,x,${ours.signature}`]) {
    expect(open().judge({ ...ours, signature })).toEqual(GOOD);
  }
  const { signature: before } = message(MADE, { secret: PREVIOUS });
  const judge = open([SECRET, PREVIOUS]);
  expect(judge.judge({ ...ours, signature: `${before},${ours.signature}` })).toEqual(GOOD);
  // Whoever listened may leave out one of them, or write it otherwise.
  for (const signature of [before, ours.signature, `${ours.signature},${before}`, ours.signature.toUpperCase()]) {
    expect(judge.judge({ ...ours, signature })).toEqual(REPEATED);
  }
});

test("hex in capitals is the same signature", () => {
  const made = message();
  expect(open().judge({ ...made, signature: made.signature.toUpperCase() })).toEqual(GOOD);
});

test.each([
  ["cut short", (hex: string) => hex.slice(0, 62)],
  ["cut to an odd length", (hex: string) => hex.slice(0, 63)],
  ["too long", (hex: string) => `${hex}00`],
  ["with a letter that is not hex at its end", (hex: string) => `${hex.slice(0, 63)}g`],
  ["followed by what is not hex", (hex: string) => `${hex}zz`],
  ["in base64", (hex: string) => Buffer.from(hex, "hex").toString("base64")],
  ["with a scheme before it", (hex: string) => `v1=${hex}`],
  ["of nothing but commas", () => ",,,"],
])("a signature %s is refused", (_what, change) => {
  const made = message();
  expect(open().judge({ ...made, signature: change(made.signature) })).toEqual(refused("wrong-signature"));
});

test("without a signature or a time stamp nothing is looked at", () => {
  const made = message();
  for (const missing of [{ signature: undefined }, { signature: "" }, { timestamp: undefined }, { timestamp: "" }]) {
    expect(open().judge({ ...made, ...missing })).toEqual(refused("no-signature"));
  }
});

test.each([
  ["at the end of the window", -WINDOW_MS, GOOD],
  ["before the window", -WINDOW_MS - 1000, refused("old")],
  ["at the far end of the window", WINDOW_MS, GOOD],
  ["beyond it, in the future", WINDOW_MS + 1000, refused("old")],
])("signed %s", (_what, offsetMs, verdict) => {
  expect(open().judge(message(MADE, { atMs: NOW_MS + offsetMs }))).toEqual(verdict);
});

test.each(["1773118800.5", "-1773118800", "0x69AFA450", "1773118800, 1773118800", "later", "1773118800000"])(
  "a signed time stamp of %s is not now",
  (timestamp) => {
    const judge = open([SECRET], () => 1_773_118_800_000);
    expect(judge.judge(message(MADE, { timestamp }))).toEqual(refused("old"));
  },
);

test("a clock that is no number lets nothing through", () => {
  expect(open([SECRET], () => Number.NaN).judge(message())).toEqual(refused("old"));
});

test("the same message is good once, also after the clock has jumped and come back", () => {
  let nowMs = NOW_MS;
  const judge = open([SECRET], () => nowMs);
  expect(judge.judge(message())).toEqual(GOOD);
  expect(judge.judge(message())).toEqual(REPEATED);
  nowMs = NOW_MS + 86_400_000;
  expect(judge.judge(message())).toEqual(refused("old"));
  expect(judge.judge(message(MADE, { atMs: nowMs }))).toEqual(GOOD);
  nowMs = NOW_MS;
  expect(judge.judge(message())).toEqual(REPEATED);
});

test("the memory is bounded: the oldest is forgotten first, and what is refused takes no place in it", () => {
  const judge = open([SECRET], () => NOW_MS, 2);
  const [first, second, third] = [0, 1000, 2000].map((ms) => message(MADE, { atMs: NOW_MS - ms }));
  if (!first || !second || !third) throw new Error("three messages were made");
  expect([first, second].map((one) => judge.judge(one).kind)).toEqual(["good", "good"]);
  for (let at = 0; at < 10; at += 1) judge.judge(message("no event", { atMs: NOW_MS - at * 1000 }));
  expect([first, second, third].map((one) => judge.judge(one).kind)).toEqual(["repeated", "repeated", "good"]);
  expect([second, third, first].map((one) => judge.judge(one).kind)).toEqual(["repeated", "repeated", "good"]);
});

test.each([
  ["a charge", { object: "charge", id: CHARGE, amount: 1 }, CHARGE],
  ["a charge, which names no other", { object: "charge", id: CHARGE, charge: "chrg_test_other" }, CHARGE],
  ["a refund", { object: "refund", id: "rfnd_test_1", charge: CHARGE }, CHARGE],
  ["a dispute", { object: "dispute", id: "dspt_test_1", charge: CHARGE }, CHARGE],
  ["a customer", { object: "customer", id: "cust_test_1" }, null],
  ["a thing whose charge is written out", { object: "later", charge: { id: CHARGE } }, null],
  ["a charge without an id", { object: "charge" }, null],
  ["a charge with an id of another kind", { object: "charge", id: "../../etc/passwd" }, null],
  ["a charge with a number for an id", { object: "charge", id: 7 }, null],
  ["a charge with an endless id", { object: "charge", id: `chrg_${"a".repeat(5000)}` }, null],
  ["a thing without a name", {}, null],
])("an event about %s", (_what, data, chargeId) => {
  expect(open().judge(message(about(data)))).toEqual({ kind: "good", chargeId });
});

test.each([
  ["nothing", ""],
  ["no JSON", "{"],
  ["JSON with something after it", `${JSON.stringify(MADE)}x`],
  ["null", "null"],
  ["a list", JSON.stringify([MADE])],
  ["a charge without its event", JSON.stringify(MADE.data)],
  ["an event without a key", JSON.stringify({ ...MADE, key: undefined })],
  ["an event about nothing", JSON.stringify({ ...MADE, data: null })],
  ["brackets without end", "[".repeat(200_000)],
])("%s is garbage, however well it is signed, and is not remembered", (_what, text) => {
  const judge = open();
  expect(judge.judge(message(text))).toEqual(refused("garbage"));
  expect(judge.judge(message(text))).toEqual(refused("garbage"));
});

test("the signature is over bytes: letters of any language pass, and bytes that are no text are garbage", () => {
  const event = { ...MADE, description: "ร้านกาแฟ ☕ 𝒞" };
  expect(open().judge(message(event))).toEqual(GOOD);
  const [start, end] = JSON.stringify({ ...MADE, name: "|" }).split("|");
  const body = Buffer.concat([Buffer.from(start ?? ""), Buffer.from([0xff, 0xfe]), Buffer.from(end ?? "")]);
  const timestamp = String(NOW_MS / 1000);
  const raw = createHmac("sha256", Buffer.from(SECRET, "base64")).update(`${timestamp}.`).update(body).digest("hex");
  expect(open().judge({ signature: raw, timestamp, body })).toEqual(refused("garbage"));
  // As text, those bytes would be read as U+FFFD, and this would fit.
  const asText = signWebhook(SECRET, timestamp, body.toString("utf8"));
  expect(open().judge({ signature: asText, timestamp, body })).toEqual(refused("wrong-signature"));
});

test("any single changed byte of body, time stamp or signature is refused", () => {
  const made = message({ ...MADE, description: "ร้านกาแฟ ☕" });
  const judge = open([SECRET, PREVIOUS]);
  const change = fc.integer({ min: 1, max: 255 });
  const place = fc.nat({ max: 100_000 });
  const flipped = (bytes: Uint8Array, at: number, by: number): Uint8Array =>
    bytes.map((byte, index) => (index === at % bytes.length ? byte ^ by : byte));
  const flippedText = (text: string, at: number, by: number): string =>
    Buffer.from(flipped(Buffer.from(text, "latin1"), at, by)).toString("latin1");
  fc.assert(
    fc.property(fc.constantFrom("body", "timestamp", "signature"), place, change, (part, at, by) => {
      const other: WebhookMessage =
        part === "body"
          ? { ...made, body: flipped(made.body, at, by) }
          : { ...made, [part]: flippedText(made[part], at, by) };
      // A letter that only became a capital is the same hex.
      fc.pre(other.signature?.toLowerCase() !== made.signature || part !== "signature");
      expect(judge.judge(other)).toEqual(refused("wrong-signature"));
    }),
    { numRuns: 1000 },
  );
  expect(judge.judge(made)).toEqual(GOOD);
});

test("without a secret, or with an empty one, there is no judge", () => {
  expect(() => open([])).toThrow("needs its secrets");
  expect(() => open([SECRET, ""])).toThrow("needs its secrets");
});
