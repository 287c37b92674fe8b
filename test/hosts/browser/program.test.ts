// `npm start` and the built browser host as programs: what they say, what they leave behind, and that nothing outlives them.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readlinkSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { openMonitors } from "#test/support/monitors.ts";
import type { Monitors } from "#test/support/monitors.ts";
import { describeWith, TWO_MONITORS } from "#test/support/needs.ts";
import { waitFor } from "./wait-for.ts";

type Program = { readonly child: ChildProcess; out: string; err: string; code: number | null | undefined };

let folder: string;
let data: string;
let running: Program[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "start-"));
  data = join(folder, "data");
});
afterEach(async () => {
  for (const program of running) program.child.kill("SIGKILL");
  await waitFor("all programs are gone", () => running.every(({ code }) => code !== undefined));
  running = [];
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

function launch(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Program {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, npm_lifecycle_event: _script, ...rest } = process.env;
  const child = spawn(program, args, { env: { ...rest, ...environment } });
  const launched: Program = { child, out: "", err: "", code: undefined };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (launched.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (launched.err += text));
  child.once("close", (code) => (launched.code = code));
  running.push(launched);
  return launched;
}
const START = "src/main/tools/start.mjs";
const npmStart = (args: readonly string[], environment?: NodeJS.ProcessEnv): Program =>
  launch(process.execPath, [START, ...args], environment);

async function end(program: Program): Promise<Program> {
  await waitFor("the program ends", () => program.code !== undefined);
  return program;
}
async function isOpen(program: Program): Promise<void> {
  await waitFor("the till is open", () => {
    if (program.code !== undefined) throw new Error(`ended with ${program.code}: ${program.err}`);
    return program.out.includes("Counterfoil is open in training mode.");
  });
}

describe("npm start", () => {
  test("a wrong option is one sentence, and nothing is written", async () => {
    const { code, out, err } = await end(npmStart(["--data", data, "--hots=browser"]));
    expect({ code, out, err }).toEqual({
      code: 1,
      out: "",
      err: "There is no option `--hots`. `npm start -- --help` lists what there is.\n",
    });
    expect(existsSync(data)).toBe(false);
  });

  test("help is printed and that is all", async () => {
    const { code, out, err } = await end(npmStart(["--help", "--data", data]));
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("--host=browser");
    expect(existsSync(data)).toBe(false);
  });

  test("Electron without a display is refused in one sentence", async () => {
    const { code, err } = await end(npmStart(["--host=electron", "--data", data]));
    expect({ code, err }).toEqual({
      code: 1,
      err: "There is no display for Electron. Without `--host=electron` a browser is used.\n",
    });
    expect(existsSync(data)).toBe(false);
  });

  test.for([["--host=electron"], ["--host=firefox"], ["--data="]])(
    "a fresh clone refuses %j before it builds anything",
    async (words) => {
      for (const part of ["package.json", "src"]) cpSync(part, join(folder, part), { recursive: true });
      symlinkSync(resolve("node_modules"), join(folder, "node_modules"), "junction");
      const { code, out, err } = await end(launch(process.execPath, [join(folder, START), ...words]));
      expect({ code, out, sentences: err.trim().split("\n").length }).toEqual({ code: 1, out: "", sentences: 1 });
      expect(existsSync(join(folder, "out"))).toBe(false);
    },
  );

  test("without a display it stays up, says what to install, and prints addresses that let each role in", async () => {
    const program = npmStart(["--data", data]);
    await isOpen(program);
    await waitFor("both addresses are printed", () => program.out.match(/#token=/g)?.length === 2);
    expect(program.out).toContain("There is no display");
    expect(program.out).toContain("apt install");
    const [, origin, token] = /cashier +(http:\/\/127\.0\.0\.1:\d+)\/cashier\/#token=(\S+)/.exec(program.out) ?? [];
    const socket = new WebSocket(`${origin?.replace("http", "ws")}/pipe`, { headers: { origin: origin ?? "" } });
    socket.on("open", () => socket.send(JSON.stringify({ hello: { token } })));
    const said: string[] = [];
    socket.on("message", (text: Buffer) => void said.push(text.toString()));
    await waitFor("the page is welcomed", () => said[0]?.startsWith('{"welcome"'));
    expect(program.code).toBeUndefined();
    expect(program.out).not.toContain("is closed");
    // As Ctrl+C does, more than once: the end is said once, as the last word.
    for (const signal of ["SIGINT", "SIGINT", "SIGTERM"] as const) program.child.kill(signal);
    expect(await end(program)).toMatchObject({ code: 0, err: "" });
    expect(program.out.match(/is closed/g)).toHaveLength(1);
    expect(program.out.endsWith("\nCounterfoil is closed.\n")).toBe(true);
  });

  test("a second till on the same data folder is refused in one sentence, and the first goes on", async () => {
    const first = npmStart(["--data", data]);
    await isOpen(first);
    const second = await end(npmStart(["--data", data]));
    expect(second.code).toBe(1);
    expect(second.out).toBe("");
    expect(second.err.trim().split("\n")).toHaveLength(1);
    expect(first.code).toBeUndefined();
  });

  test("the host does not outlive the one that started it", async () => {
    const program = npmStart(["--data", data]);
    await isOpen(program);
    await waitFor("the addresses are printed", () => program.out.match(/#token=/g)?.length === 2);
    const [, port] = /127\.0\.0\.1:(\d+)/.exec(program.out) ?? [];
    program.child.kill("SIGKILL");
    await waitFor("the door is shut", async () => await isShut(Number(port)));
  });

  test("it ends with the shell that npm runs it in", async () => {
    const line = `"${process.execPath}" ${START} --data "${data}"; true`;
    const shell = launch("sh", ["-c", line], { npm_lifecycle_event: "start" });
    await isOpen(shell);
    await waitFor("the addresses are printed", () => shell.out.match(/#token=/g)?.length === 2);
    const [, port] = /127\.0\.0\.1:(\d+)/.exec(shell.out) ?? [];
    shell.child.kill("SIGTERM");
    await waitFor("the door is shut", async () => await isShut(Number(port)));
  });
});

async function isShut(port: number): Promise<boolean> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/pipe`);
  return await new Promise((resolve) => {
    socket.once("error", (cause) => resolve(cause.message.includes("ECONNREFUSED")));
    socket.once("unexpected-response", (asked) => {
      resolve(false);
      asked.destroy();
    });
  });
}

describeWith("the built browser host on a display", TWO_MONITORS, () => {
  let monitors: Monitors;
  beforeAll(async () => {
    monitors = await openMonitors({ first: "1024x768", second: "1920x1080" });
  });
  afterAll(async () => await monitors.close());

  function browserOf(host: Program): number | undefined {
    const children = readFileSync(`/proc/${host.child.pid}/task/${host.child.pid}/children`, "utf8");
    return Number(children.trim().split(" ")[0]) || undefined;
  }
  /** Every TCP port that this process listens on. */
  function listening(pid: number): string[] {
    const own = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
      } catch {
        return [];
      }
    });
    const LISTEN = "0A";
    const lines = ["tcp", "tcp6"].flatMap((table) =>
      readFileSync(`/proc/net/${table}`, "utf8").trim().split("\n").slice(1),
    );
    const sockets = lines.map((line) => line.trim().split(/\s+/));
    return sockets
      .filter(([, , , state, , , , , , inode]) => state === LISTEN && own.includes(`socket:[${inode}]`))
      .map(String);
  }

  test("its browser opens no port, knows no key, keeps to its own profile, and dies with it", async () => {
    const host = launch(process.execPath, ["out/main/browser.js", "--data", data], {
      DISPLAY: monitors.display,
      OMISE_NOTE: "not yours",
    });
    await isOpen(host);
    const pid = await waitFor("the browser runs", () => browserOf(host));
    await waitFor("its profile is there", () => existsSync(join(data, "browser-profile", "Local State")));
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    expect(words).toContain("--remote-debugging-pipe");
    expect(words).toContain(`--user-data-dir=${join(data, "browser-profile")}`);
    expect(words.filter((word) => /remote-debugging-(port|address)|token|enable-automation/.test(word))).toEqual([]);
    expect(readFileSync(`/proc/${pid}/environ`, "utf8")).toMatch(/^(?!.*OMISE_)/s);
    expect(words.includes("--no-sandbox")).toBe(process.getuid?.() === 0);
    expect(existsSync(join(data, "browser-profile", "DevToolsActivePort"))).toBe(false);
    expect(listening(host.child.pid ?? 0)).not.toEqual([]);
    expect(listening(pid)).toEqual([]);
    host.child.kill("SIGKILL");
    await waitFor("the browser is gone", () => !existsSync(`/proc/${pid}`) || isDefunct(pid));
  });

  function isDefunct(pid: number): boolean {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  }
});
