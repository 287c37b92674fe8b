// electron-builder.yml says what it means: every key is known to the packager, and what protects the package is switched on.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { PNG } from "pngjs";
import { checkConfiguration, PROJECT } from "./builder.ts";

const FILE = join(PROJECT, "electron-builder.yml");

function planted(find: string, put: string): string {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-packaging-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "electron-builder.yml");
  const text = readFileSync(FILE, "utf8");
  expect(text).toContain(find);
  writeFileSync(path, text.replace(find, put));
  return path;
}

it("passes the packager's own schema", async () => {
  await expect(checkConfiguration(FILE)).resolves.toMatchObject({ appId: "app.counterfoil.till", npmRebuild: false });
});

it.each([
  ["asarUnpack:", "asarUnpak:", /unknown property 'asarUnpak'/],
  ["  runAsNode: false", "  runAsNod: false", /configuration\.electronFuses/],
  ["npmRebuild: false", "npmRebuild: never", /npmRebuild.*boolean/s],
  ["  oneClick: false", "  oneclick: false", /configuration\.nsis/],
])("a misspelt line is caught: %s written as %s", async (find, put, complaint) => {
  await expect(checkConfiguration(planted(find, put))).rejects.toThrow(complaint);
});

it("closes every way to run other code than the package's own", async () => {
  const { electronFuses, asar, asarUnpack } = await checkConfiguration(FILE);
  expect([asar, asarUnpack]).toEqual([true, ["**/*.node"]]);
  expect(electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
});

it("names only files that are there: the icon and the rules that the Debian package brings", async () => {
  const { deb, icon } = await checkConfiguration(FILE);
  const rules = (deb?.fpm ?? []).map((pair) => pair.split("=")[0] ?? "");
  expect(rules).toHaveLength(1);
  expect([String(icon), ...rules].filter((path) => !existsSync(join(PROJECT, path)))).toEqual([]);
  const { width, height } = PNG.sync.read(readFileSync(join(PROJECT, String(icon))));
  expect([width, height]).toEqual([512, 512]);
});
