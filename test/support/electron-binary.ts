// Finds Electron's binary, which is a download of its own: suites that need it are left out by name where it is missing.
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = fileURLToPath(new URL("../../node_modules/electron/", import.meta.url));
const NAMES = { win32: "electron.exe", darwin: "Electron.app/Contents/MacOS/Electron" } as const;

/** What the search depends on. */
export type Places = {
  /** `ELECTRON_OVERRIDE_DIST_PATH`: a folder with an unpacked Electron, as the `electron` package itself reads it. */
  readonly override: string | undefined;
  readonly packageFolder: string;
  readonly platform: NodeJS.Platform;
};

/** The binary that `npx electron` would start, without starting or downloading anything; null where there is none. */
export function findElectronBinary(places: Places = thesePlaces()): { readonly path: string } | null {
  const { override, packageFolder, platform } = places;
  const name = platform === "win32" || platform === "darwin" ? NAMES[platform] : "electron";
  const candidates = override
    ? [join(override, name)]
    : [join(packageFolder, "dist", downloadedName(packageFolder) ?? name)];
  const path = candidates.find(isProgram);
  return path === undefined ? null : { path };
}

function thesePlaces(): Places {
  return {
    override: process.env["ELECTRON_OVERRIDE_DIST_PATH"],
    packageFolder: PACKAGE,
    platform: process.platform,
  };
}

/** The `electron` package notes beside itself what it has downloaded. */
function downloadedName(packageFolder: string): string | null {
  const note = join(packageFolder, "path.txt");
  return existsSync(note) ? readFileSync(note, "utf8").trim() : null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
