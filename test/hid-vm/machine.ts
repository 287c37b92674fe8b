// Boots the guest and runs its script. Whether this machine can is said before; what it needs stands in test/support/needs.ts.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { NODE_PACKAGE, packedPackages, writeSources } from "./packed.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const BOOT = fileURLToPath(new URL("boot.sh", import.meta.url));
const SCRIPT = "test/hid-vm/guest/main.ts";

export type Run = {
  /** The script's; 124 to 126 as boot.sh says. */
  readonly code: number;
  /** What the script printed. */
  readonly lines: readonly string[];
  /** What boot.sh said about it. */
  readonly notes: string;
};

/** @param kernel its folder @param onLine told at once */
export async function runGuest(kernel: string, limitS: number, onLine: (line: string) => void): Promise<Run> {
  const work = mkdtempSync(join(tmpdir(), "counterfoil-packed-"));
  const sources = join(work, "sources");
  const list = join(work, "list");
  await writeSources(ROOT, sources);
  writeFileSync(list, `${packedPackages(ROOT).join("\n")}\n`);
  const node = `node_modules/${NODE_PACKAGE}/bin/node`;
  const child = spawn("bash", [BOOT, ROOT, sources, list, kernel, node, SCRIPT, String(limitS)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = (): void => {
    child.kill("SIGTERM");
    rmSync(work, { recursive: true, force: true });
  };
  process.once("exit", stop);
  const lines: string[] = [];
  let notes = "";
  child.stderr.on("data", (chunk: Buffer) => void (notes += String(chunk)));
  const output = createInterface({ input: child.stdout });
  output.on("line", (line) => {
    lines.push(line);
    onLine(line);
  });
  const code = await new Promise<number>((resolve) => child.once("close", (ended) => resolve(ended ?? 125)));
  process.off("exit", stop);
  rmSync(work, { recursive: true, force: true });
  return { code, lines, notes };
}
