// The browser host as a program: reads the command line, runs the host, and ends it in an orderly way.
import { fileURLToPath } from "node:url";
import { openTerminal } from "#main/compose.ts";
import { hasDisplay, readOptions, theseSurroundings } from "#main/options.ts";
import { StartRefusal } from "#main/terminal.ts";
import { findBrowser } from "./find-browser.ts";
import { runBrowserHost } from "./host.ts";
import type { BrowserHost, BrowserHostOptions } from "./host.ts";

const LAST_RESORT_MS = 10_000;

/** @returns the exit code. Runs until the till is closed. */
export async function runProgram(args: readonly string[]): Promise<number> {
  const surroundings = theseSurroundings();
  const verdict = readOptions(args, surroundings);
  if (verdict.kind === "help") return say(verdict.text, 0);
  if (verdict.kind === "refused") return complain(verdict.sentence);
  if (verdict.host === "electron")
    return complain("This is the browser host: `npm start -- --host=electron` starts the other.");
  const browser = chooseBrowser();
  if ("program" in browser && process.getuid?.() === 0) {
    say("Started as root: Chromium runs WITHOUT its sandbox. Use an ordinary user for real sales.", 0);
  }
  const pagesFolder = fileURLToPath(new URL("../renderer/", import.meta.url));
  const options = { dataFolder: verdict.dataFolder, pagesFolder, environment: process.env, browser };
  try {
    const host = await runBrowserHost({ openTerminal, options, print: (line) => say(line, 0) });
    endWithSignals(host);
    await host.ended;
    return 0;
  } catch (cause) {
    if (cause instanceof StartRefusal) return complain(cause.message);
    throw cause;
  }
}

function chooseBrowser(): BrowserHostOptions["options"]["browser"] {
  const surroundings = theseSurroundings();
  if (!hasDisplay(surroundings)) {
    return {
      missing:
        "There is no display: start it in a desktop session (Debian: apt install xserver-xorg openbox chromium).",
    };
  }
  const program = findBrowser(surroundings);
  return program === undefined
    ? {
        missing:
          "No browser was found: install Chromium (Debian: apt install chromium), Chrome or Edge and start again.",
      }
    : { program };
}

/** Ctrl+C reaches a whole process group and is passed on besides: the second signal means no more than the first. */
function endWithSignals(host: BrowserHost): void {
  const end = (): void => {
    setTimeout(() => process.exit(1), LAST_RESORT_MS).unref();
    void host.close().catch((cause: unknown) => {
      console.error(cause);
      process.exit(1);
    });
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
  // Whoever started us is gone: nobody could stop us any more.
  if (process.connected) process.once("disconnect", end);
}

function say(text: string, code: number): number {
  process.stdout.write(`${text}\n`);
  return code;
}

function complain(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 1;
}
