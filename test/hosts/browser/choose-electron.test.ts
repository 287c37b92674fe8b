// Whether `npm start` gets Electron: found, fetched once, and after a failure not tried again at every start.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { chooseElectron } from "#main/tools/choose-electron.ts";

let root: string;
let lines: string[];
const print = (line: string): void => void lines.push(line);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "choose-electron-"));
  lines = [];
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const PATIENT = { firstByteMs: 60_000, silenceMs: 60_000 };
const { ELECTRON_OVERRIDE_DIST_PATH: _none, ...environment } = process.env;

function write(path: string, text: string): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function installer(text: string): void {
  write("node_modules/electron/package.json", '{"version":"45.4.1"}');
  write("node_modules/electron/install.js", text);
}

describe("Electron that cannot be fetched", () => {
  const NOW_MS = Date.UTC(2026, 0, 1);
  const HOUR_MS = 3_600_000;
  const TRIES = "Fetching Electron 45.4.1, once …";
  const FAILED =
    "Electron could not be fetched (it cannot be reached): a browser's windows are used instead. It is tried again after a day; `npm start -- --host=electron` tries again at once.";
  const LATELY =
    "Electron could not be fetched lately (it cannot be reached): a browser's windows are used instead. `npm start -- --host=electron` tries again at once.";

  /** @returns what is printed by a start at that hour */
  async function startAt(hour: number, host: "whichever" | "electron" = "whichever"): Promise<readonly string[]> {
    lines = [];
    const nowMs = NOW_MS + hour * HOUR_MS;
    expect(await chooseElectron({ root, host, environment, nowMs, print, limits: PATIENT })).toBeUndefined();
    return lines;
  }

  test("is not tried again for a day", async () => {
    installer("process.exit(1)");
    expect(await startAt(0)).toEqual([TRIES, FAILED]);
    expect(await startAt(1)).toEqual([LATELY]);
    expect(await startAt(23)).toEqual([LATELY]);
    expect(await startAt(24)).toEqual([TRIES, FAILED]);
    expect(readdirSync(join(root, "node_modules/.cache/counterfoil"))).toEqual(["electron-fetch.json"]);
  });

  test("is tried again at once where it is asked for, and that counts too", async () => {
    installer("process.exit(1)");
    await startAt(0);
    expect(await startAt(20, "electron")).toEqual([TRIES, "Electron could not be fetched (it cannot be reached)."]);
    expect(await startAt(30)).toEqual([LATELY]);
  });

  test("is tried again at once in another version, with a clock set back, or where the note cannot be read", async () => {
    installer("process.exit(1)");
    await startAt(0);
    expect(await startAt(-1)).toEqual([TRIES, FAILED]);
    write("node_modules/.cache/counterfoil/electron-fetch.json", "{");
    expect(await startAt(0)).toEqual([TRIES, FAILED]);
    write("node_modules/electron/package.json", '{"version":"46.0.0"}');
    expect((await startAt(1))[0]).toBe("Fetching Electron 46.0.0, once …");
  });

  test("because what came does not start here, is not fetched again for a day", async () => {
    installer("");
    expect((await startAt(0))[1]).toContain("(what came does not start here)");
    expect((await startAt(1))[0]).toContain("(what came does not start here)");
  });

  test("because it is not installed, is said and not noted", async () => {
    expect(await startAt(0)).toEqual(["Electron's package is not installed: a browser's windows are used instead."]);
    expect(existsSync(join(root, "node_modules"))).toBe(false);
  });
});

test.skipIf(process.platform !== "linux")(
  "Electron that was fetched is used, and an earlier failure forgotten",
  async () => {
    installer("process.exit(1)");
    const search = { root, environment, nowMs: 0, print, limits: PATIENT };
    await chooseElectron({ ...search, host: "whichever" });
    const script = '"#!/bin/sh\\necho 45.4.1\\n"';
    installer(`const { mkdirSync, writeFileSync } = require("node:fs"); mkdirSync(__dirname + "/dist");
    writeFileSync(__dirname + "/dist/electron", ${script}, { mode: 0o755 })`);
    const program = join(root, "node_modules/electron/dist/electron");
    expect(await chooseElectron({ ...search, host: "electron" })).toBe(program);
    expect(readdirSync(join(root, "node_modules/.cache/counterfoil"))).toEqual([]);
    lines = [];
    expect(await chooseElectron({ ...search, host: "whichever" })).toBe(program);
    expect(lines).toEqual([]);
  },
);
