// The report itself can fail: what survives unexplained, and what is explained for nothing.
import { expect, test } from "vitest";
import { inWords, mutationVerdict, type Explained, type Report } from "./verdict.ts";

const source = "const a = 1;\n  if (b >\n    c) d();\n";
type Mutant = Report["files"][string]["mutants"][number];

function mutant(status: Mutant["status"], from: readonly [number, number], to: readonly [number, number]): Mutant {
  const [line, column] = from;
  return {
    status,
    replacement: "false",
    location: { start: { line, column }, end: { line: to[0], column: to[1] } },
  };
}

const report: Report = {
  files: {
    "src/one.ts": {
      source,
      mutants: [
        mutant("Killed", [1, 1], [1, 6]),
        mutant("Timeout", [1, 1], [1, 6]),
        mutant("Survived", [2, 7], [3, 6]),
        mutant("NoCoverage", [1, 11], [1, 12]),
      ],
    },
  },
};
const condition = { file: "src/one.ts", line: "if (b >", was: "b > c", becomes: "false" };
const one = { file: "src/one.ts", line: "const a = 1;", was: "1", becomes: "false" };
const why = "equivalent because this is only a test of the report";

function explain(...survivors: readonly (typeof one)[]): readonly Explained[] {
  return survivors.map((each) => ({ ...each, why }));
}

test("what survives has to be explained, by its words", () => {
  expect(mutationVerdict(report, [])).toEqual({
    mutants: 4,
    killed: 1,
    timedOut: 1,
    survived: 1,
    uncovered: 1,
    broken: 0,
    scorePercent: 50,
    unexplained: [condition, one],
    needless: [],
  });
  expect(mutationVerdict(report, explain(one, condition))).toMatchObject({ unexplained: [], needless: [] });
});

test("one explanation is for one survivor, and one that is not needed is told", () => {
  const twice = explain(one, one, condition);
  expect(mutationVerdict(report, twice)).toMatchObject({ unexplained: [], needless: explain(one) });
  const elsewhere = { ...one, line: "const b = 1;" };
  expect(mutationVerdict(report, explain(condition, elsewhere))).toMatchObject({
    unexplained: [one],
    needless: explain(elsewhere),
  });
});

test("the last line says it all, and never rounds up", () => {
  expect(inWords(mutationVerdict(report, []))).toBe(
    "4 mutants: 1 killed, 1 timed out, 1 survived, 1 not covered, 0 not run; score 50.00 %",
  );
  expect(inWords({ ...mutationVerdict(report, []), scorePercent: 99.999 })).toMatch(/score 99\.99 %$/);
});

test("a mutant that could not be run counts neither way, and an empty report is no success", () => {
  const broken = { files: { "src/one.ts": { source, mutants: [mutant("RuntimeError", [1, 1], [1, 6])] } } };
  expect(mutationVerdict(broken, [])).toMatchObject({ mutants: 1, broken: 1, scorePercent: 0 });
});
