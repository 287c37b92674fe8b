// Finds Electron's program, which no longer comes with its package, and fetches it where that can be done without hanging.
import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

const PROGRAMS: Partial<Record<NodeJS.Platform, string>> = {
  darwin: "Electron.app/Contents/MacOS/Electron",
  win32: "electron.exe",
};
const PROBE_LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 200;

export type FetchLimits = {
  /** The first byte has to be there by then. */
  readonly firstByteMs: number;
  /** And after it there may be no longer pause than this. */
  readonly silenceMs: number;
};
const LIMITS: FetchLimits = { firstByteMs: 10_000, silenceMs: 30_000 };

/** @returns the program, if it lies there and really runs: what lies there may be half a download, or lack a library */
export async function findElectron(root: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const folder = environment["ELECTRON_OVERRIDE_DIST_PATH"] || join(root, "node_modules/electron/dist");
  const program = join(folder, PROGRAMS[process.platform] ?? "electron");
  if (!existsSync(program)) return undefined;
  try {
    // As plain Node it needs neither a display nor a sandbox to answer.
    const env = { ...environment, ELECTRON_RUN_AS_NODE: "1" };
    const answer = await promisify(execFile)(program, ["-p", "process.versions.electron"], {
      env,
      timeout: PROBE_LIMIT_MS,
    });
    return /^\d+\.\d+\.\d+/.test(answer.stdout) ? program : undefined;
  } catch {
    return undefined;
  }
}

/** @returns the version that is to lie here, or nothing where the package is not installed */
export function electronVersion(root: string): string | undefined {
  const home = join(root, "node_modules/electron");
  if (!existsSync(join(home, "install.js"))) return undefined;
  return (JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { version: string }).version;
}

/** Lets Electron's own installer fetch it: that one knows mirrors, proxies, its cache and the checksums. Here is only the patience.
 *  @returns nothing when it is there, else the reason in a few words */
export async function fetchElectron(root: string, limits: FetchLimits = LIMITS): Promise<string | undefined> {
  // A folder of its own, so that what has arrived can be seen to grow.
  const arriving = mkdtempSync(join(tmpdir(), "counterfoil-electron-"));
  try {
    return await install(join(root, "node_modules/electron"), arriving, limits);
  } finally {
    rmSync(arriving, { recursive: true, force: true });
  }
}

async function install(home: string, arriving: string, limits: FetchLimits): Promise<string | undefined> {
  const child = spawn(process.execPath, [join(home, "install.js")], {
    stdio: "ignore",
    env: { ...process.env, TMPDIR: arriving, TEMP: arriving, TMP: arriving, NODE_USE_ENV_PROXY: "1" },
  });
  let ending: string | undefined;
  const ended = new Promise<string | undefined>((resolve) => {
    child.once("error", (cause) => resolve(cause.message));
    child.once("exit", (code) => resolve(code === 0 ? undefined : (ending ?? "it cannot be reached")));
  });
  const watching = new AbortController();
  const size = (): number => bytesIn(arriving) + bytesIn(join(home, "dist"));
  void patience(size, limits, watching.signal).then((reason) => {
    if (reason === undefined) return;
    ending = reason;
    child.kill("SIGKILL");
  });
  const outcome = await ended;
  watching.abort();
  return outcome;
}

/** @returns why there is no point in waiting any longer, or nothing when the waiting was ended from outside */
async function patience(size: () => number, limits: FetchLimits, signal: AbortSignal): Promise<string | undefined> {
  const sizeAtFirst = size();
  let last = sizeAtFirst;
  let grewAtMs = performance.now();
  while (!signal.aborted) {
    const now = size();
    if (now !== last) grewAtMs = performance.now();
    last = now;
    const limitMs = last === sizeAtFirst ? limits.firstByteMs : limits.silenceMs;
    if (performance.now() - grewAtMs > limitMs) return `nothing came for ${Math.round(limitMs / 1000)} s`;
    await pause(LOOK_EVERY_MS);
  }
  return undefined;
}

function bytesIn(folder: string): number {
  if (!existsSync(folder)) return 0;
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.reduce((sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);
}
