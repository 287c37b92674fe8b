// What a machine must have for the guest to run, and how long it may take there.
import { missing, type Need } from "#test/support/needs.ts";
import { findKernel, type Kernel } from "./kernel.ts";

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
  return lacking.length > 0 ? { lacking: `needs ${lacking.join(", ")}` } : await findKernel();
}
