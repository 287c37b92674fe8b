// `npm run mutation`, second half: reads Stryker's report and prints the counts as its last line. It fails below the least
// score, when a mutant survives that survivors.json does not explain, and when one is explained that survives no more.
import { readFileSync } from "node:fs";
import { explainedSchema, inWords, mutationVerdict, reportSchema } from "./verdict.ts";

const LEAST_SCORE_PERCENT = 98;
/** Fewer mutants than this, and a file has dropped out of the run. */
const LEAST_MUTANTS = 1_500;

const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
const report = reportSchema.parse(read("out/mutation/report.json"));
const explained = explainedSchema.parse(read("test/mutation/survivors.json"));
const verdict = mutationVerdict(report, explained);

const complaints = [
  ...verdict.unexplained.map((each) => `survives without an explanation: ${JSON.stringify(each)}`),
  ...verdict.needless.map((each) => `explained, and survives no more: ${JSON.stringify(each)}`),
  ...(verdict.scorePercent < LEAST_SCORE_PERCENT ? [`the score is below ${LEAST_SCORE_PERCENT} %`] : []),
  ...(verdict.mutants < LEAST_MUTANTS ? [`fewer than ${LEAST_MUTANTS} mutants: a file has dropped out`] : []),
  ...(verdict.broken > 0 ? [`${verdict.broken} mutants could not be run`] : []),
];
for (const complaint of complaints) console.error(complaint);
console.log(inWords(verdict));
if (complaints.length > 0) process.exitCode = 1;
