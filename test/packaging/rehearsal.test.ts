// Packs Counterfoil for linux-x64 with a stand-in for Electron and opens the package: everything that it needs, nothing else.
import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PROJECT } from "./builder.ts";
import { importsOf } from "./imports.ts";
import { writeStandInDist } from "./stand-in-dist.ts";

const BIN = join(PROJECT, "node_modules", ".bin");
const work = mkdtempSync(join(tmpdir(), "counterfoil-rehearsal-"));
const unpacked = join(work, "out", "linux-unpacked");
const archive = join(unpacked, "resources", "app.asar");
let packed: readonly string[] = [];

function tool(name: string, ...words: string[]): string {
  const environment = { ...process.env, PATH: [BIN, process.env["PATH"] ?? ""].join(delimiter) };
  return execFileSync(join(BIN, name), words, { cwd: PROJECT, env: environment, encoding: "utf8", stdio: "pipe" });
}

function packaged(path: string): string {
  execFileSync(join(BIN, "asar"), ["extract-file", archive, path], { cwd: work });
  return readFileSync(join(work, path.split("/").at(-1) ?? ""), "utf8");
}

beforeAll(() => {
  const built = ["main/electron.js", "preload/index.cjs", "renderer/cashier/index.html"].map((path) =>
    join(PROJECT, "out", path),
  );
  if (!built.every((path) => existsSync(path))) tool("vite", "build", "--app", "--logLevel", "warn");
  const { devDependencies } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")) as {
    devDependencies: Record<string, string>;
  };
  const dist = join(work, "dist");
  writeStandInDist(dist, devDependencies["electron"] ?? "");
  tool(
    "electron-builder",
    "--linux",
    "dir",
    "--x64",
    `-c.electronDist=${dist}`,
    `-c.directories.output=${join(work, "out")}`,
  );
  packed = tool("asar", "list", archive).trim().split("\n");
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

it("holds the entry, the preload and both pages", () => {
  const needed = [
    "main/electron.js",
    "preload/index.cjs",
    "renderer/cashier/index.html",
    "renderer/customer/index.html",
  ];
  expect(packed).toEqual(expect.arrayContaining(["/package.json", ...needed.map((path) => `/out/${path}`)]));
  expect(JSON.parse(packaged("package.json"))).toMatchObject({
    name: "counterfoil",
    main: "out/main/electron.js",
    type: "module",
  });
});

it("holds nothing that is not the product: no sources, tests, tools, maps, and no Node of its own", () => {
  const tops = new Set(packed.map((path) => path.split("/")[1]));
  expect([...tops].toSorted((a = "", b = "") => a.localeCompare(b))).toEqual(["node_modules", "out", "package.json"]);
  expect(
    packed.filter((path) =>
      /\.(?:map|cc|c|h|cpp|gyp)$|\.d\.ts$|node_modules\/(?:node-(?:linux|win)|electron|vite|typescript)/.test(path),
    ),
  ).toEqual([]);
});

it("carries the natives of linux-x64 and of no other system, unpacked", () => {
  const expected = [
    "@serialport/bindings-cpp/prebuilds/linux-x64/@serialport+bindings-cpp.glibc.node",
    "better-sqlite3/prebuilds/linux-x64.node",
    "node-hid/prebuilds/HID-linux-x64/node-napi-v4.node",
    "node-hid/prebuilds/HID_hidraw-linux-x64/node-napi-v4.node",
  ];
  const listed = packed.filter((path) => path.endsWith(".node")).map((path) => path.replace("/node_modules/", ""));
  expect(listed.toSorted()).toEqual(expected);
  const beside = globSync("**/*.node", { cwd: join(`${archive}.unpacked`, "node_modules") });
  expect(beside.toSorted()).toEqual(expected);
});

it("imports only what it carries: Electron, Node, and packages that lie in it", () => {
  tool("asar", "extract", archive, join(work, "opened"));
  const scripts = globSync("out/{main,preload}/**/*.{js,cjs}", { cwd: join(work, "opened") });
  expect(scripts.length).toBeGreaterThan(2);
  const names = scripts.flatMap((path) => {
    const { statics, later } = importsOf(readFileSync(join(work, "opened", path), "utf8"));
    return [...statics, ...later].filter((name) => !name.startsWith(".") && !isBuiltin(name));
  });
  const bare = [...new Set(names)].toSorted((a, b) => a.localeCompare(b));
  expect(bare).toEqual(["better-sqlite3", "electron", "node-hid", "serialport"]);
  const carried = bare.filter((name) => packed.includes(`/node_modules/${name}/package.json`));
  expect(carried).toEqual(["better-sqlite3", "node-hid", "serialport"]);
});

it("its natives find their own parts inside the package", () => {
  const script = `for (const name of ["better-sqlite3", "node-hid", "serialport"]) require(name); console.log("loaded")`;
  const loaded = execFileSync(process.execPath, ["-e", script], { cwd: join(work, "opened"), encoding: "utf8" });
  expect(loaded.trim()).toBe("loaded");
});

it("the entry asks for the version of Node before anything can load a native", () => {
  const seen = new Set<string>();
  const reach = (path: string): string[] => {
    if (seen.has(path)) return [];
    seen.add(path);
    const { statics } = importsOf(readFileSync(join(work, "opened", "out", "main", path), "utf8"));
    return statics.flatMap((name) => (name.startsWith(".") ? reach(join(path, "..", name)) : [name]));
  };
  expect(reach("electron.js")).toEqual(["electron"]);
});

it("has the fuses in the binary set as the configuration says", () => {
  const wire = readFileSync(join(unpacked, "counterfoil"), "latin1").split("dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX")[1] ?? "";
  // runAsNode, cookie encryption, NODE_OPTIONS, --inspect, asar integrity, only the archive, own snapshot, file: privileges
  expect(wire.slice(2, 10)).toBe("00001100");
});
