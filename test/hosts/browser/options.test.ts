// The command line, the places where things lie, and the versions of Node: pure readings of words.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { browserPlaces } from "#main/browser/find-browser.ts";
import { nodeVersionRefusal } from "#main/node-version.mjs";
import { defaultDataFolder, hasDisplay, HELP, readOptions } from "#main/options.ts";
import type { Surroundings } from "#main/options.ts";

const HERE: Surroundings = { environment: {}, platform: "linux", homeFolder: "/home/shop", workingFolder: "/shop" };

describe("options", () => {
  test.for([
    [[], "whichever", "/home/shop/.local/share/counterfoil"],
    [["--host=browser"], "browser", "/home/shop/.local/share/counterfoil"],
    [["--host", "electron", "--data", "books"], "electron", "/shop/books"],
    [["--data=/srv/till"], "whichever", "/srv/till"],
  ] as const)("%j starts", ([words, host, dataFolder]) => {
    expect(readOptions(words, HERE)).toEqual({ kind: "start", host, dataFolder });
  });

  test("help wins over a start", () => {
    expect(readOptions(["--data=x", "--help"], HERE)).toEqual({ kind: "help", text: HELP });
  });

  test.for([
    [["--hots=browser"], "There is no option `--hots`."],
    [["--host=firefox"], "There is no host `firefox`: it is `electron` or `browser`."],
    [["--host"], "`--host` needs a value."],
    [["--data="], "`--data` needs a value."],
    [["--host=browser", "--host=electron"], "`--host` may be given once."],
    [["--data=a", "--data=b"], "`--data` may be given once."],
    [["--help=yes"], "There is no option `--help` with a value."],
    [["-x"], "There is no option `-x`."],
    [["books"], "There is no option `books`."],
    [["--", "books"], "There is no option `books`."],
    [["--remote-debugging-port=1"], "There is no option `--remote-debugging-port`."],
  ] as const)("%j is refused in one sentence", ([words, sentence]) => {
    expect(readOptions(words, HERE)).toEqual({
      kind: "refused",
      sentence: `${sentence} \`npm start -- --help\` lists what there is.`,
    });
  });
});

describe("places", () => {
  test("each system has its own data folder", () => {
    expect(defaultDataFolder({ ...HERE, environment: { XDG_DATA_HOME: "/data" } })).toBe("/data/counterfoil");
    expect(defaultDataFolder({ ...HERE, environment: { XDG_DATA_HOME: "relative" } })).toBe(
      "/home/shop/.local/share/counterfoil",
    );
    expect(defaultDataFolder({ ...HERE, platform: "darwin" })).toBe(
      "/home/shop/Library/Application Support/counterfoil",
    );
    expect(defaultDataFolder({ ...HERE, platform: "win32", environment: { APPDATA: "/roaming" } })).toBe(
      "/roaming/counterfoil",
    );
  });

  test("each system's browsers are looked for, Chromium before Chrome before Edge", () => {
    expect(browserPlaces({ ...HERE, environment: { PATH: "/usr/bin" } })).toEqual([
      "/usr/lib/chromium/chromium",
      "/usr/bin/chromium",
      "/usr/bin/chromium-browser",
      "/usr/bin/google-chrome-stable",
      "/usr/bin/google-chrome",
      "/usr/bin/microsoft-edge-stable",
      "/usr/bin/microsoft-edge",
      "/snap/bin/chromium",
    ]);
    expect(browserPlaces({ ...HERE, platform: "win32", environment: { PROGRAMFILES: "C:\\Programs" } })).toEqual([
      "C:\\Programs\\Chromium\\Application\\chrome.exe",
      "C:\\Programs\\Google\\Chrome\\Application\\chrome.exe",
      "C:\\Programs\\Microsoft\\Edge\\Application\\msedge.exe",
    ]);
    expect(browserPlaces({ ...HERE, platform: "darwin" })).toContain(
      "/home/shop/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    );
  });

  test("only Linux can be without a display", () => {
    expect(hasDisplay(HERE)).toBe(false);
    expect(hasDisplay({ ...HERE, environment: { DISPLAY: ":0" } })).toBe(true);
    expect(hasDisplay({ ...HERE, environment: { WAYLAND_DISPLAY: "wayland-0" } })).toBe(true);
    expect(hasDisplay({ ...HERE, platform: "win32" })).toBe(true);
  });
});

describe("versions of Node", () => {
  test.for(["22.19.0", "22.20.1", "23.0.0", "24.21.0", "25.9.9"])("%s carries the till", (version) => {
    expect(nodeVersionRefusal(version)).toBeUndefined();
  });
  test.for([
    ["16.20.2", "old"],
    ["20.20.2", "old"],
    ["22.18.9", "old"],
    ["26.0.0", "new"],
    ["100.0.0", "new"],
  ] as const)("%s is too %s", ([version, age]) => {
    expect(nodeVersionRefusal(version)).toContain(`this is ${version}, which is too ${age}.`);
  });
  test("the range is the package's own", () => {
    const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as { engines: { node: string } };
    expect(engines.node).toBe(">=22.19 <26");
  });
});
