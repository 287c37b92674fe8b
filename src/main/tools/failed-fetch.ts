// Remembers for a day that Electron could not be fetched, so that not every start waits for what will not come. It lies with
// what npm installed and never in the data folder: a fresh install forgets it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "#contract/schema.ts";

const DAY_MS = 24 * 60 * 60_000;
const LIMIT_CHARACTERS = 500;

const failureSchema = z.strictObject({
  version: z.string().max(100),
  failedAtMs: z.number().int(),
  why: z.string().max(LIMIT_CHARACTERS),
});

/** Which Electron was tried, and when, by the PC's clock. */
export type Try = { readonly version: string; readonly nowMs: number };

function fileOf(root: string): string {
  return join(root, "node_modules/.cache/counterfoil/electron-fetch.json");
}

/** @returns why the last try failed, where it was of this version and less than a day ago */
export function failureOfToday(root: string, { version, nowMs }: Try): string | undefined {
  const ageMs = (failedAtMs: number): number => nowMs - failedAtMs;
  try {
    const found = failureSchema.safeParse(JSON.parse(readFileSync(fileOf(root), "utf8")));
    if (!found.success || found.data.version !== version) return undefined;
    const { failedAtMs, why } = found.data;
    // A clock that was set back does not make the day longer.
    return ageMs(failedAtMs) >= 0 && ageMs(failedAtMs) < DAY_MS ? why : undefined;
  } catch {
    // Missing, unreadable or no JSON: then it is tried.
    return undefined;
  }
}

export function rememberFailure(root: string, { version, nowMs }: Try, why: string): void {
  const failure = { version, failedAtMs: nowMs, why: why.slice(0, LIMIT_CHARACTERS) };
  try {
    mkdirSync(dirname(fileOf(root)), { recursive: true });
    writeFileSync(fileOf(root), JSON.stringify(failure));
  } catch {
    // Where nothing may be written nothing is remembered: the next start tries again.
  }
}

export function forgetFailure(root: string): void {
  rmSync(fileOf(root), { force: true });
}
