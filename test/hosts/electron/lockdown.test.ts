// What a window may not do: each refusal beside the thing that must still work.
import { describe, expect, it } from "vitest";
import { startHost } from "./worlds.ts";

const PAGE = "counterfoil://pages/cashier/index.html";

async function openCashier() {
  const host = await startHost();
  const cashier = host.bench.openWindows().find(({ options }) => options.kiosk)?.webContents;
  if (!cashier) throw new Error("no cashier window");
  return { ...host, cashier, events: () => host.noted.map(({ event }) => event) };
}

describe("before the app is ready", () => {
  it("the sandbox, the scheme and the missing menu come first, then the lock of one instance, then ready", async () => {
    const { bench } = await startHost();
    expect(bench.state.calls).toEqual([
      "enableSandbox",
      "registerSchemesAsPrivileged counterfoil",
      "setApplicationMenu none",
      "requestSingleInstanceLock",
      "ready",
    ]);
  });
  it("a sandbox that was switched off from outside is told", async () => {
    const { noted } = await startHost({ before: (bench) => void bench.state.switches.add("no-sandbox") });
    expect(noted).toContainEqual({ event: "sandbox-switched-off", facts: {} });
  });
});

describe("every window", () => {
  it("is isolated, sandboxed and without Node, as written down and not by default", async () => {
    const { bench } = await startHost();
    const all = bench.openWindows().map(({ options }) => options.webPreferences);
    expect(all).toHaveLength(2);
    for (const preferences of all) {
      expect(preferences).toMatchObject({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        webviewTag: false,
        devTools: false,
      });
    }
  });
});

describe("navigation", () => {
  it("a page may load itself again", async () => {
    const { cashier, events } = await openCashier();
    expect(cashier.navigate(PAGE)).toBe(true);
    expect(cashier.navigate(PAGE, { event: "will-frame-navigate" })).toBe(true);
    expect(events()).toEqual([]);
  });
  it.each([
    ["another site", "https://example.com/pay?token=abc"],
    ["the other page", "counterfoil://pages/customer/index.html"],
    ["a file", "file:///etc/passwd"],
    ["another host of our scheme", "counterfoil://elsewhere/cashier/index.html"],
    ["a script", "javascript:alert(1)"],
  ])("to %s is denied, however it comes", async (_what, url) => {
    const { cashier, noted } = await openCashier();
    for (const event of ["will-navigate", "will-frame-navigate", "will-redirect"]) {
      expect(cashier.navigate(url, { event })).toBe(false);
    }
    expect(noted.map(({ event }) => event)).toEqual(Array(3).fill("navigation-denied"));
    expect(JSON.stringify(noted)).not.toContain("token");
  });
  it("a frame inside the page goes nowhere, not even to the page", async () => {
    const { cashier } = await openCashier();
    expect(cashier.navigate(PAGE, { event: "will-frame-navigate", isMainFrame: false })).toBe(false);
  });
  it("new windows and webviews are denied and logged", async () => {
    const { cashier, events } = await openCashier();
    expect(cashier.openWindow(PAGE)).toBe(false);
    expect(cashier.openWindow("https://example.com/")).toBe(false);
    expect(cashier.attachWebview()).toBe(false);
    expect(events()).toEqual(["window-denied", "window-denied", "webview-denied"]);
  });
});

describe("the session", () => {
  async function openSession() {
    const host = await startHost();
    const session = host.bench.session("counterfoil");
    if (!session) throw new Error("no session");
    return { session, ...host };
  }
  it("is of its own, in memory, and carried by both windows", async () => {
    const { bench, session } = await openSession();
    const carried = bench.openWindows().map(({ webContents }) => webContents.session);
    expect(carried).toEqual([session, session]);
    expect(session.partition).not.toMatch(/^persist:/);
  });
  it.each([
    "media",
    "notifications",
    "hid",
    "serial",
    "usb",
    "fullscreen",
    "clipboard-read",
    "window-management",
  ] as const)("permission %s is denied when asked for and when looked at", async (name) => {
    const { session, noted } = await openSession();
    expect([session.permission(name), session.check(name), session.device()]).toEqual([false, false, false]);
    expect(noted).toContainEqual({ event: "permission-denied", facts: { permission: name } });
  });
  it("requests stay on this machine", async () => {
    const { session, noted } = await openSession();
    const local = [PAGE, "counterfoil://pages/assets/a.js", "blob:counterfoil://pages/7f", "data:image/png;base64,AA"];
    const foreign = [
      "https://api.omise.co/charges",
      "http://127.0.0.1:8080/",
      "ws://127.0.0.1/",
      "file:///etc/passwd",
      "blob:https://x/1",
    ];
    expect(local.map((url) => session.request(url))).toEqual(local.map(() => true));
    expect(foreign.map((url) => session.request(url))).toEqual(foreign.map(() => false));
    expect(noted.filter(({ event }) => event === "request-denied")).toHaveLength(foreign.length);
  });
  it("nothing is downloaded", async () => {
    const { session } = await openSession();
    expect(session.download()).toBe(false);
  });
});
