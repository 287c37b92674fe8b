// The browser host with a pretend till on two monitors, and what one sees of it from outside.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { PNG } from "pngjs";
import type { Role } from "#contract/words.ts";
import { findBrowser } from "#main/browser/find-browser.ts";
import { runBrowserHost } from "#main/browser/host.ts";
import type { BrowserHost } from "#main/browser/host.ts";
import { theseSurroundings } from "#main/options.ts";
import type { Monitors } from "#test/support/monitors.ts";
import { COLOURS, createPretendTill, writePages } from "./pretend-till.ts";
import type { PretendTill, Visit } from "./pretend-till.ts";
import { waitFor } from "./wait-for.ts";

const run = promisify(execFile);

export type Stage = {
  readonly till: PretendTill;
  readonly host: BrowserHost;
  readonly lines: readonly string[];
  /** Visits of that role that are not over. */
  living(role: Role): readonly Visit[];
  /** Waits until a page of that role is in and has said how it came, and gives its visit. */
  present(role: Role): Promise<Visit>;
  /** Whether that window fills that monitor to its four corners. */
  fills(role: Role, monitor: 1 | 2): Promise<boolean>;
  /** Waits until both windows fill their monitors and the cashier's has the keys. */
  inPlace(): Promise<void>;
  /** The page as a driver sees it, attached through a port that the product does not have. */
  page(role: Role): Promise<Page>;
  /** Closes a window as a person would. */
  closeWindow(role: Role): Promise<void>;
  close(): Promise<void>;
};

type Setting = {
  readonly folder: string;
  readonly lines: string[];
  readonly till: PretendTill;
  readonly display: string;
};

async function openHost({ folder, lines, till, display }: Setting): Promise<BrowserHost> {
  return await runBrowserHost({
    openTerminal: async () => await Promise.resolve(till.terminal),
    options: {
      dataFolder: folder,
      pagesFolder: join(folder, "pages"),
      environment: { ...process.env, DISPLAY: display },
      browser: { program: findBrowser(theseSurroundings()) ?? "" },
    },
    chromiumArguments: ["--remote-debugging-port=0"],
    print: (line) => void lines.push(line),
  });
}

async function fills(
  { monitors, file }: { monitors: Monitors; file: string },
  role: Role,
  monitor: 1 | 2,
): Promise<boolean> {
  await monitors.photograph(monitor, file);
  const { data, width, height } = PNG.sync.read(readFileSync(file));
  const corners = [0, width - 1, (height - 1) * width, height * width - 1];
  const coloured = corners.every((at) => COLOURS[role].every((part, channel) => data[at * 4 + channel] === part));
  return coloured && `${width}x${height}` === (monitor === 1 ? "1024x768" : "1920x1080");
}

/** What the pretend page calls itself when it is in. Some windows add the name of the browser. */
function titleOf(role: Role): string {
  return `you are the ${role}`;
}

/** @returns the title of the window that gets the keys, or nothing where none does */
async function titleInFront({ display }: Monitors): Promise<string | undefined> {
  const asked = run("xdotool", ["getactivewindow", "getwindowname"], { env: { ...process.env, DISPLAY: display } });
  return await asked.then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}

async function attach(folder: string): Promise<Browser> {
  const [port] = readFileSync(join(folder, "browser-profile", "DevToolsActivePort"), "utf8").split("\n");
  return await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
}

/** @param monitors 1024x768 and 1920x1080 */
export async function openStage(monitors: Monitors): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "browser-host-"));
  writePages(join(folder, "pages"));
  const till = createPretendTill();
  const lines: string[] = [];
  const host = await openHost({ folder, lines, till, display: monitors.display });
  let driver: Browser | undefined;
  const camera = { monitors, file: join(folder, "photograph.png") };
  const living = (role: Role): Visit[] => till.visits.filter((visit) => visit.role === role && !visit.over);
  return {
    till,
    host,
    lines,
    living,
    present: async (role) =>
      await waitFor(`the ${role}'s page enters`, () => living(role).findLast(({ cameBy }) => cameBy !== undefined)),
    fills: async (role, monitor) => await fills(camera, role, monitor),
    async inPlace() {
      await waitFor("the cashier's window fills the first monitor", async () => await fills(camera, "cashier", 1));
      await waitFor("the customer's window fills the second monitor", async () => await fills(camera, "customer", 2));
      await waitFor("the cashier's window has the keys", async () =>
        (await titleInFront(monitors))?.startsWith(titleOf("cashier")),
      );
    },
    async page(role) {
      driver ??= await attach(folder);
      const pages = (): Page[] => driver?.contexts().flatMap((context) => context.pages()) ?? [];
      return await waitFor(`the driver sees the ${role}'s page`, () =>
        pages().find((one) => one.url().startsWith(`${host.origin}/${role}/`)),
      );
    },
    async closeWindow(role) {
      const environment = { env: { ...process.env, DISPLAY: monitors.display } };
      // A window is called by its title only some time after its page is.
      await waitFor(`the ${role}'s window is found and closed`, async () => {
        return await run("wmctrl", ["-c", titleOf(role)], environment).catch(() => undefined);
      });
    },
    async close() {
      await driver?.close();
      await host.close();
      // Chromium's smaller processes may still be writing.
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
