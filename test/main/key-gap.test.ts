// The gap between the keys of a scan, from the settings file to what the till reads, and back without touching the rest of it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSettings } from "#main/settings-file.ts";
import { tillSettings } from "#main/till-settings.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "counterfoil-gap-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("it is 50 ms until the shop says otherwise, and the till reads what the file says now", () => {
  const file = openSettings(folder);
  const settings = tillSettings(file, { mode: "training" });
  expect(settings.read().keyGapMs).toBe(50);
  file.write({ scanners: { ...file.read().scanners, keyGapMs: 120 } });
  expect(settings.read().keyGapMs).toBe(120);
});

test("writing it leaves the other scanners as they are, and it outlives the till", () => {
  const file = openSettings(folder);
  file.write({ scanners: { ...file.read().scanners, hid: false } });
  const settings = tillSettings(file, { mode: "training" });
  settings.write({ keyGapMs: 35 });
  settings.write({ staff: 7 });
  expect(openSettings(folder).read().scanners).toEqual({ ...file.read().scanners, hid: false, keyGapMs: 35 });
});

test.each([34, 151, 50.5])("%d ms is refused", (keyGapMs) => {
  const settings = tillSettings(openSettings(folder), { mode: "training" });
  expect(() => settings.write({ keyGapMs })).toThrow("keyGapMs");
  expect(settings.read().keyGapMs).toBe(50);
});
