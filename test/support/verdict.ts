// The verdict of `.ci/run`: what was left out must be expected by name, and a run without tests proves nothing.
// Run as `node test/support/verdict.ts SUMMARY ALLOWED EXIT`, it prints what is wrong, then the closing line, and ends with 0 or 1.
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { closingLine, type Summary } from "./reporter.ts";

const count = z.int().min(0);
const summarySchema = z.object({ passed: count, failed: count, skipped: count, leftOut: z.array(z.string()) });

/** A line `name prefix | reason`; `#` begins a comment. A prefix without a reason throws: nothing is left out for no reason. */
export function parseAllowed(text: string): readonly string[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  return lines.map((line) => {
    const [prefix = "", reason = ""] = line.split(" | ").map((part) => part.trim());
    if (prefix === "" || reason === "") throw new Error(`the allowed list needs "name | reason", but has "${line}"`);
    return prefix;
  });
}

/** @returns one sentence for each thing that is wrong; none means that the run is good. */
export function faultsOf(summary: Summary, allowed: readonly string[], exitCode: number): readonly string[] {
  const unexpected = summary.leftOut.filter((name) => !allowed.some((prefix) => name.startsWith(prefix)));
  return [
    ...unexpected.map((name) => `left out, but not on the allowed list: ${name}`),
    ...(summary.passed === 0 ? ["no test has passed: nothing is proved"] : []),
    ...(summary.failed > 0 ? [`${summary.failed} failed`] : []),
    ...(exitCode === 0 ? [] : [`the test command ended with ${exitCode}`]),
  ];
}

function readSummary(file: string): Summary {
  if (!existsSync(file)) return { passed: 0, failed: 0, skipped: 0, leftOut: [] };
  return summarySchema.parse(JSON.parse(readFileSync(file, "utf8")));
}

function main([summaryFile = "", allowedFile = "", exitCode = "1"]: readonly string[]): void {
  const summary = readSummary(summaryFile);
  const faults = faultsOf(summary, parseAllowed(readFileSync(allowedFile, "utf8")), Number(exitCode));
  for (const fault of faults) console.log(`.ci/run: ${fault}`);
  console.log(closingLine(summary));
  process.exitCode = faults.length === 0 ? 0 : 1;
}

if (import.meta.main) main(process.argv.slice(2));
