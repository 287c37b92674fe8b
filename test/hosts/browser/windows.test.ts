// The browser host in real Chromium on two real monitors: where its windows are, and that they come back from whatever happens.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Role } from "#contract/words.ts";
import { findBrowser } from "#main/browser/find-browser.ts";
import { runBrowserHost } from "#main/browser/host.ts";
import type { BrowserHost } from "#main/browser/host.ts";
import { theseSurroundings } from "#main/options.ts";
import { openMonitors } from "#test/support/monitors.ts";
import type { Monitors } from "#test/support/monitors.ts";
import { describeWith, TWO_MONITORS } from "#test/support/needs.ts";
import { COLOURS, createPretendTill, writePages } from "./pretend-till.ts";
import type { PretendTill, Visit } from "./pretend-till.ts";
import { waitFor } from "./wait-for.ts";

const run = promisify(execFile);
const FIRST = { width: 1024, height: 768 };
const SECOND = { width: 1920, height: 1080 };

describeWith("browser host on two monitors", [...TWO_MONITORS, "wmctrl", "xdotool", "import"], () => {
  let monitors: Monitors;
  let folder: string;
  let till: PretendTill;
  let host: BrowserHost;
  let driver: Browser | undefined;
  let lines: string[];

  beforeAll(async () => {
    monitors = await openMonitors({ first: "1024x768", second: "1920x1080" });
  });
  afterAll(async () => await monitors.close());

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "browser-host-"));
    writePages(join(folder, "pages"));
    till = createPretendTill();
    lines = [];
    host = await runBrowserHost({
      openTerminal: async () => await Promise.resolve(till.terminal),
      options: {
        dataFolder: folder,
        pagesFolder: join(folder, "pages"),
        environment: { ...process.env, DISPLAY: monitors.display },
        browser: { program: findBrowser(theseSurroundings()) ?? "" },
      },
      chromiumArguments: ["--remote-debugging-port=0"],
      print: (line) => void lines.push(line),
    });
  });
  afterEach(async () => {
    await driver?.close();
    driver = undefined;
    await host.close();
    expect(till.isClosed()).toBe(true);
    rmSync(folder, { recursive: true, force: true });
  });

  const living = (role: Role): Visit[] => till.visits.filter((visit) => visit.role === role && !visit.over);
  const present = async (role: Role): Promise<Visit> =>
    await waitFor(`the ${role}'s page enters`, () => living(role).at(-1));

  /** Whether that window fills that monitor to its four corners. */
  async function fills(role: Role, monitor: 1 | 2): Promise<boolean> {
    const file = join(folder, "photograph.png");
    await monitors.photograph(monitor, file);
    const { data, width, height } = PNG.sync.read(readFileSync(file));
    const { width: wantedWidth, height: wantedHeight } = monitor === 1 ? FIRST : SECOND;
    expect([width, height]).toEqual([wantedWidth, wantedHeight]);
    const corners = [0, width - 1, (height - 1) * width, height * width - 1];
    return corners.every((at) => COLOURS[role].every((part, channel) => data[at * 4 + channel] === part));
  }
  const inPlace = async (): Promise<void> => {
    await waitFor("the cashier's window fills the first monitor", async () => await fills("cashier", 1));
    await waitFor("the customer's window fills the second monitor", async () => await fills("customer", 2));
  };

  /** The page as a driver sees it. */
  async function page(role: Role): Promise<Page> {
    const [port] = readFileSync(join(folder, "browser-profile", "DevToolsActivePort"), "utf8").split("\n");
    driver ??= await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    const pages = driver.contexts().flatMap((context) => context.pages());
    const found = pages.find((one) => one.url().startsWith(`${host.origin}/${role}/`));
    if (found === undefined) throw new Error(`no ${role} among ${pages.map((one) => one.url()).join(", ")}`);
    return found;
  }
  async function send(role: Role, method: "Page.crash"): Promise<void> {
    const target = await page(role);
    const session = await target.context().newCDPSession(target);
    // A crashed page never answers.
    void session.send(method).catch(() => {});
  }

  test("each window fills its monitor, each page enters by its token, and keys reach the cashier alone", async () => {
    const [cashier, customer] = await Promise.all([present("cashier"), present("customer")]);
    await inPlace();
    expect(till.displays()).toEqual([
      { name: expect.stringContaining("1024×768"), role: "cashier" },
      { name: expect.stringContaining("1920×1080"), role: "customer" },
    ]);
    await waitFor("a typed key arrives", async () => {
      await monitors.key("a");
      return cashier.heard.includes("key a");
    });
    expect(cashier.heard[0]).toBe("came by token");
    expect(customer.heard).toEqual(["came by token"]);
  });

  test("a reloaded page keeps its role by its key", async () => {
    const before = await present("cashier");
    await (await page("cashier")).reload();
    await waitFor("the old connection ends", () => before.over);
    expect((await present("cashier")).heard).toEqual(["came by key"]);
  });

  test("a crashed page comes back in its place and with its role", async () => {
    for (const role of ["customer", "cashier"] as const) {
      const before = await present(role);
      await send(role, "Page.crash");
      await waitFor("the old connection ends", () => before.over);
      expect((await present(role)).heard).toEqual(["came by key"]);
    }
    await inPlace();
  });

  test("without its monitor the customer's window is closed, and back with it within two seconds", async () => {
    const before = await present("customer");
    await inPlace();
    await monitors.unplugSecond();
    await waitFor("the customer's window closes", () => before.over);
    await waitFor("the cashier's window is alone on the first monitor", async () => await fills("cashier", 1));
    expect(till.displays()).toEqual([{ name: expect.stringContaining("1024×768"), role: "cashier" }]);
    await monitors.replugSecond();
    await waitFor("the customer's page enters", () => living("customer").at(-1), 2_000);
    await inPlace();
    const cashier = await present("cashier");
    await waitFor("the focus is the cashier's again", async () => {
      await monitors.key("b");
      return cashier.heard.includes("key b");
    });
  });

  test("a window that somebody closes is opened again", async () => {
    for (const role of ["cashier", "customer"] as const) {
      const before = await present(role);
      await inPlace();
      await run("wmctrl", ["-c", `you are the ${role}`], { env: { ...process.env, DISPLAY: monitors.display } });
      await waitFor("the old connection ends", () => before.over);
      expect((await present(role)).heard[0]).toBe("came by token");
    }
    await inPlace();
  });

  test("a browser that is killed is started again with both windows", async () => {
    const [before] = await Promise.all([present("cashier"), present("customer")]);
    process.kill(host.browserPid() ?? 0, "SIGKILL");
    await waitFor("the old connection ends", () => before.over);
    await Promise.all([present("cashier"), present("customer")]);
    await inPlace();
    expect(lines.filter((line) => line.startsWith("The browser is gone"))).toHaveLength(1);
  });

  test("a window that is not ours is closed, and a page that leads away is brought back", async () => {
    await Promise.all([present("cashier"), present("customer")]);
    await inPlace();
    const ours = await page("cashier");
    await monitors.key("ctrl+n");
    await monitors.key("ctrl+t");
    const stranger = ours.context().waitForEvent("page");
    await ours.evaluate(() => void window.open("about:blank"));
    const opened = await stranger;
    await waitFor("the foreign window closes", () => opened.isClosed());
    await waitFor("only ours are left", () => ours.context().pages().length === 2);
    const before = await present("cashier");
    await ours.goto("data:text/plain,elsewhere").catch(() => {});
    await waitFor("the old connection ends", () => before.over);
    await present("cashier");
    await inPlace();
  });

  test("when the cashier closes the till, the windows go and the host ends", async () => {
    await present("cashier");
    const pid = host.browserPid() ?? 0;
    till.leave();
    await host.ended;
    expect(till.isClosed()).toBe(true);
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });
});
