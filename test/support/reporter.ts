// Closes a test run: every suite that was left out with its reason, then `N passed, N failed, N skipped` as the very last line.
// Promises that nothing is lost: a file that does not load and an error outside of every test count as failures.
import { writeFileSync } from "node:fs";
import type { Reporter, TestCase, TestModule, TestSuite } from "vitest/node";

/** What `.ci/run` reads after a run, from the file named by `COUNTERFOIL_TEST_SUMMARY`. */
export type Summary = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Full names, as printed: project, then the names of the suites around, then its own. */
  readonly leftOut: readonly string[];
};

const REASON = "[not run: ";
type Task = TestCase | TestSuite | TestModule;

function fullNameOf(task: TestCase | TestSuite): string {
  return `${task.project.name} > ${task.fullName}`;
}

/**
 * What was left out, a suite of forty as one line. A suite in which nothing runs counts as skipped itself,
 * so the line is the outermost name that gives a reason, else the innermost suite.
 */
function leftOutOf(task: Task): readonly string[] {
  if (task.type === "test") {
    const result = task.result();
    if (result.state !== "skipped") return [];
    return [result.note === undefined ? fullNameOf(task) : `${fullNameOf(task)} [not run: ${result.note}]`];
  }
  if (task.errors().length > 0) return []; // nobody left it out: it broke before its tests
  const below = [...task.children].flatMap(leftOutOf);
  if (task.type === "module" || task.state() !== "skipped") return below;
  const givesReason = below.some((name) => name.includes(REASON)) && !task.fullName.includes(REASON);
  return givesReason ? below : [fullNameOf(task)];
}

function count(tests: readonly TestCase[], state: string): number {
  return tests.filter((test) => test.result().state === state).length;
}

export function summarise(modules: readonly TestModule[], errorsOutside: number): Summary {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const broken = modules.filter((module) => !module.ok() && count([...module.children.allTests()], "failed") === 0);
  const [passed, skipped] = [count(tests, "passed"), count(tests, "skipped")];
  const unfinished = count(tests, "pending");
  return {
    passed,
    failed: count(tests, "failed") + unfinished + broken.length + errorsOutside,
    skipped,
    leftOut: modules.flatMap(leftOutOf),
  };
}

export function closingLine({ passed, failed, skipped }: Summary): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

export default class ClosingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const summary = summarise(modules, errors.length);
    const file = process.env["COUNTERFOIL_TEST_SUMMARY"];
    if (file !== undefined) writeFileSync(file, JSON.stringify(summary));
    const leftOut = summary.leftOut.map((name) => `left out: ${name}\n`).join("");
    process.stdout.write(`${leftOut}${closingLine(summary)}\n`);
  }
}
