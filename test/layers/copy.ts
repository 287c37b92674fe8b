// A copy of the tree in a temporary folder, to be spoiled and looked at by the real tools with the real configuration.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { z } from "zod";

const ROOT = process.cwd();
const TREES = ["src", "devices", "test", "bench"];
const SOURCE_ENDINGS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

const reportSchema = z.object({
  number_of_files: z.int(),
  diagnostics: z.array(
    z.object({
      code: z.string().default(""),
      message: z.string(),
      help: z.string().default(""),
      filename: z.string(),
      labels: z.array(z.object({ span: z.object({ line: z.int() }) })),
    }),
  ),
});

/** What the lint said about one place. `rule` without its plugin: `no-restricted-imports`. */
export type Finding = { readonly file: string; readonly line: number; readonly rule: string; readonly says: string };
export type LintReport = {
  readonly filesSeen: number;
  readonly findings: readonly Finding[];
  readonly passed: boolean;
};

export type Copy = {
  readonly folder: string;
  /** Puts a file into the copy, over one that stands there. */
  plant(file: string, source: string): void;
  lint(): LintReport;
  /** Type checks by one of the projects: `src/till/x.ts:3` for each place that does not hold. */
  typeErrors(project: string): readonly string[];
  remove(): void;
};

function parseLint(stdout: string, passed: boolean): LintReport {
  const report = reportSchema.parse(JSON.parse(stdout));
  const findings = report.diagnostics.map((found) => ({
    file: found.filename.replaceAll("\\", "/"),
    line: found.labels[0]?.span.line ?? 0,
    rule: /\((.*)\)/.exec(found.code)?.[1] ?? found.code,
    says: `${found.message} ${found.help}`,
  }));
  return { filesSeen: report.number_of_files, findings, passed };
}

function runTool(folder: string, tool: string, args: readonly string[]) {
  const done = spawnSync(process.execPath, [join(ROOT, "node_modules", tool), ...args], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (done.error) throw done.error;
  return done;
}

/** How many files of the tree the lint must have seen. Configuration files at the top come on top of it. */
export function countSources(folder: string): number {
  return TREES.filter((tree) => existsSync(join(folder, tree)))
    .flatMap((tree) => readdirSync(join(folder, tree), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && SOURCE_ENDINGS.includes(extname(entry.name))).length;
}

export function copyTree(): Copy {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-layers-"));
  const atTop = readdirSync(ROOT).filter((name) => /\.(json|ts)$/.test(name));
  for (const name of [...TREES, ...atTop]) {
    if (existsSync(join(ROOT, name))) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return {
    folder,
    plant(file, source) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), source);
    },
    lint() {
      const done = runTool(folder, "oxlint/bin/oxlint", ["--format", "json"]);
      return parseLint(done.stdout, done.status === 0);
    },
    typeErrors(project) {
      const done = runTool(folder, "typescript/bin/tsc", [
        "-p",
        project,
        "--pretty",
        "false",
        "--incremental",
        "false",
      ]);
      return [...done.stdout.matchAll(/^(.+?)\((\d+),\d+\): error/gm)].map((hit) => `${hit[1]}:${hit[2]}`);
    },
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
