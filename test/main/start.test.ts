// What the till refuses to start with: each in one sentence, with nothing lost.
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openTerminal } from "#main/compose.ts";
import { readKeys } from "#main/keys.ts";
import { openSettings } from "#main/settings-file.ts";
import { StartRefusal, type Terminal } from "#main/terminal.ts";

let folder: string;
let open: Terminal | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "counterfoil-"));
});
afterEach(async () => {
  await open?.close();
  open = null;
  rmSync(folder, { recursive: true, force: true });
});

const PUBLIC = "pkey_test_5x6636hn13tjcujo9yn";
const SECRET = "skey_test_5x6636hn13tjcujo9yn";
const noKeys = { publicKey: undefined, secretKey: undefined };

async function refusalOf(dataFolder: string, keys: Parameters<typeof readKeys>[0] = noKeys): Promise<string> {
  try {
    open = await openTerminal({ dataFolder, hostName: "browser", keys });
  } catch (thrown) {
    if (thrown instanceof StartRefusal) return thrown.message;
    throw thrown;
  }
  throw new Error("it started");
}

test.each([
  ["half a pair, the secret one", { publicKey: undefined, secretKey: SECRET }, /OMISE_PUBLIC_KEY is not/],
  ["half a pair, the public one", { publicKey: PUBLIC, secretKey: "" }, /OMISE_SECRET_KEY is not/],
  ["keys in each other's place", { publicKey: SECRET, secretKey: PUBLIC }, /OMISE_PUBLIC_KEY is not a key/],
  ["a key with a line break", { publicKey: PUBLIC, secretKey: `${SECRET}\n` }, /OMISE_SECRET_KEY is not a key/],
  ["a test key and a live one", { publicKey: PUBLIC, secretKey: "skey_5x6636hn13tjcujo9yn" }, /do not belong together/],
])("%s is named, never repeated, and nothing is written", async (_what, keys, sentence) => {
  const said = await refusalOf(join(folder, "new"), keys);
  expect(said).toMatch(sentence);
  expect(said).not.toContain("5x6636");
  expect(existsSync(join(folder, "new"))).toBe(false);
});

test("keys tell the mode", () => {
  expect(readKeys(noKeys)).toEqual({ mode: "training" });
  expect(readKeys({ publicKey: PUBLIC, secretKey: SECRET }).mode).toBe("test");
  expect(readKeys({ publicKey: "pkey_5x6636hn13tj", secretKey: "skey_5x6636hn13tj" }).mode).toBe("live");
});

test("a second till on the same folder is refused, and the first goes on", async () => {
  open = await openTerminal({ dataFolder: folder, hostName: "browser", keys: noKeys });
  await expect(openTerminal({ dataFolder: folder, hostName: "electron", keys: noKeys })).rejects.toThrow(
    /Another Counterfoil is already running/,
  );
  await open.close();
  open = await openTerminal({ dataFolder: folder, hostName: "electron", keys: noKeys });
  expect(open.mode).toBe("training");
});

test("a folder that has held live keys never trains, and never takes test keys", async () => {
  openSettings(folder).write({ heldLiveKeys: true });
  expect(await refusalOf(folder)).toMatch(/has taken real payments: set OMISE_PUBLIC_KEY/);
  expect(await refusalOf(folder, { publicKey: PUBLIC, secretKey: SECRET })).toMatch(/does not open with test keys/);
  expect(readdirSync(folder).toSorted()).toEqual(["settings.json", "till.lock"]);
});

test("settings that cannot be understood stop the start and stay as they are", async () => {
  const path = join(folder, "settings.json");
  for (const [text, sentence] of [
    ["{ not json", /cannot be read/],
    ['{"format":2}', /not valid/],
  ] as const) {
    writeFileSync(path, text);
    expect(await refusalOf(folder)).toMatch(sentence);
    expect(readFileSync(path, "utf8")).toBe(text);
  }
});

test("a file where the folder must be", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "here first");
  expect(await refusalOf(file)).toMatch(/cannot be used/);
  expect(readFileSync(file, "utf8")).toBe("here first");
});

test.skipIf(process.getuid?.() === 0)(
  "a folder that may not be read [not run as root: root may read everything]",
  async () => {
    chmodSync(folder, 0o000);
    expect(await refusalOf(folder)).toMatch(/cannot be used/);
    chmodSync(folder, 0o700);
  },
);
