// Where Chromium, Chrome and Edge live on the three systems.
import { accessSync, constants } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import type { Surroundings } from "#main/options.ts";

const LINUX = [
  // Debian's own program: what stands in PATH is a shell script around it.
  "/usr/lib/chromium/chromium",
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "microsoft-edge-stable",
  "microsoft-edge",
  "/snap/bin/chromium",
];
const MACOS = [
  "Chromium.app/Contents/MacOS/Chromium",
  "Google Chrome.app/Contents/MacOS/Google Chrome",
  "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];
const WINDOWS = [
  "Chromium\\Application\\chrome.exe",
  "Google\\Chrome\\Application\\chrome.exe",
  "Microsoft\\Edge\\Application\\msedge.exe",
];

type Place = Pick<Surroundings, "environment" | "platform" | "homeFolder">;

/** Every place where a browser may be, the best one first. */
export function browserPlaces({ environment, platform, homeFolder }: Place): readonly string[] {
  if (platform === "win32") {
    const roots = ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].map((name) => environment[name]);
    return WINDOWS.flatMap((program) => roots.flatMap((root) => (root ? [`${root}\\${program}`] : [])));
  }
  if (platform === "darwin") {
    return MACOS.flatMap((program) =>
      ["/Applications", join(homeFolder, "Applications")].map((at) => join(at, program)),
    );
  }
  const folders = (environment["PATH"] ?? "").split(delimiter).filter(Boolean);
  return LINUX.flatMap((program) => (isAbsolute(program) ? [program] : folders.map((folder) => join(folder, program))));
}

/** @returns the first browser that this person may run, or nothing */
export function findBrowser(place: Place): string | undefined {
  return browserPlaces(place).find(mayRun);
}

function mayRun(program: string): boolean {
  try {
    accessSync(program, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
