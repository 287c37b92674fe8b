// The closing reporter in a real run: whatever goes wrong, it is counted, and the last line says so.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, expect, it } from "vitest";

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

function runTests(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-reporter-"));
  folders.push(folder);
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  for (const [name, body] of Object.entries(files)) {
    writeFileSync(join(folder, `${name}.test.ts`), `import { describe, it, test } from "vitest";\n${body}`);
  }
  writeFileSync(join(folder, "vitest.config.ts"), 'export default { test: { name: "small" } };');
  const summaryFile = join(folder, "summary.json");
  const vitest = resolve("node_modules/vitest/vitest.mjs");
  const args = [
    vitest,
    "run",
    "--root",
    folder,
    "--reporter",
    "default",
    "--reporter",
    resolve("test/support/reporter.ts"),
  ];
  const env = { ...process.env, COUNTERFOIL_TEST_SUMMARY: summaryFile };
  const done = spawnSync(process.execPath, args, { cwd: folder, env, encoding: "utf8" });
  const lines = done.stdout.trimEnd().split("\n");
  const summary: unknown = JSON.parse(readFileSync(summaryFile, "utf8"));
  return { status: done.status, lastLine: lines.at(-1), lines, summary };
}

it("counts what passed and names what was left out, each suite once", () => {
  const run = runTests({
    a: `it("works", () => {}); it("later", ({ skip }) => skip("the moon is down")); it.todo("some day");
        describe("door", () => { describe.skip("window [not run: needs glass]", () => { it("a", () => {}); it("b", () => {}); }); });`,
  });
  const leftOut = ["later [not run: the moon is down]", "some day", "door > window [not run: needs glass]"];
  expect(run.summary).toEqual({ passed: 1, failed: 0, skipped: 4, leftOut: leftOut.map((name) => `small > ${name}`) });
  expect(run.lines.slice(-4)).toEqual([
    ...leftOut.map((name) => `left out: small > ${name}`),
    "1 passed, 0 failed, 4 skipped",
  ]);
  expect(run.status).toBe(0);
});

it("counts a failing test, a file that does not load, a hook that throws and an error outside of every test", () => {
  const run = runTests({
    a: `it("works", () => {}); it("fails", () => { throw new Error("no"); });`,
    b: `throw new Error("does not load");`,
    c: `describe("x", () => { test.beforeAll(() => { throw new Error("hook"); }); it("never", () => {}); });`,
    d: `it("leaves a rejection", async () => { void Promise.reject(new Error("lost")); await new Promise((r) => setTimeout(r, 20)); });`,
  });
  expect(run.summary).toMatchObject({ leftOut: [] });
  expect(run.lastLine).toMatch(/^2 passed, 4 failed, [01] skipped$/);
  expect(run.status).toBe(1);
});
