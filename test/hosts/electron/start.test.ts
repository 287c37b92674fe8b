// How the host begins and ends: refusals in one sentence, one instance, one orderly close.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { TerminalOptions } from "#main/terminal.ts";
import { ownWords } from "#main/electron/command-line.ts";
import { preventable } from "./stand-in-events.ts";
import { startHost } from "./worlds.ts";

describe("a start", () => {
  it("opens the till on its folder, with the keys that it was given, before any window", async () => {
    const asked: TerminalOptions[] = [];
    const { noteTaker } = await import("./worlds.ts");
    const keys = { publicKey: "pkey_test_x", secretKey: "skey_test_x" };
    const { home, bench } = await startHost({
      keys,
      async open(options) {
        asked.push(options);
        return noteTaker().terminal;
      },
    });
    expect(asked).toEqual([{ dataFolder: join(home, "data"), hostName: "electron", keys }]);
    expect(bench.openWindows()).toHaveLength(2);
    expect(bench.state.exitCode).toBeNull();
  });
  it("writes nothing into the data folder itself; Chromium's files lie in a place of their own for each data folder", async () => {
    const { home, bench } = await startHost();
    expect(existsSync(join(home, "data"))).toBe(false);
    const userData = bench.state.paths["userData"] ?? "";
    expect(userData.startsWith(join(home, "counterfoil-windows"))).toBe(true);
    expect(existsSync(userData)).toBe(true);
  });
});

describe("a refusal is one sentence and exit code 1, and no window opens", () => {
  it("of a wrong option, before anything is written", async () => {
    const { said, bench, home } = await startHost({
      options: { kind: "refused", sentence: "There is no option `--x`." },
    });
    expect([said, bench.state.exitCode, bench.openWindows()]).toEqual([["There is no option `--x`."], 1, []]);
    expect(existsSync(join(home, "counterfoil-windows"))).toBe(false);
    expect(bench.state.calls).not.toContain("requestSingleInstanceLock");
  });
  it("of a second instance, which never touches the till", async () => {
    let opened = 0;
    const { said, bench } = await startHost({
      before: (fresh) => void (fresh.state.isFirst = false),
      async open() {
        opened += 1;
        throw new Error("must not be reached");
      },
    });
    expect([said.length, bench.state.exitCode, opened, bench.openWindows()]).toEqual([1, 1, 0, []]);
    expect(said[0]).toMatch(/^Counterfoil is already open on .*\.$/);
  });
  it("of the till", async () => {
    const { said, bench } = await startHost({
      async open() {
        const { StartRefusal } = await import("#main/terminal.ts");
        throw new StartRefusal("The data folder cannot be read.");
      },
    });
    expect([said, bench.state.exitCode, bench.openWindows()]).toEqual([["The data folder cannot be read."], 1, []]);
  });
  it("of an error of our own, whose trace goes to the log and not to the person", async () => {
    const { said, bench, noted } = await startHost({ open: () => Promise.reject(new Error("inner workings")) });
    expect([said, bench.state.exitCode]).toEqual([["Counterfoil could not start because of an error of its own."], 1]);
    expect(noted[0]?.event).toBe("start-broken");
    expect(String(noted[0]?.facts["stack"])).toContain("inner workings");
  });
  it("but help is no refusal", async () => {
    const { said, bench } = await startHost({ options: { kind: "help", text: "how to" } });
    expect([said, bench.state.exitCode, bench.openWindows()]).toEqual([["how to"], 0, []]);
  });
});

describe("the first instance", () => {
  it("comes to the front when a second one knocks", async () => {
    const { bench } = await startHost();
    for (const window of bench.openWindows()) window.drawn();
    bench.state.focused = bench.openWindows().find(({ options }) => !options.kiosk) ?? null;
    bench.emit("second-instance", {}, []);
    expect(bench.state.focused?.options.kiosk).toBe(true);
  });
  it("does not end between two windows", async () => {
    const { bench } = await startHost();
    expect(bench.emit("window-all-closed")).toBe(true);
    expect(bench.state.exitCode).toBeNull();
  });
});

describe("the end", () => {
  it("closes windows, conversations and till once, whoever asks and however often", async () => {
    const { bench, till, said } = await startHost();
    const cashier = bench.openWindows().find(({ options }) => options.kiosk)?.webContents;
    if (cashier) bench.say(cashier, [crypto.randomUUID(), "hello"]);
    const quit = preventable({});
    till.state.leave();
    bench.emit("before-quit", quit);
    expect([quit.defaultPrevented, bench.openWindows(), till.talks[0]?.closed.length]).toEqual([true, [], 1]);
    await expect.poll(() => bench.state.exitCode).toBe(0);
    expect([till.state.closes, said]).toEqual([1, ["Counterfoil is closed."]]);
  });
  it("comes even when the till does not close", async () => {
    const { bench, till, clock, noted } = await startHost();
    till.state.closing = new Promise(() => {});
    bench.emit("before-quit", preventable({}));
    expect([bench.state.exitCode, clock.waitingMs()]).toEqual([null, [10_000]]);
    clock.pass(10_000);
    expect([bench.state.exitCode, noted.at(-1)?.event]).toEqual([1, "close-took-too-long"]);
  });
  it("tells when the till broke in closing", async () => {
    const { bench, till, noted, said } = await startHost();
    till.state.closing = Promise.reject(new Error("disk full"));
    till.state.leave();
    await expect.poll(() => bench.state.exitCode).toBe(1);
    expect([noted.at(-1), said]).toEqual([{ event: "close-broken", facts: { why: "disk full" } }, []]);
  });
});

describe("the command line", () => {
  const electron = "/opt/electron/electron";
  it.each([
    ["from sources", [electron, ".", "--data", "shop"], false, ["--data", "shop"]],
    [
      "with Electron's own switches before the folder",
      [electron, "--inspect=0", ".", "--data=shop"],
      false,
      ["--data=shop"],
    ],
    ["as root", [electron, ".", "--no-sandbox", "--data=shop"], false, ["--data=shop"]],
    ["packaged", ["/usr/bin/counterfoil", "--data=shop", "--ozone-platform=wayland"], true, ["--data=shop"]],
    ["packaged, without words", ["/usr/bin/counterfoil"], true, []],
    [
      "packaged, with a debugging port: kept, so that it is refused",
      ["/usr/bin/counterfoil", "--remote-debugging-port=1"],
      true,
      ["--remote-debugging-port=1"],
    ],
  ])("%s", (_how, argv, isPackaged, words) => {
    expect(ownWords(argv, isPackaged)).toEqual(words);
  });
});
