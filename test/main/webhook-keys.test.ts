// The receiver's settings and secrets: off by default, and nothing starts with a secret that could not work.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSettings } from "#main/settings-file.ts";
import { StartRefusal } from "#main/terminal.ts";
import { readWebhookSecrets, type WebhookKeys } from "#main/webhook-keys.ts";

const SECRET = "c2VjcmV0LW9mLXRoZS1zaG9w";
const PREVIOUS = "dGhlLXNlY3JldC1iZWZvcmUtdGhpcy1vbmU=";

function refusalOf(keys: WebhookKeys, isOn: boolean): string {
  try {
    readWebhookSecrets(keys, isOn);
  } catch (thrown) {
    if (thrown instanceof StartRefusal) return thrown.message;
    throw thrown;
  }
  throw new Error("it was taken");
}

test("the current secret comes first, the one before is there while it is replaced, and none is needed when off", () => {
  expect(readWebhookSecrets({ secret: SECRET, previous: undefined }, true)).toEqual([SECRET]);
  expect(readWebhookSecrets({ secret: SECRET, previous: PREVIOUS }, true)).toEqual([SECRET, PREVIOUS]);
  expect(readWebhookSecrets({ secret: undefined, previous: "" }, false)).toEqual([]);
});

test("on without a current secret does not start, whatever the one before is", () => {
  for (const previous of [undefined, "", PREVIOUS]) {
    expect(refusalOf({ secret: "", previous }, true)).toMatch(/OMISE_WEBHOOK_SECRET is not set/);
  }
});

test.each([
  ["words", "not-a-secret-of-any-sort!", /in base64/],
  ["a line break at the end", `${SECRET}\n`, /in base64/],
  ["a lost end", "dGhlLXNlY3JldC1iZWZvcmUtdGhpcy1vbmU", /in base64/],
  ["the alphabet of addresses", "__-_c2VjcmV0LW9mLXRoZS1zaG9w", /in base64/],
  ["too little", "c2VjcmV0", /too short/],
])("%s is named, in either place and also when off, and never repeated", (_what, wrong, sentence) => {
  for (const isOn of [true, false]) {
    const said = refusalOf({ secret: wrong, previous: undefined }, isOn);
    expect(said).toMatch(/^OMISE_WEBHOOK_SECRET is/);
    expect(said).toMatch(sentence);
    const before = refusalOf({ secret: SECRET, previous: wrong }, isOn);
    expect(before).toMatch(/^OMISE_WEBHOOK_SECRET_PREVIOUS is/);
    for (const part of [wrong.trim(), SECRET]) expect(said + before).not.toContain(part);
  }
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "counterfoil-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (): string => join(folder, "settings.json");
const OFF = { on: false, host: "127.0.0.1", port: 8713 };

test("it is off by default, and off in a file from before there were webhooks", () => {
  const settings = openSettings(folder);
  expect(settings.read().webhooks).toEqual(OFF);
  settings.write({});
  const { webhooks, ...before } = JSON.parse(readFileSync(path(), "utf8"));
  expect(webhooks).toEqual(OFF);
  writeFileSync(path(), JSON.stringify({ ...before, shopName: "Old shop" }));
  const old = openSettings(folder);
  expect(old.read()).toMatchObject({ shopName: "Old shop", webhooks: OFF });
  old.write({ webhooks: { on: true, host: "::1", port: 9000 } });
  expect(openSettings(folder).read().webhooks).toEqual({ on: true, host: "::1", port: 9000 });
});

test.each([
  { ...OFF, host: "shop.example.com" },
  { ...OFF, port: 0 },
  { ...OFF, on: "yes" },
  { ...OFF, secret: SECRET },
])("%j is refused", (webhooks) => {
  openSettings(folder).write({});
  writeFileSync(path(), JSON.stringify({ ...JSON.parse(readFileSync(path(), "utf8")), webhooks }));
  expect(() => openSettings(folder)).toThrow(/are not valid: webhooks/);
});
