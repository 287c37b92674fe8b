// Starts one Chromium and holds it: its window shows the cashier's page, its pipe is our only way in, and it ends with us.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { speakDevTools } from "./devtools.ts";
import type { DevTools } from "./devtools.ts";

export type Chromium = {
  readonly pid: number;
  readonly devTools: DevTools;
  /** Settles with the reason in plain words when the process is gone. */
  readonly ended: Promise<string>;
  /** Asks it to go, and makes it go when it does not. */
  close(): Promise<void>;
};

export type ChromiumOptions = {
  readonly program: string;
  /** A folder of ours alone: the person's own browser is never touched. */
  readonly profileFolder: string;
  /** The cashier's page. It carries no token: every process can read a command line. */
  readonly address: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** For the tests that attach their own driver; the product gives none. */
  readonly extraArguments?: readonly string[];
};

const START_LIMIT_MS = 20_000;
const FAREWELL_MS = 3_000;

/** The whole command line. None of it opens a port. */
function chromiumArguments({
  profileFolder,
  address,
  isRoot,
}: {
  readonly profileFolder: string;
  readonly address: string;
  readonly isRoot: boolean;
}): readonly string[] {
  return [
    `--user-data-dir=${profileFolder}`,
    "--remote-debugging-pipe",
    "--kiosk",
    `--app=${address}`,
    "--window-position=0,0",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-crash-restore-bubble",
    // A till does not talk to the browser's maker, and asks for no keyring and no translation.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=Translate",
    "--password-store=basic",
    // The tones of a payment come without a touch, and no screen falls asleep because nobody touched it.
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    // Chromium refuses to run as root in its sandbox. --test-type hides the bar that says so; the host says it instead.
    ...(isRoot ? ["--no-sandbox", "--test-type"] : []),
  ];
}

/** @throws when the program does not start or does not answer, with the last words it said */
export async function launchChromium(options: ChromiumOptions): Promise<Chromium> {
  const child = spawn(
    options.program,
    [...chromiumArguments({ ...options, isRoot: process.getuid?.() === 0 }), ...(options.extraArguments ?? [])],
    { stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"], env: withoutKeys(options.environment) },
  );
  const [, , errors, to, from] = child.stdio;
  const lastWords = keepLastWords(errors as Readable);
  const ended = endOf(child);
  const devTools = speakDevTools(to as Writable, from as Readable);
  const started = await Promise.race([
    devTools.ask({ method: "Browser.getVersion", timeoutMs: START_LIMIT_MS }).catch((cause: unknown) => String(cause)),
    ended,
  ]);
  if (typeof started === "string") {
    child.kill("SIGKILL");
    throw new Error(`${options.program} did not start: ${lastWords() || started}`);
  }
  return { pid: child.pid ?? 0, devTools, ended, close: async () => await close(child, devTools, ended) };
}

/** The bank's keys are none of the browser's business. */
function withoutKeys(environment: ChromiumOptions["environment"]): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("OMISE_")));
}

async function endOf(child: ChildProcess): Promise<string> {
  return await new Promise((resolve) => {
    child.once("error", (cause) => resolve(cause.message));
    child.once("exit", (code, signal) => resolve(`it ended with ${signal ?? `code ${code}`}`));
  });
}

async function close(child: ChildProcess, devTools: DevTools, ended: Promise<string>): Promise<void> {
  const farewell = setTimeout(() => child.kill("SIGKILL"), FAREWELL_MS);
  // Its answer may well be lost, because it goes: what counts is that it is gone.
  void devTools.ask({ method: "Browser.close", timeoutMs: FAREWELL_MS }).catch(() => child.kill());
  await ended;
  clearTimeout(farewell);
}

/** Chromium complains all day; its last lines are kept for the case that it does not start. That there is no message bus is
 *  never the reason. */
function keepLastWords(errors: Readable): () => string {
  let kept: readonly string[] = [];
  createInterface({ input: errors }).on("line", (line) => {
    const words = line.replace(/^\[.*?\] ?/, "");
    if (words !== "" && !line.includes(":dbus/")) kept = [...kept, words].slice(-2);
  });
  return () => kept.join(" ").slice(0, 200);
}
