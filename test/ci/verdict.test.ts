// The gate in front of main: what it lets through and what it stops, in the same words as `.ci/run` prints.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { closingLine } from "#test/support/reporter.ts";
import { faultsOf, parseAllowed } from "#test/support/verdict.ts";

const good = { passed: 12, failed: 0, skipped: 3, leftOut: ["e2e > on Electron > [not run: no Electron binary]"] };
const allowed = parseAllowed("# why\n\ne2e > on Electron | no binary there\n");

describe("the verdict", () => {
  it("lets a run through whose left-out suites are all expected", () => {
    expect(faultsOf(good, allowed, 0)).toEqual([]);
    expect(closingLine(good)).toBe("12 passed, 0 failed, 3 skipped");
  });

  it("names every suite that was left out and not expected", () => {
    const leftOut = [...good.leftOut, "hosts > windows [not run: needs chromium]", "unit > e2e > on Electron"];
    expect(faultsOf({ ...good, leftOut }, allowed, 0)).toEqual([
      "left out, but not on the allowed list: hosts > windows [not run: needs chromium]",
      "left out, but not on the allowed list: unit > e2e > on Electron",
    ]);
    expect(faultsOf(good, [], 0)).toHaveLength(1);
  });

  it("stops a run without tests, with a failure, or with a bad end", () => {
    const none = { passed: 0, failed: 0, skipped: 0, leftOut: [] };
    expect(faultsOf(none, allowed, 0)).toEqual(["no test has passed: nothing is proved"]);
    expect(faultsOf({ ...good, failed: 2 }, allowed, 1)).toEqual(["2 failed", "the test command ended with 1"]);
    expect(faultsOf(good, allowed, 139)).toEqual(["the test command ended with 139"]);
  });
});

describe("the allowed list", () => {
  it("takes no name without a reason, and no reason without a name", () => {
    expect(() => parseAllowed("e2e > on Electron")).toThrow("name | reason");
    expect(() => parseAllowed("e2e > on Electron | ")).toThrow("name | reason");
    expect(() => parseAllowed(" | because")).toThrow("name | reason");
  });

  it("the one in .ci reads well", () => {
    expect(parseAllowed(readFileSync(".ci/allowed-left-out", "utf8"))).toBeInstanceOf(Array);
  });
});
