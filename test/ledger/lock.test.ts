// One till a data folder, and a killed till leaves nothing to clean up.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { lockDataFolder } from "#ledger/lock.ts";
import type { FolderLock } from "#ledger/lock.ts";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "./builders.ts";

function locked(folder: string): Extract<FolderLock, { kind: "locked" }> {
  const lock = lockDataFolder(folder);
  if (lock.kind !== "locked") throw new Error(`expected a lock, found ${JSON.stringify(lock)}`);
  return lock;
}

async function otherTill(folder: string) {
  const child = spawn(process.execPath, [fileURLToPath(new URL("hold-lock.ts", import.meta.url)), folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const [said] = await once(child.stdout, "data");
  return { child, said: String(said).trim() };
}

test("the first till gets the folder, made with its lock file for its user alone", () => {
  const folder = join(temporaryFolder(), "new", "data");
  const lock = locked(folder);
  expect(readdirSync(folder)).toEqual(["till.lock"]);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, "till.lock")).mode & 0o777).toBe(0o600);
  lock.release();
});

test("a second till of the same process is refused, and its attempt does not free the first", async () => {
  const folder = temporaryFolder();
  const lock = locked(folder);
  expect(lockDataFolder(folder)).toEqual({ kind: "held" });
  expect((await otherTill(folder)).said).toBe("held");
  lock.release();
  locked(folder).release();
});

test("a till that is killed with -9 frees the folder", async () => {
  const folder = temporaryFolder();
  const { child, said } = await otherTill(folder);
  expect(said).toBe("locked");
  expect(lockDataFolder(folder)).toEqual({ kind: "held" });
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
  locked(folder).release();
});

test("a file where the folder must be is said in one sentence and left alone", () => {
  const path = join(temporaryFolder(), "data");
  writeFileSync(path, "mine");
  const lock = lockDataFolder(path);
  const why = `The data folder ${path} cannot be used: it is a file, not a folder.`;
  expect(lock).toEqual({ kind: "unusable", why });
  const below = join(path, "below", "deep");
  expect(lockDataFolder(below)).toEqual({
    kind: "unusable",
    why: `The data folder ${below} cannot be used: ${path} is a file, not a folder.`,
  });
  expect(readFileSync(path, "utf8")).toBe("mine");
});

test("a lock file that is something else is not usable", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "till.lock"), "no database ".repeat(200));
  expect(lockDataFolder(folder)).toMatchObject({ kind: "unusable" });
});

test.skipIf(!existsSync("/proc/self"))(
  "a folder that cannot be made is said at once, not tried for ever [not run without /proc]",
  async () => {
    // In a process of its own: an endless loop would take this one with it.
    expect((await otherTill("/proc/counterfoil")).said).toBe("unusable");
    expect(lockDataFolder("/proc/counterfoil/below")).toEqual({
      kind: "unusable",
      why: "The data folder /proc/counterfoil/below cannot be used (ENOENT).",
    });
  },
);

test("a link to a folder is taken, a link that leads nowhere is not", () => {
  const home = temporaryFolder();
  const link = join(home, "link");
  symlinkSync(join(home, "gone"), link);
  expect(lockDataFolder(link)).toMatchObject({ kind: "unusable" });
  mkdirSync(join(home, "gone"));
  locked(link).release();
});

test("a folder where nothing can be written is not usable", () => {
  // Even root cannot make files in /proc; elsewhere a folder stands where the lock file must be.
  const folder = existsSync("/proc/self") ? "/proc" : temporaryFolder();
  if (folder !== "/proc") mkdirSync(join(folder, "till.lock"));
  expect(lockDataFolder(folder)).toMatchObject({ kind: "unusable" });
});
