// The gate is proved, not trusted: everything forbidden is planted in a copy of the tree, and the real lint must name each piece.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyTree, countSources, type Copy, type LintReport } from "./copy.ts";
import { COMPARED } from "./compared.ts";
import { PLANTS as BY_RULE } from "./plants.ts";
import { OFFERED, refusedTo, TABLE } from "./table.ts";

const SCHEMA_DOOR = "src/contract/schema.ts";
const PLANTS = [...BY_RULE, ...COMPARED];
const MINUTE_MS = 60_000;
const typesFile = (file: string) => file.replace(/(\.tsx?)$/, "-types$1");

let copy: Copy;
let sources: number;
let doorLines: number;
let report: LintReport;

/** The door for zod is a real file that others lean on: offered real files, it would close a ring with each of them. */
const TO_THE_DOOR = OFFERED.filter(
  (name) => !/^#(contract\/schema|bridge|renderer\/.*\/(set-up|end-of-day))\b/.test(name),
);

function offer(how: "value" | "type", offered = OFFERED): string {
  const keyword = how === "type" ? "import type" : "import";
  return offered
    .map((specifier, index) => `${keyword} { x as x${index} } from ${JSON.stringify(specifier)};`)
    .join("\n");
}

/** @param above lines of the file that stand before the offers */
function refusedIn(file: string, offered = OFFERED, above = 0): readonly string[] {
  const here = report.findings.filter((found) => found.file === file && found.rule === "no-restricted-imports");
  const lines = new Set(here.map((found) => found.line));
  return offered.filter((_specifier, index) => lines.has(above + index + 1));
}

beforeAll(() => {
  copy = copyTree();
  sources = countSources(copy.folder);
  for (const { file } of Object.values(TABLE)) {
    copy.plant(file, offer("value"));
    copy.plant(typesFile(file), offer("type"));
  }
  const door = readFileSync(SCHEMA_DOOR, "utf8");
  doorLines = door.split("\n").length - 1;
  copy.plant(SCHEMA_DOOR, door + offer("value", TO_THE_DOOR));
  for (const { file, source } of PLANTS) copy.plant(file, source);
  report = copy.lint();
}, 3 * MINUTE_MS);

afterAll(() => copy.remove());

describe("what was not planted", () => {
  it("passes, and every file of the tree was seen", () => {
    const offers = Object.values(TABLE).flatMap(({ file }) => [file, typesFile(file)]);
    const planted = new Set([...offers, SCHEMA_DOOR, ...PLANTS.map(({ file }) => file)]);
    expect(report.findings.filter(({ file }) => !planted.has(file))).toEqual([]);
    expect(report.filesSeen).toBeGreaterThanOrEqual(sources + planted.size - 1);
  });

  it("hushes a rule only with a reason, and never the import rule", () => {
    const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) => /\.[a-z]+$/.test(name));
    const lines = files.flatMap((file) => readFileSync(join("src", file), "utf8").split("\n"));
    const hushes = lines.filter((line) => line.includes("oxlint-disable"));
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

  it("zod has one door, and that one takes nothing else", () => {
    const refused = refusedIn(SCHEMA_DOOR, TO_THE_DOOR, doorLines);
    expect(TO_THE_DOOR.filter((name) => !refused.includes(name))).toEqual([
      "./planted.ts",
      "./below/planted.ts",
      "zod",
    ]);
  });

  it("every refusal says why", () => {
    const refusals = report.findings.filter((found) => found.rule === "no-restricted-imports");
    expect(refusals.length).toBeGreaterThan(500);
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
