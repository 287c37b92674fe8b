// The product's pages built aside, as they are or with one fault planted: what finds no planted fault proves nothing.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { build, type Plugin } from "vite";

const RENDERER = fileURLToPath(new URL("../../src/renderer", import.meta.url));

/** `find` in a file of the sources becomes `put`. */
export type Plant = {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly put: string;
};

export const PLANTS: readonly Plant[] = [
  {
    name: "keys are read by what the layout makes of them",
    file: "renderer/shared/keyboard.ts",
    find: "const stroke = { code,",
    put: 'const stroke = { code: /^[0-9]$/.test(key) ? `Digit${key}` : /^(?:Digit|Numpad)/.test(code) ? "" : code,',
  },
  {
    name: "a key counts when the page hears it, not when it was pressed",
    file: "renderer/shared/keyboard.ts",
    find: "atMs: timeStamp",
    put: "atMs: performance.now()",
  },
  {
    name: "a held key counts every time",
    file: "renderer/shared/keyboard.ts",
    find: "repeat, atMs",
    put: "repeat: false, atMs",
  },
  {
    name: "what comes behind a scan is a finger's",
    file: "devices/decode/keyboard.ts",
    find: "return behindScan ? settled :",
    put: "return behindScan && stroke.modified ? settled :",
  },
  {
    name: "whatever comes within the gap is a scan",
    file: "devices/decode/key-pace.ts",
    find: "if (nextMs > NO_PAUSE_MS) return false;",
    put: "if (nextMs > NO_PAUSE_MS) return true;",
  },
  {
    name: "the shop's setting of the gap stays unread",
    file: "renderer/shared/open-page.tsx",
    find: "keyboard.setGap(view.keyGapMs)",
    put: "void view.keyGapMs",
  },
  {
    name: "a scanner that stands still once is two scanners",
    file: "devices/decode/key-pace.ts",
    find: "return isAtWork(run) ? Math.max(maxGapMs, LONGEST_STALL_MS) : maxGapMs;",
    put: "return maxGapMs;",
  },
];

function planted({ name, file, find, put }: Plant): Plugin {
  return {
    name: "plant",
    enforce: "pre",
    transform(code, id) {
      if (!id.split("?")[0]?.endsWith(file)) return null;
      if (code.split(find).length !== 2)
        throw new Error(`nothing to plant "${name}" in: ${file} has not one "${find}"`);
      return code.replace(find, () => put);
    },
  };
}

/** Both pages with the fault, for a stage to show instead of the built ones. */
export async function buildPlanted(plant: Plant): Promise<{ readonly folder: string; readonly remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-planted-"));
  await build({
    configFile: false,
    root: RENDERER,
    base: "./",
    logLevel: "silent",
    plugins: [react(), planted(plant)],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "chrome130",
      minify: false,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: { cashier: join(RENDERER, "cashier/index.html"), customer: join(RENDERER, "customer/index.html") },
      },
    },
  });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
