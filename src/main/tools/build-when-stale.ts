// Builds the product when something that goes into it is newer than the last build.
import { execFile } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const SOURCES = ["src", "devices", "assets", "package.json", "vite.config.ts"];
/** Written by every build (vite.config.ts) with the time at which it began. */
const STAMP = "out/.built";

/** @param root the project's folder
 *  @returns nothing when `out/` is fresh now, else what the build said last */
export async function buildWhenStale(root: string, print: (line: string) => void): Promise<string | undefined> {
  if (newestChangeMs(root) <= (changedAtMs(join(root, STAMP)) ?? 0)) return undefined;
  print("Building Counterfoil …");
  const vite = join(root, "node_modules/vite/bin/vite.js");
  try {
    await promisify(execFile)(process.execPath, [vite, "build", "--app", "--logLevel", "error"], { cwd: root });
  } catch (cause) {
    return (cause as { stderr?: string }).stderr?.trim() || String(cause);
  }
  return undefined;
}

/** Folders count too: a file that was taken away changes nothing but its folder. */
function newestChangeMs(root: string): number {
  return Math.max(
    ...SOURCES.map((name) => join(root, name)).flatMap((path) => {
      const own = changedAtMs(path);
      if (own === undefined) return [];
      if (!statSync(path).isDirectory()) return [own];
      const below = readdirSync(path, { recursive: true, encoding: "utf8" });
      return [own, ...below.map((name) => changedAtMs(join(path, name)) ?? 0)];
    }),
  );
}

function changedAtMs(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
