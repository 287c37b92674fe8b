// The browser host in real Chromium on two real monitors: where its windows are, and that they come back from whatever happens.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openMonitors } from "#test/support/monitors.ts";
import type { Monitors } from "#test/support/monitors.ts";
import { describeWith, TWO_MONITORS } from "#test/support/needs.ts";
import { openStage } from "./host-stage.ts";
import type { Stage } from "./host-stage.ts";
import { waitFor } from "./wait-for.ts";

const NEEDS = [...TWO_MONITORS, "wmctrl", "xdotool", "import"] as const;
let monitors: Monitors;
let stage: Stage;

function onTwoMonitors(): void {
  beforeAll(async () => {
    monitors = await openMonitors({ first: "1024x768", second: "1920x1080" });
  });
  afterAll(async () => await monitors.close());
  beforeEach(async () => {
    stage = await openStage(monitors);
    await Promise.all([stage.present("cashier"), stage.present("customer")]);
    await stage.inPlace();
  });
  afterEach(async () => await stage.close());
}

/** Presses a key until the cashier's page has it: the focus may still be on its way there. */
async function keysReachTheCashier(name: string): Promise<void> {
  await waitFor(`the key ${name} reaches the cashier`, async () => {
    await monitors.key(name);
    return stage.living("cashier").some(({ heard }) => heard.includes(`key ${name}`));
  });
}

/** The displays are told as the host sees them, and it may see a change in several steps. */
async function displaysAre(...expected: readonly (readonly [size: string, role: string])[]): Promise<void> {
  await expect
    .poll(() => stage.till.displays(), { timeout: 60_000 })
    .toEqual(expected.map(([size, role]) => ({ name: expect.stringContaining(size), role })));
}

describeWith("browser host on two monitors", NEEDS, () => {
  onTwoMonitors();

  test("each window fills its monitor, each page enters by its token, and keys reach the cashier alone", async () => {
    await displaysAre(["1024×768", "cashier"], ["1920×1080", "customer"]);
    const [cashier, customer] = await Promise.all([stage.present("cashier"), stage.present("customer")]);
    expect([cashier.cameBy, customer.cameBy]).toEqual(["token", "token"]);
    await keysReachTheCashier("a");
    await keysReachTheCashier("b");
    // The first key may have found the focus on its way, the second one not.
    expect(customer.heard).not.toContain("key b");
  });

  test("without its monitor the customer's window is closed, and back with it", async () => {
    const before = await stage.present("customer");
    await monitors.unplugSecond();
    await waitFor("the customer's window closes", () => before.over);
    await waitFor("the cashier's window is alone on its monitor", async () => await stage.fills("cashier", 1));
    await displaysAre(["1024×768", "cashier"]);
    await monitors.replugSecond();
    await stage.present("customer");
    await stage.inPlace();
    await keysReachTheCashier("b");
  });

  test("a customer who touches the customer's screen does not keep the focus", async () => {
    const customer = await stage.present("customer");
    const focused = (): number => customer.heard.filter((text) => text === "focus").length;
    const before = focused();
    await waitFor("the touch takes the focus at first", async () => {
      await monitors.click(2);
      return focused() > before;
    });
    await keysReachTheCashier("c");
  });

  test("when the cashier closes the till, the windows go and the host ends", async () => {
    const pid = stage.host.browserPid() ?? 0;
    stage.till.leave();
    await stage.host.ended;
    expect(stage.till.isClosed()).toBe(true);
    expect(stage.lines.at(-1)).toBe("Counterfoil is closed.");
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });
});

describeWith("browser host after a mishap", NEEDS, () => {
  onTwoMonitors();

  test("a reloaded page keeps its role by its key", async () => {
    const before = await stage.present("cashier");
    await (await stage.page("cashier")).reload();
    await waitFor("the old connection ends", () => before.over);
    expect((await stage.present("cashier")).cameBy).toBe("key");
  });

  test.for(["customer", "cashier"] as const)("a crashed page of the %s comes back with its role", async (role) => {
    const before = await stage.present(role);
    const page = await stage.page(role);
    const session = await page.context().newCDPSession(page);
    // A crashed page never answers.
    void session.send("Page.crash").catch(() => {});
    await waitFor("the old connection ends", () => before.over);
    expect((await stage.present(role)).cameBy).toBe("key");
    await stage.inPlace();
  });

  test.for(["customer", "cashier"] as const)(
    "a window of the %s that somebody closes is opened again",
    async (role) => {
      const before = await stage.present(role);
      await stage.closeWindow(role);
      await waitFor("the old connection ends", () => before.over);
      expect((await stage.present(role)).cameBy).toBe("token");
      await stage.inPlace();
      await keysReachTheCashier("d");
    },
  );

  test("a browser that is killed is started again with both windows", async () => {
    const before = await stage.present("cashier");
    process.kill(stage.host.browserPid() ?? 0, "SIGKILL");
    await waitFor("the old connection ends", () => before.over);
    await Promise.all([stage.present("cashier"), stage.present("customer")]);
    await stage.inPlace();
    expect(stage.lines.find((line) => line.startsWith("The browser is gone"))).toContain("SIGKILL");
  });

  test("a window that is not ours is closed, and a page that leads away is brought back", async () => {
    const ours = await stage.page("cashier");
    await monitors.key("ctrl+n");
    // Held and asked in the page itself: for the driver it may be gone before it was there.
    const stranger = await ours.evaluateHandle(() => globalThis.open("about:blank"));
    expect(await stranger.evaluate((opened) => opened !== null)).toBe(true);
    await waitFor("the foreign window closes", async () => await stranger.evaluate((opened) => opened?.closed));
    await waitFor("only ours are left", () => ours.context().pages().length === 2);
    const before = await stage.present("cashier");
    await ours.goto("chrome://version").catch(() => {});
    await waitFor("the old connection ends", () => before.over);
    await stage.present("cashier");
    await stage.inPlace();
  });
});
