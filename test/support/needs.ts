// Declares a suite that needs programs of the system. Where one is missing the suite is skipped by name, with its reason,
// and nothing else changes: `npm test` installs nothing.
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe } from "vitest";

/** Program or file -> the Debian package that brings it. */
export const PACKAGES = {
  chromium: "chromium",
  Xorg: "xserver-xorg-core",
  "/usr/lib/xorg/modules/drivers/dummy_drv.so": "xserver-xorg-video-dummy",
  xrandr: "x11-xserver-utils",
  openbox: "openbox",
  xdotool: "xdotool",
  setxkbmap: "x11-xkb-utils",
  wmctrl: "wmctrl",
  socat: "socat",
  zbarimg: "zbar-tools",
  import: "imagemagick",
  "qemu-system-x86_64": "qemu-system-x86",
  busybox: "busybox-static",
  cpio: "cpio",
  gcc: "gcc",
  "/usr/lib/x86_64-linux-gnu/libc.a": "libc6-dev",
  "/usr/sbin/mke2fs": "e2fsprogs",
} as const;
export type Need = keyof typeof PACKAGES;

function present(need: Need): boolean {
  if (need.startsWith("/")) return existsSync(need);
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, need), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export const TWO_MONITORS: readonly Need[] = [
  "chromium",
  "Xorg",
  "/usr/lib/xorg/modules/drivers/dummy_drv.so",
  "xrandr",
  "openbox",
  "wmctrl",
];

/** The Debian packages that bring what is not here. */
export function missing(needs: readonly Need[]): readonly string[] {
  return [...new Set(needs.filter((need) => !present(need)).map((need) => PACKAGES[need]))];
}

/** A suite that runs only where its programs are; its name then says which Debian packages it lacks. */
export function describeWith(name: string, needs: readonly Need[], suite: () => void): void {
  const lacking = missing(needs);
  describeUnless(name, lacking.length === 0 ? null : `needs ${lacking.join(", ")}`, suite);
}

/** A suite that is left out for a reason, which then stands in its name; null runs it. */
export function describeUnless(name: string, reason: string | null, suite: () => void): void {
  if (reason === null) describe(name, suite);
  else describe.skip(`${name} [not run: ${reason}]`, suite);
}
