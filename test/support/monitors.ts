// Two real monitors for tests: an X server with the dummy driver, whose outputs can be photographed, typed into, and unplugged.
import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Sizes that the driver knows by itself. */
export type MonitorSize = "1024x768" | "1280x800" | "1280x1024" | "1600x1200" | "1920x1080";

export type Monitors = {
  /** Such as `:7`, for the environment of whatever shall be shown there. */
  readonly display: string;
  /** Writes what that monitor shows now to a PNG file. */
  photograph(monitor: 1 | 2, file: string): Promise<void>;
  unplugSecond(): Promise<void>;
  replugSecond(): Promise<void>;
  /** Types into the window that has the focus. The keys come about half of `delayMs` apart. */
  type(text: string, delayMs: number): Promise<void>;
  /** Presses one key by its X name, such as `Return` or `shift+Tab`. */
  key(name: string): Promise<void>;
  /** Clicks into the middle of that monitor. */
  click(monitor: 1 | 2): Promise<void>;
  /** Ends every process behind it and removes its files. */
  close(): Promise<void>;
};

/** Chromium overlooks an output that has no preferred mode, and an output added while the server runs never gets one: so both
 *  are named here. */
const configuration = (first: MonitorSize, second: MonitorSize): string => `
Section "ServerFlags"
    Option "AutoAddDevices" "false"
    Option "AutoEnableDevices" "false"
    Option "DontVTSwitch" "true"
EndSection
Section "Device"
    Identifier "dummy"
    Driver "dummy"
    VideoRam 64000
    Option "Monitor-DUMMY0" "first"
    Option "Monitor-DUMMY1" "second"
EndSection
Section "Monitor"
    Identifier "first"
    HorizSync 5.0-1000.0
    VertRefresh 5.0-200.0
    Option "PreferredMode" "${first}"
    Option "Primary" "true"
    Option "Enable" "true"
EndSection
Section "Monitor"
    Identifier "second"
    HorizSync 5.0-1000.0
    VertRefresh 5.0-200.0
    Option "PreferredMode" "${second}"
    Option "RightOf" "DUMMY0"
    Option "Enable" "true"
EndSection
Section "Screen"
    Identifier "both"
    Device "dummy"
    Monitor "first"
    DefaultDepth 24
    SubSection "Display"
        Depth 24
        Virtual 4096 2160
    EndSubSection
EndSection
`;

type Server = { readonly process: ChildProcess; readonly display: string };

/** Ends with the thread that started it, however that ends: a killed test run leaves no server behind. */
function spawnBound(program: string, args: readonly string[], environment: NodeJS.ProcessEnv): ChildProcess {
  return spawn("setpriv", ["--pdeathsig", "KILL", program, ...args], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
    env: environment,
  });
}

/** The server chooses a free display number itself, and tells it when it is ready. */
async function startServer(folder: string, first: MonitorSize, second: MonitorSize): Promise<Server> {
  const file = join(folder, "xorg.conf");
  writeFileSync(file, configuration(first, second));
  const log = join(folder, "xorg.log");
  const server = spawnBound("Xorg", ["-displayfd", "3", "-config", file, "-logfile", log, ...QUIET], process.env);
  const number = await new Promise<string>((resolve, reject) => {
    (server.stdio[3] as Readable).once("data", (text: Buffer) => resolve(text.toString().trim()));
    server.once("exit", (code) => reject(new Error(`Xorg ended with ${code} before it was ready; see ${log}`)));
    server.once("error", reject);
  });
  return { process: server, display: `:${number}` };
}

/** Packed as little as PNG allows: most of a photograph's time goes there. */
const QUICKLY = ["-define", "png:compression-level=1"];
const QUIET = ["-noreset", "-nolisten", "tcp", "-novtswitch", "-sharevts"];

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}

async function windowManagerReady(environment: NodeJS.ProcessEnv): Promise<void> {
  // `wmctrl -m` fails until a window manager has said its name.
  for (let tries = 0; ; tries++) {
    try {
      await run("wmctrl", ["-m"], { env: environment });
      return;
    } catch (cause) {
      if (tries > 200) throw new Error("openbox did not become ready", { cause });
    }
  }
}

/** Opens two monitors side by side, the first one on the left and the main one. */
export async function openMonitors({
  first,
  second,
}: {
  readonly first: MonitorSize;
  readonly second: MonitorSize;
}): Promise<Monitors> {
  const folder = mkdtempSync(join(tmpdir(), "monitors-"));
  const server = await startServer(folder, first, second);
  const environment = { ...process.env, DISPLAY: server.display };
  const tool = async (program: string, ...args: string[]): Promise<void> => {
    await run(program, args, { env: environment });
  };
  const plug = async (): Promise<void> =>
    await tool("xrandr", "--output", "DUMMY1", "--mode", second, "--right-of", "DUMMY0");
  await plug();
  const manager = spawnBound("openbox", [], environment);
  await windowManagerReady(environment);
  const [firstWidth] = first.split("x");
  const areas = { 1: `${first}+0+0`, 2: `${second}+${firstWidth}+0` };

  return {
    display: server.display,
    photograph: async (monitor, file) =>
      await tool("import", "-window", "root", "-crop", areas[monitor], "+repage", ...QUICKLY, file),
    unplugSecond: async () => await tool("xrandr", "--output", "DUMMY1", "--off"),
    replugSecond: plug,
    type: async (text, delayMs) => await tool("xdotool", "type", "--delay", String(delayMs), "--", text),
    key: async (name) => await tool("xdotool", "key", name),
    async click(monitor) {
      const [width = 0, height = 0, left = 0] = areas[monitor].split(/[x+]/).map(Number);
      await tool("xdotool", "mousemove", `${left + width / 2}`, `${height / 2}`, "click", "1");
    },
    async close() {
      await end(manager);
      await end(server.process);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
