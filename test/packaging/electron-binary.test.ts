// Where the suites look for Electron: found when it is there, and only then.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findElectronBinary } from "#test/support/electron-binary.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "counterfoil-binary-"));
  mkdirSync(join(folder, "dist"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const look = (override?: string) => findElectronBinary({ override, packageFolder: folder, platform: "linux" });

describe("Electron's binary", () => {
  it("is null where nothing was downloaded, or what lies there is no program", () => {
    expect(look()).toBeNull();
    writeFileSync(join(folder, "dist", "electron"), "", { mode: 0o644 });
    expect(look()).toBeNull();
  });
  it("is found in the package's own folder, by the package's own note where there is one", () => {
    writeFileSync(join(folder, "dist", "electron"), "", { mode: 0o755 });
    expect(look()).toEqual({ path: join(folder, "dist", "electron") });
    writeFileSync(join(folder, "dist", "elsewhere"), "", { mode: 0o755 });
    writeFileSync(join(folder, "path.txt"), "elsewhere");
    expect(look()).toEqual({ path: join(folder, "dist", "elsewhere") });
  });
  it("is looked for in the named folder alone where one is named", () => {
    writeFileSync(join(folder, "dist", "electron"), "", { mode: 0o755 });
    expect(look(join(folder, "nowhere"))).toBeNull();
    expect(look(join(folder, "dist"))).toEqual({ path: join(folder, "dist", "electron") });
  });
});
