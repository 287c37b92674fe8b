// Something that electron-builder takes for an unpacked Electron, so that packaging can be rehearsed without its binary.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Marks the fuses in a real binary; then version 1, eight fuses, and their state as delivered: "1" on, "0" off.
 *  Source: @electron/fuses. */
const FUSES = ["dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX", "\u0001", "\u0008", "10111001"].join("");

/** @param version Electron's, as in package.json */
export function writeStandInDist(folder: string, version: string): void {
  mkdirSync(join(folder, "resources"), { recursive: true });
  mkdirSync(join(folder, "locales"));
  writeFileSync(join(folder, "electron"), `#!/bin/sh\nexit 0\n# ${FUSES}\n`, { mode: 0o755 });
  writeFileSync(join(folder, "version"), version);
  for (const name of ["LICENSE", "LICENSES.chromium.html", "locales/en-US.pak"]) writeFileSync(join(folder, name), "");
}
