// `npm start`, after the version gate: builds what is stale, chooses the host, and carries it to its end.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hasDisplay, readOptions, theseSurroundings } from "#main/options.ts";
import { buildWhenStale } from "./build-when-stale.ts";
import { chooseElectron } from "./choose-electron.ts";

const WITHOUT = "Without `--host=electron` a browser is used.";
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** @param args the words after `npm start --`
 *  @returns the exit code */
export async function start(args: readonly string[]): Promise<number> {
  const verdict = readOptions(args, theseSurroundings());
  if (verdict.kind === "help") return say(verdict.text, 0);
  if (verdict.kind === "refused") return complain(verdict.sentence);
  const { host, dataFolder } = verdict;
  const canShow = hasDisplay(theseSurroundings());
  // What can be known is said before anything is built or fetched.
  if (host === "electron" && !canShow) return complain(`There is no display for Electron. ${WITHOUT}`);
  const print = (line: string): void => void say(line, 0);
  const failure = await buildWhenStale(ROOT, print);
  if (failure !== undefined) return complain(`The build failed: ${failure}`);
  const search = { root: ROOT, environment: process.env, nowMs: Date.now(), print };
  const electron = host !== "browser" && canShow ? await chooseElectron({ ...search, host }) : undefined;
  const data = `--data=${dataFolder}`;
  if (electron !== undefined) return await carry(electron, [...sandboxWord(), ROOT, data]);
  if (host === "electron") return complain(`There is no Electron that starts here. ${WITHOUT}`);
  return await carry(process.execPath, [join(ROOT, "out/main/browser.js"), data]);
}

/** As root Electron starts only without its sandbox, and nobody shall overlook that. */
function sandboxWord(): readonly string[] {
  if (process.getuid?.() !== 0) return [];
  say("Started as root: Electron runs WITHOUT its sandbox. Use an ordinary user for real sales.", 0);
  return ["--no-sandbox"];
}

/** Runs the host in a process of its own, hands signals on, and takes its exit code. The channel tells it when we are gone. */
async function carry(program: string, args: readonly string[]): Promise<number> {
  const host = spawn(program, args, { stdio: ["inherit", "inherit", "inherit", "ipc"], cwd: ROOT });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => host.kill(signal));
  const watch = watchStarter(() => host.kill("SIGTERM"));
  const code = await new Promise<number>((resolve) => {
    host.once("error", (cause) => resolve(complain(`${program} does not start: ${cause.message}`)));
    host.once("exit", (exitCode, signal) => resolve(exitCode ?? 128 + constants.signals[signal ?? "SIGTERM"]));
  });
  clearInterval(watch);
  return code;
}

const LOOK_EVERY_MS = 500;

/** npm hands a signal to its shell, and the shell ends without handing it on: then our parent is another one. */
function watchStarter(onGone: () => void): NodeJS.Timeout | undefined {
  if (process.env["npm_lifecycle_event"] === undefined) return undefined;
  const starter = process.ppid;
  return setInterval(() => {
    if (process.ppid !== starter) onGone();
  }, LOOK_EVERY_MS);
}

function say(text: string, code: number): number {
  process.stdout.write(`${text}\n`);
  return code;
}

function complain(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 1;
}
