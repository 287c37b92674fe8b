// The browser host: opens the till, the loopback door, and an installed Chromium with both windows. Where no window can be
// opened it stays up all the same and prints the addresses.
import { join } from "node:path";
import { ROLES } from "#contract/words.ts";
import type { Role } from "#contract/words.ts";
import { secretsIn } from "#main/options.ts";
import type { OpenTerminal, Terminal } from "#main/terminal.ts";
import { launchChromium } from "./chromium.ts";
import { openDoor } from "./door.ts";
import type { Door } from "./door.ts";
import { keepBrowser } from "./keeper.ts";
import type { Keeper } from "./keeper.ts";
import { loadPages } from "./pages.ts";

export type BrowserHostOptions = {
  readonly openTerminal: OpenTerminal;
  readonly options: {
    readonly dataFolder: string;
    /** The built renderer. */
    readonly pagesFolder: string;
    readonly environment: Readonly<Record<string, string | undefined>>;
    /** The browser's program, or one line that says what is missing and what to install. */
    readonly browser: { readonly program: string } | { readonly missing: string };
  };
  /** More words for Chromium's command line, for tests that attach their own driver. */
  readonly chromiumArguments?: readonly string[];
  /** A line for the person who started it. */
  readonly print: (line: string) => void;
};

export type BrowserHost = {
  readonly origin: string;
  /** Of the browser that runs now, or nothing where there is none. */
  browserPid(): number | undefined;
  /** An address that opens a page once. */
  invitation(role: Role): string;
  /** Settles when the host has ended, by `close` or because the cashier closed the till. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
};

/** @throws StartRefusal from the till, whose sentence is for the person who started it */
export async function runBrowserHost({
  openTerminal,
  options,
  chromiumArguments = [],
  print,
}: BrowserHostOptions): Promise<BrowserHost> {
  const { environment, dataFolder } = options;
  const pages = loadPages(options.pagesFolder);
  const terminal = await openTerminal({ dataFolder, hostName: "browser", ...secretsIn(environment) });
  const note = seldom(print);
  const arrived = onceAll(ROLES, () => print("Both windows are open."));
  const door = await openDoor({
    pages,
    onPage: (pipe, role) => {
      terminal.serve(pipe, role);
      arrived(role);
    },
    onStranger: (reason) => note(`Turned away: ${reason}.`),
  });
  const invitation = (role: Role): string => `${door.origin}/${role}/#token=${door.guests.invite(role, "forever")}`;
  print(`Counterfoil is open in ${terminal.mode} mode. Ctrl+C closes it.`);
  const keeper = showWindows({ terminal, door, options, chromiumArguments, print, note, invitation });
  const close = endOnce({ keeper, door, terminal, print });
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  const end = (): void => void close().then(resolve, reject);
  terminal.onLeave(end);
  return {
    origin: door.origin,
    browserPid: () => keeper?.pid(),
    invitation,
    ended,
    close: async () => {
      end();
      await ended;
    },
  };
}

type Showing = Required<Pick<BrowserHostOptions, "options" | "chromiumArguments" | "print">> & {
  readonly terminal: Terminal;
  readonly door: Door;
  readonly note: (line: string) => void;
  readonly invitation: (role: Role) => string;
};

/** @returns nothing where there is no browser: then the addresses are printed */
function showWindows({
  terminal,
  door,
  options,
  chromiumArguments,
  print,
  note,
  invitation,
}: Showing): Keeper | undefined {
  const { browser, dataFolder, environment } = options;
  if ("missing" in browser) {
    terminal.displaysAre([]);
    printAddresses(browser.missing, invitation, print);
    return undefined;
  }
  const launch = {
    program: browser.program,
    profileFolder: join(dataFolder, "browser-profile"),
    address: `${door.origin}/cashier/`,
    environment,
    extraArguments: chromiumArguments,
  };
  return keepBrowser({
    origin: door.origin,
    newToken: (role) => door.guests.invite(role),
    displaysAre: (displays) => terminal.displaysAre(displays),
    note,
    onTrouble: (reason) => printAddresses(`No window can be opened (${reason}).`, invitation, print),
    launch: async () => await launchChromium(launch),
  });
}

/** Calls back when every one of them has come, once. */
function onceAll(expected: readonly Role[], complete: () => void): (role: Role) => void {
  const missing = new Set(expected);
  return (role) => {
    if (missing.delete(role) && missing.size === 0) complete();
  };
}

function printAddresses(why: string, invitation: (role: Role) => string, print: (line: string) => void): void {
  print(why);
  print("Until then, open these addresses in a browser on this machine. Each of them works once:");
  for (const role of ROLES) print(`  ${role.padEnd(8)}  ${invitation(role)}`);
}

type Ending = {
  readonly keeper: Keeper | undefined;
  readonly door: Door;
  readonly terminal: Terminal;
  readonly print: (line: string) => void;
};

/** Windows first, so that nobody types into a till that is closing; the ledger last. */
function endOnce(parts: Ending): () => Promise<void> {
  let ending: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    try {
      await parts.keeper?.close();
      await parts.door.close();
    } finally {
      await parts.terminal.close();
    }
    parts.print("Counterfoil is closed.");
  };
  return async () => await (ending ??= end());
}

const SELDOM_MS = 60_000;

/** The same sentence at most once a minute: what is tried again and again does not fill the screen. */
function seldom(print: (line: string) => void): (line: string) => void {
  const saidAtMs = new Map<string, number>();
  return (line) => {
    const before = saidAtMs.get(line);
    if (before !== undefined && performance.now() - before < SELDOM_MS) return;
    saidAtMs.set(line, performance.now());
    print(line);
  };
}
