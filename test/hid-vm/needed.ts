// What a machine must have for the guest to run, and how long it may take there.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { missing, type Need } from "#test/support/needs.ts";
import { findKernel, type Kernel } from "./kernel.ts";

const run = promisify(execFile);

const NEEDS: readonly Need[] = [
  "qemu-system-x86_64",
  "busybox",
  "cpio",
  "gcc",
  "/usr/lib/x86_64-linux-gnu/libc.a",
  "/usr/sbin/mke2fs",
];

/** The whole run, preparing and booting included: some 60 s on two quiet cores. */
export const LIMIT_S = 240;

/** @returns the kernel's folder, or why the guest cannot run here */
export async function kernelOrReason(): Promise<Kernel> {
  if (process.platform !== "linux" || process.arch !== "x64") return { lacking: "runs on Linux x64 only" };
  const lacking = missing(NEEDS);
  if (lacking.length === 0 && (await hasDynamicBusybox())) return { lacking: "needs busybox-static" };
  return lacking.length > 0 ? { lacking: `needs ${lacking.join(", ")}` } : await findKernel();
}

/** Debian has another busybox that needs libraries, which the guest's first file system has not. */
async function hasDynamicBusybox(): Promise<boolean> {
  try {
    const { stdout } = await run("sh", ["-c", 'ldd "$(command -v busybox)"']);
    return stdout.includes("=>");
  } catch {
    return false;
  }
}
