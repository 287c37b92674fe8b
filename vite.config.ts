// One build for everything (`vite build --app`): the two pages, both hosts, and the preload as a single CommonJS file.
import { utimesSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import type { EnvironmentOptions, Plugin } from "vite";

/** Native modules bring their own binaries and stay packages; everything else is bundled. */
const NATIVES = ["better-sqlite3", "node-hid", "serialport", "electron"];

/** What runs in Node: paths from the project's root, which is not the root of the pages. */
function node(outDir: string, input: Record<string, string>): EnvironmentOptions {
  return {
    consumer: "server",
    resolve: { noExternal: true, external: NATIVES, conditions: ["node", "import", "default"] },
    build: {
      outDir: `../../out/${outDir}`,
      emptyOutDir: true,
      target: "node22",
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input,
        platform: "node",
        external: (id) => isBuiltin(id) || NATIVES.includes(id),
        output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
      },
    },
  };
}

/** Tells `npm start` how fresh the build is. What changes while it builds is newer than the stamp, and so built the next time. */
function stamp(): Plugin {
  const begunAt = new Date();
  return {
    name: "counterfoil:stamp",
    // Builds all of it here: left to itself, vite would build after this hook, and a broken build would look fresh.
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments)) await builder.build(environment);
      writeFileSync("out/.built", "");
      utimesSync("out/.built", begunAt, begunAt);
    },
  };
}

const main = node("main", {
  browser: "src/main/browser/main.ts",
  electron: "src/main/electron/main.ts",
  "check-worker": "src/main/check-worker.ts",
});
const preload = node("preload", { index: "src/preload/index.ts" });

export default defineConfig({
  root: "src/renderer",
  base: "./",
  plugins: [react(), stamp()],
  builder: {},
  environments: {
    client: {
      build: {
        outDir: "../../out/renderer",
        emptyOutDir: true,
        target: "chrome130",
        // Fonts, pictures and styles stay files: the policy of the pages allows no `data:` for them.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        rolldownOptions: {
          // Under the client alone: at the root they would become inputs of the preload too.
          input: { cashier: "src/renderer/cashier/index.html", customer: "src/renderer/customer/index.html" },
        },
      },
    },
    main,
    preload: {
      ...preload,
      build: {
        ...preload.build,
        rolldownOptions: {
          ...preload.build?.rolldownOptions,
          // A sandboxed preload is one CommonJS file.
          output: { format: "cjs", entryFileNames: "[name].cjs", codeSplitting: false },
        },
      },
    },
  },
});
