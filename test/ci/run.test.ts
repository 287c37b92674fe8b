// `.ci/run` itself, in an empty project with a pretend `apt-get` and `npm`: what it installs, when it fails, how it closes.
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { PACKAGES } from "#test/support/needs.ts";

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

function program(file: string, body: string): void {
  writeFileSync(file, `#!/bin/bash\n${body}\n`);
  chmodSync(file, 0o755);
}

/** @param npmTest what the pretend `npm test` does, in bash, beside noting its call */
function runCi(npmTest: string, readme = "Test: `npm ci && npm test`") {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-ci-"));
  folders.push(folder);
  mkdirSync(join(folder, "bin"));
  for (const name of [".ci", "test/support", "package.json"]) cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "README.md"), readme);
  const calls = join(folder, "calls");
  program(join(folder, "bin/apt-get"), `echo "apt-get $*" >> ${calls}`);
  program(join(folder, "bin/npm"), `echo "npm $* CI=$CI" >> ${calls}; [ "$1" = ci ] && exit 0; ${npmTest}`);
  const env = { ...process.env, PATH: `${join(folder, "bin")}:${process.env["PATH"]}` };
  const done = spawnSync(join(folder, ".ci/run"), { cwd: tmpdir(), env, encoding: "utf8" });
  const calledFile = () => readFileSync(calls, "utf8").trim().split("\n");
  return { status: done.status, lastLine: done.stdout.trimEnd().split("\n").at(-1), output: done.stdout, calledFile };
}

function summaryOf(passed: number, leftOut: readonly string[]): string {
  const summary = JSON.stringify({ passed, failed: 0, skipped: leftOut.length, leftOut });
  return `echo '${summary}' > "$COUNTERFOIL_TEST_SUMMARY"`;
}

it("installs every package of needs.ts and the two libraries, then does what the README says", () => {
  const run = runCi(summaryOf(7, []));
  const packages = [...Object.values(PACKAGES), "libusb-1.0-0", "libudev1"].join(" ");
  expect(run.calledFile()).toEqual([
    "apt-get update -q",
    `apt-get install -q -y --no-install-recommends ${packages}`,
    "npm ci CI=true",
    "npm test CI=true",
  ]);
  expect([run.status, run.lastLine]).toEqual([0, "7 passed, 0 failed, 0 skipped"]);
});

it("fails on a suite that was left out unexpectedly, and closes with the count all the same", () => {
  const run = runCi(summaryOf(7, ["hosts > windows [not run: needs chromium]"]));
  expect(run.output).toContain("not on the allowed list: hosts > windows [not run: needs chromium]");
  expect([run.status, run.lastLine]).toEqual([1, "7 passed, 0 failed, 1 skipped"]);
});

it("fails when the command fails, when nothing ran, and when the README says something else", () => {
  const counted = "7 passed, 0 failed, 0 skipped";
  const nothing = "0 passed, 0 failed, 0 skipped";
  const failed = runCi(`${summaryOf(7, [])}; exit 3`);
  const empty = runCi("exit 0");
  const other = runCi(summaryOf(7, []), "Test: `make test`");
  expect([failed.status, failed.lastLine]).toEqual([1, counted]);
  expect([empty.status, empty.lastLine]).toEqual([1, nothing]);
  expect([other.status, other.lastLine]).toEqual([1, nothing]);
});
