// What a mutation report comes to: the counts, the survivors that nobody explained, and the explanations that nobody needs.
import { z } from "#contract/schema.ts";

const placeSchema = z.object({ line: z.int().min(1), column: z.int().min(1) });
const mutantSchema = z.object({
  status: z.enum(["Killed", "Survived", "NoCoverage", "Timeout", "CompileError", "RuntimeError", "Ignored", "Pending"]),
  replacement: z.string(),
  location: z.object({ start: placeSchema, end: placeSchema }),
});
/** The part of Stryker's report that is read here. */
export const reportSchema = z.object({
  files: z.record(z.string(), z.object({ source: z.string(), mutants: z.array(mutantSchema) })),
});
export type Report = z.infer<typeof reportSchema>;

/** A mutant by its words, so that it is known again when lines above it change. */
const survivorSchema = z.strictObject({
  file: z.string(),
  /** The first line that it touches. */
  line: z.string(),
  was: z.string(),
  becomes: z.string(),
});
export type Survivor = z.infer<typeof survivorSchema>;

/** One sentence each: why no test can tell it from the real code, or why it does no harm. */
export const explainedSchema = z.array(survivorSchema.extend({ why: z.string().min(30) }));
export type Explained = z.infer<typeof explainedSchema>[number];

/** `scorePercent`: of all mutants that could be run, how many a test noticed. */
export type MutationVerdict = {
  readonly mutants: number;
  readonly killed: number;
  readonly timedOut: number;
  readonly survived: number;
  readonly uncovered: number;
  /** Neither: they could not be run. */
  readonly broken: number;
  readonly scorePercent: number;
  readonly unexplained: readonly Survivor[];
  readonly needless: readonly Explained[];
};

export function mutationVerdict(report: Report, explained: readonly Explained[]): MutationVerdict {
  const all = Object.values(report.files).flatMap(({ mutants }) => mutants);
  const count = (...statuses: readonly string[]) => all.filter(({ status }) => statuses.includes(status)).length;
  const killed = count("Killed");
  const timedOut = count("Timeout");
  const survived = count("Survived");
  const uncovered = count("NoCoverage");
  const run = killed + timedOut + survived + uncovered;
  const found = survivorsOf(report);
  return {
    mutants: all.length,
    killed,
    timedOut,
    survived,
    uncovered,
    broken: all.length - run,
    scorePercent: run === 0 ? 0 : ((killed + timedOut) / run) * 100,
    unexplained: without(found, explained),
    needless: without(explained, found),
  };
}

/** The last line of the report. */
export function inWords(verdict: MutationVerdict): string {
  const { mutants, killed, timedOut, survived, uncovered, broken, scorePercent } = verdict;
  // Cut off, never rounded up: 100 % is said of 100 % alone.
  const score = (Math.floor(scorePercent * 100) / 100).toFixed(2);
  const kinds = `${killed} killed, ${timedOut} timed out, ${survived} survived, ${uncovered} not covered, ${broken} not run`;
  return `${mutants} mutants: ${kinds}; score ${score} %`;
}

function survivorsOf({ files }: Report): readonly Survivor[] {
  return Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants
      .filter(({ status }) => status === "Survived" || status === "NoCoverage")
      .map(({ location, replacement }) => {
        const lines = source.split("\n").slice(location.start.line - 1, location.end.line);
        const whole = lines.join("\n");
        const afterEnd = (lines.at(-1) ?? "").length - (location.end.column - 1);
        const was = onOneLine(whole.slice(location.start.column - 1, whole.length - afterEnd));
        return { file, line: onOneLine(lines[0] ?? ""), was, becomes: onOneLine(replacement) };
      }),
  );
}

/** What is left of the first list when each of the second has taken its like away, once. */
function without<Kind extends Survivor>(list: readonly Kind[], others: readonly Survivor[]): readonly Kind[] {
  const keys = others.map(keyOf);
  return list.filter((each) => {
    const at = keys.indexOf(keyOf(each));
    if (at !== -1) keys.splice(at, 1);
    return at === -1;
  });
}

function keyOf({ file, line, was, becomes }: Survivor): string {
  return JSON.stringify([file, line, was, becomes]);
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
