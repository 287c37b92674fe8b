// The kernel of the guest: Debian's package for virtual machines, fetched from the machine's own package source once, unpacked
// into a cache and never installed.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
/** Names the newest `linux-image-VERSION-cloud-amd64`, which is some 27 MB. */
const META_PACKAGE = "linux-image-cloud-amd64";
const DOWNLOAD_MS = 90_000;

const CACHE =
  process.env["COUNTERFOIL_VM_CACHE"] ??
  join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "counterfoil-vm");

export type Kernel = { readonly folder: string } | { readonly lacking: string };

/** @returns its folder, or in one sentence why there is none */
export async function findKernel(): Promise<Kernel> {
  try {
    const name = (await kernelPackage()) ?? newestKept();
    if (name === null) return { lacking: `apt knows no ${META_PACKAGE}` };
    const folder = join(CACHE, name);
    if (!existsSync(folder)) await fetchKernel(name, folder);
    return { folder };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { lacking: `${META_PACKAGE} cannot be fetched: ${text.split("\n").slice(0, 2).join(" ").slice(0, 200)}` };
  }
}

async function kernelPackage(): Promise<string | null> {
  try {
    const { stdout } = await run("apt-cache", ["depends", META_PACKAGE]);
    return /Depends: (linux-image-\S+)/.exec(stdout)?.[1] ?? null;
  } catch {
    return null;
  }
}

function newestKept(): string | null {
  if (!existsSync(CACHE)) return null;
  return (
    readdirSync(CACHE)
      .filter((name) => name.startsWith("linux-image-"))
      .toSorted()
      .at(-1) ?? null
  );
}

/** Whole or not at all: two runs may fetch at once. */
async function fetchKernel(name: string, folder: string): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const work = mkdtempSync(join(CACHE, "fetching-"));
  try {
    await run("apt-get", ["download", "-q", name], { cwd: work, timeout: DOWNLOAD_MS });
    const [file = ""] = readdirSync(work);
    await run("dpkg-deb", ["-x", join(work, file), join(work, "unpacked")]);
    if (!existsSync(folder)) renameSync(join(work, "unpacked"), folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
