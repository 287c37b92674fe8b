// The gate is proved, not trusted: everything forbidden is planted in a copy of the tree, and the real lint must name each piece.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyTree, countSources, type Copy, type LintReport } from "./copy.ts";
import { PLANTS } from "./plants.ts";
import { OFFERED, refusedTo, TABLE } from "./table.ts";

let clean: Copy;
let spoiled: Copy;
let cleanReport: LintReport;
let report: LintReport;

const typesFile = (file: string) => file.replace(/(\.tsx?)$/, "-types$1");
const SCHEMA_DOOR = "src/contract/schema.ts";

function offer(how: "value" | "type"): string {
  const keyword = how === "type" ? "import type" : "import";
  return OFFERED.map((specifier, index) => `${keyword} { x as x${index} } from ${JSON.stringify(specifier)};`).join(
    "\n",
  );
}

function refusedIn(file: string): readonly string[] {
  const here = report.findings.filter((found) => found.file === file && found.rule === "no-restricted-imports");
  const lines = new Set(here.map((found) => found.line));
  return OFFERED.filter((_specifier, index) => lines.has(index + 1));
}

beforeAll(() => {
  clean = copyTree();
  cleanReport = clean.lint();
  spoiled = copyTree();
  for (const { file } of Object.values(TABLE)) {
    spoiled.plant(file, offer("value"));
    spoiled.plant(typesFile(file), offer("type"));
  }
  spoiled.plant(SCHEMA_DOOR, offer("value"));
  for (const { file, source } of PLANTS) spoiled.plant(file, source);
  report = spoiled.lint();
});

afterAll(() => {
  clean.remove();
  spoiled.remove();
});

describe("the untouched copy", () => {
  it("passes, and every file of the tree was seen", () => {
    expect(cleanReport.findings).toEqual([]);
    expect(cleanReport.passed).toBe(true);
    expect(cleanReport.filesSeen).toBeGreaterThanOrEqual(countSources(clean.folder));
  });

  it("hushes a rule only with a reason, and never the import rule", () => {
    const files = readdirSync(join(clean.folder, "src"), { recursive: true, encoding: "utf8" }).filter((n) =>
      /\.\w+$/.test(n),
    );
    const hushes = files.flatMap((file) =>
      readFileSync(join(clean.folder, "src", file), "utf8")
        .split("\n")
        .filter((line) => line.includes("oxlint-disable")),
    );
    expect(hushes.filter((line) => line.includes("no-restricted") || !/ -- \S/.test(line))).toEqual([]);
  });
});

describe("who may import whom", () => {
  it.each(Object.entries(TABLE))("%s is refused all that its row does not list", (_room, row) => {
    expect(refusedIn(row.file)).toEqual(refusedTo(row, "value"));
  });

  it.each(Object.entries(TABLE))("%s is refused the types that its row does not list", (_room, row) => {
    expect(refusedIn(typesFile(row.file))).toEqual(refusedTo(row, "type"));
  });

  it("zod has one door", () => {
    const neighbours = ["./planted.ts", "./below/planted.ts"];
    expect(OFFERED.filter((name) => !refusedIn(SCHEMA_DOOR).includes(name))).toEqual([...neighbours, "zod"]);
  });

  it("every refusal says why", () => {
    const refusals = report.findings.filter((found) => found.rule === "no-restricted-imports");
    expect(refusals.filter(({ says }) => !/house\.md|\.\.\/|import type|scrypt|hosts?\b/.test(says))).toEqual([]);
  });
});

describe("every other rule", () => {
  it.each(PLANTS)("$rule is seen in $file", ({ file, rule, source, says }) => {
    const line = source.split("\n").findIndex((text) => text.endsWith("// here")) + 1;
    const found = report.findings.find((one) => one.file === file && one.rule === rule && one.line === line);
    expect(found, JSON.stringify(report.findings.filter((one) => one.file === file))).toBeDefined();
    expect(found?.says).toMatch(new RegExp(says ?? ""));
  });
});
