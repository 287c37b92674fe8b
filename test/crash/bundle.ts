// The till that is killed, as one file: it starts in half the time, and all lives of a proof are of the same till, whatever is
// edited meanwhile.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Below the packages, so that those which stay packages are found from there. */
const FOLDER = join(ROOT, "node_modules", ".cache", `counterfoil-crash-${process.pid}`);
/** They bring their own binaries. */
const NATIVES = ["better-sqlite3", "node-hid", "serialport"];

let made: Promise<string> | null = null;

/** @returns the program to start, made once in this process */
export async function tillProgram(): Promise<string> {
  return await (made ??= bundle());
}

async function bundle(): Promise<string> {
  process.once("exit", () => rmSync(FOLDER, { recursive: true, force: true }));
  mkdirSync(FOLDER, { recursive: true });
  await build({
    root: ROOT,
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true, external: NATIVES, resolve: { conditions: ["node", "import", "default"] } },
    build: {
      ssr: fileURLToPath(new URL("till-child.ts", import.meta.url)),
      outDir: FOLDER,
      target: "node22",
      minify: false,
      rolldownOptions: { output: { format: "es", entryFileNames: "till.js" } },
    },
  });
  return join(FOLDER, "till.js");
}
