// Which window stands on which monitor, whatever is plugged, pulled, closed, moved or crashed.
import { describe, expect, it } from "vitest";
import { ANSWERS, KEYS } from "#renderer/cashier/keys.ts";
import { display, LEFT, RIGHT, startHost } from "./worlds.ts";

type Host = Awaited<ReturnType<typeof startHost>>;

function picture({ bench }: Host) {
  return bench.openWindows().map(({ options, state, getBounds }) => ({
    role: options.kiosk ? "cashier" : "customer",
    x: getBounds().x,
    width: getBounds().width,
    visible: state.visible,
  }));
}

function windowOf({ bench }: Host, role: "cashier" | "customer") {
  const found = bench.openWindows().find(({ options }) => (options.kiosk === true) === (role === "cashier"));
  if (!found) throw new Error(`no ${role} window`);
  return found;
}

const oneMonitor = { before: (bench: Host["bench"]) => bench.displaysAre([LEFT]) };
const cashierOnly = [{ role: "cashier", x: 0, width: 1024, visible: false }];
const both = [
  { role: "customer", x: 1024, width: 1920, visible: false },
  { role: "cashier", x: 0, width: 1024, visible: false },
];

describe("on one monitor", () => {
  it("there is the cashier's window alone, in kiosk mode, and the till knows the monitor", async () => {
    const host = await startHost(oneMonitor);
    expect(picture(host)).toEqual(cashierOnly);
    expect(host.till.reports).toEqual([["cashier: Till (1024×768)"]]);
  });
  it("a mirrored monitor is no second screen", async () => {
    const host = await startHost({
      before: (bench) => bench.displaysAre([LEFT, display(7, 0, { width: 1024, height: 768 })]),
    });
    expect(picture(host)).toEqual(cashierOnly);
    expect(host.till.reports).toEqual([["cashier: Till (1024×768)", "spare: Monitor 2 (1024×768)"]]);
  });
});

describe("on two monitors", () => {
  it("each window covers its own, and the customer's takes no keyboard", async () => {
    const host = await startHost();
    expect(picture(host)).toEqual(both);
    const customer = windowOf(host, "customer").options;
    expect(customer).toMatchObject({ fullscreen: true, focusable: false, frame: false, show: false });
    expect(host.till.reports).toEqual([["cashier: Till (1024×768)", "customer: Guest (1920×1080)"]]);
  });
  it("the primary one is the cashier's wherever it stands, and a third is spare", async () => {
    const third = display(3, 2944);
    const host = await startHost({
      before(bench) {
        bench.displaysAre([LEFT, RIGHT, third]);
        bench.state.primaryId = third.id;
      },
    });
    expect(host.till.reports[0]).toEqual([
      "cashier: Monitor 1 (1920×1080)",
      "customer: Till (1024×768)",
      "spare: Guest (1920×1080)",
    ]);
  });
  it("a window is shown when its page has drawn itself, and the cashier has the keyboard in the end", async () => {
    const host = await startHost();
    windowOf(host, "customer").drawn();
    expect(picture(host).map(({ visible }) => visible)).toEqual([true, false]);
    windowOf(host, "cashier").drawn();
    expect(picture(host).map(({ visible }) => visible)).toEqual([true, true]);
    expect(host.bench.state.focused).toBe(windowOf(host, "cashier"));
    expect(windowOf(host, "cashier").webContents.state.focused).toBe(true);
  });
  it("a customer's window that gets the keyboard all the same gives it back", async () => {
    const host = await startHost();
    windowOf(host, "cashier").drawn();
    host.bench.state.focused = windowOf(host, "customer");
    windowOf(host, "customer").emit("focus");
    expect(host.bench.state.focused).toBe(windowOf(host, "cashier"));
  });
});

describe("a monitor that is pulled and plugged", () => {
  const shownCashier = { ...both[1], visible: true };
  const asked = { event: null } as const;
  it.each([
    ["with the system's events", { event: "display-removed" }, { event: "display-added" }],
    ["without any event: the list is asked for", asked, asked],
  ] as const)("takes the customer's window with it and brings it back, %s", async (_how, pulled, plugged) => {
    const host = await startHost();
    windowOf(host, "cashier").drawn();
    host.bench.state.focused = null;
    host.bench.displaysAre([LEFT], pulled);
    if (pulled.event === null) host.clock.pass(1000);
    expect(picture(host)).toEqual([shownCashier]);
    expect(host.bench.state.focused).toBe(windowOf(host, "cashier"));
    host.bench.displaysAre([LEFT, RIGHT], plugged);
    if (plugged.event === null) host.clock.pass(1000);
    expect(picture(host)).toEqual([shownCashier, both[0]]);
    expect(host.till.reports.map((report) => report.length)).toEqual([2, 1, 2]);
  });
  it("opens the window anew at another size", async () => {
    const host = await startHost();
    host.bench.displaysAre([LEFT, display(2, 1024, { width: 1280, height: 720, label: "Guest" })]);
    host.clock.pass(1000);
    expect(picture(host).map(({ width }) => width)).toEqual([1024, 1280]);
  });
  it("as long as nothing changes nothing moves, and the till is not told again", async () => {
    const host = await startHost();
    const before = host.bench.openWindows();
    host.clock.pass(1000);
    host.clock.pass(1000);
    expect(host.bench.openWindows()).toEqual(before);
    expect(host.till.reports).toHaveLength(1);
  });
});

describe("a window that is somewhere else than it was put", () => {
  it("is put back, but not for ever", async () => {
    const host = await startHost();
    for (let time = 0; time < 6; time += 1) {
      windowOf(host, "customer").shove(LEFT.bounds);
      host.clock.pass(1000);
    }
    expect(host.bench.state.windows).toHaveLength(2 + 3);
  });
});

describe("a closed window", () => {
  it.each(["cashier", "customer"] as const)("comes back: %s", async (role) => {
    const host = await startHost();
    const closed = windowOf(host, role);
    closed.close();
    expect(windowOf(host, role)).not.toBe(closed);
    expect(picture(host)).toHaveLength(2);
    expect(host.noted).toEqual([{ event: "window-closed", facts: { role } }]);
  });
  it("stays closed when the till is left, and nobody listens or waits any more", async () => {
    const host = await startHost();
    host.till.state.leave();
    await expect.poll(() => host.bench.state.exitCode).toBe(0);
    host.clock.pass(1000);
    expect([host.bench.openWindows(), host.bench.listeners(), host.clock.waitingMs()]).toEqual([[], 0, []]);
    expect(host.noted).toEqual([]);
  });
});

describe("a page that crashes", () => {
  it("is loaded again soon, and more slowly when it crashes again", async () => {
    const host = await startHost();
    const { webContents } = windowOf(host, "customer");
    webContents.crash();
    expect([webContents.isCrashed(), host.clock.waitingMs()]).toEqual([true, [50, 1000, 10_000]]);
    host.clock.pass(50);
    expect([webContents.isCrashed(), webContents.getURL()]).toEqual([false, "counterfoil://pages/customer/index.html"]);
    webContents.crash("oom");
    expect(host.clock.waitingMs()).toEqual([1000, 2000, 10_000]);
    host.clock.pass(10_000);
    webContents.crash();
    expect(host.clock.waitingMs()).toEqual([50, 1000, 10_000]);
    expect(host.noted.map(({ facts }) => facts["reason"])).toEqual(["crashed", "oom", "crashed"]);
  });
  it("whose window has gone meanwhile is left alone", async () => {
    const host = await startHost();
    const customer = windowOf(host, "customer");
    customer.webContents.crash();
    host.bench.displaysAre([LEFT], { event: "display-removed" });
    host.clock.pass(50);
    expect(customer.isDestroyed()).toBe(true);
  });
});

describe("keys", () => {
  it.each([
    { code: "KeyR", control: true },
    { code: "KeyI", control: true, shift: true },
    { code: "KeyW", control: true },
    { code: "KeyJ", control: true },
    { code: "KeyQ", meta: true },
    { code: "Equal", control: true },
    { code: "BrowserRefresh" },
    { code: "BrowserBack" },
    { code: "F4", alt: true },
    { code: "ArrowLeft", alt: true },
  ])("of a browser are swallowed in both windows: %o", async (stroke) => {
    const host = await startHost();
    const reached = host.bench.openWindows().map(({ webContents }) => webContents.press(stroke));
    expect(reached).toEqual([false, false]);
  });
  it.each([
    { code: "Digit1" },
    { code: "Enter" },
    { code: "Escape" },
    { code: "KeyA", shift: true },
    { code: "KeyV", control: true },
    { code: "ControlLeft", control: true },
    { code: "KeyQ", control: true, alt: true },
    { code: "Tab", alt: true },
    ...Object.values({ ...KEYS, ...ANSWERS }).map((code) => ({ code })),
  ])("of a person or a scanner reach the page: %o", async (stroke) => {
    const host = await startHost();
    expect(windowOf(host, "cashier").webContents.press(stroke)).toBe(true);
  });
});
