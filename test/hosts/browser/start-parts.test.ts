// What `npm start` does before a host runs: it builds only what is stale, and it fetches Electron without ever hanging.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildWhenStale } from "#main/tools/build-when-stale.ts";
import { fetchElectron, findElectron } from "#main/tools/electron-binary.ts";

let root: string;
let lines: string[];
const print = (line: string): void => void lines.push(line);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "start-parts-"));
  lines = [];
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

describe("building", () => {
  const BUILDS =
    'require("node:fs").mkdirSync("out", { recursive: true }); require("node:fs").writeFileSync("out/.built", "")';
  const longAgo = new Date("2020-01-01");

  test("what was never built is built, and what is fresh is not", async () => {
    write("src/page.ts", "");
    write("node_modules/vite/bin/vite.js", BUILDS);
    expect(await buildWhenStale(root, print)).toBeUndefined();
    expect(await buildWhenStale(root, print)).toBeUndefined();
    expect(lines).toEqual(["Building Counterfoil …"]);
  });

  test.for(["src/deep/page.ts", "devices/hid.ts", "assets/tone.wav", "package.json", "vite.config.ts"])(
    "a change in %s makes it stale",
    async (path) => {
      write("node_modules/vite/bin/vite.js", BUILDS);
      const changed = write(path, "");
      const stamp = write("out/.built", "");
      for (const old of [stamp, changed]) utimesSync(old, longAgo, longAgo);
      write(path, "changed");
      expect(await buildWhenStale(root, print)).toBeUndefined();
      expect(lines).toHaveLength(1);
    },
  );

  test("a build that fails says why", async () => {
    write("src/page.ts", "");
    write("node_modules/vite/bin/vite.js", 'console.error("page.ts: no such word"); process.exit(1)');
    expect(await buildWhenStale(root, print)).toBe("page.ts: no such word");
  });
});

describe("Electron", () => {
  const PATIENT = { firstByteMs: 60_000, silenceMs: 60_000 };
  const installer = (text: string): void => {
    write("node_modules/electron/package.json", '{"version":"45.4.1"}');
    write("node_modules/electron/install.js", text);
  };

  test("an installer that ends well has fetched it", async () => {
    installer("");
    expect(await fetchElectron(root, PATIENT)).toBeUndefined();
  });

  test("an installer that cannot reach anything is given up at once", async () => {
    installer("process.exit(1)");
    expect(await fetchElectron(root, PATIENT)).toBe("it cannot be reached");
  });

  test("where no first byte comes, nobody waits longer", async () => {
    installer("setInterval(() => {}, 1000)");
    expect(await fetchElectron(root, { firstByteMs: 300, silenceMs: 60_000 })).toBe("nothing came for 0 s");
  });

  test("a download that goes on is waited for, and one that stops is not", async () => {
    const arrives = (times: number, after: string): string =>
      `const { appendFileSync } = require("node:fs"); const { join } = require("node:path"); let left = ${times};
       setInterval(() => left-- > 0 ? appendFileSync(join(require("node:os").tmpdir(), "zip"), "more") : ${after}, 100)`;
    // It goes on for longer than a pause may be.
    const limits = { firstByteMs: 60_000, silenceMs: 4_000 };
    installer(arrives(50, "process.exit(0)"));
    expect(await fetchElectron(root, limits)).toBeUndefined();
    installer(arrives(3, "0"));
    expect(await fetchElectron(root, limits)).toBe("nothing came for 4 s");
  });

  const program = (text: string): NodeJS.ProcessEnv => {
    chmodSync(write("electron/electron", `#!/bin/sh\n${text}\n`), 0o755);
    return { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: join(root, "electron") };
  };

  test.skipIf(process.platform !== "linux")("only what answers as Electron is taken for it", async () => {
    expect(await findElectron(root, process.env)).toBeUndefined();
    expect(await findElectron(root, program("echo 45.4.1"))).toBe(join(root, "electron", "electron"));
    expect(await findElectron(root, program('echo fake "$@"'))).toBeUndefined();
    expect(await findElectron(root, program("exit 127"))).toBeUndefined();
  });
});
