// A manager on the staff list of every till that is killed. Hashing a PIN takes a while, so it is done once for all of them.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStaff } from "#main/staff.ts";
import { MANAGER, PIN } from "#test/support/people.ts";

const FILES = ["staff.json", "staff.pepper"];
let model: Promise<string> | null = null;

export async function hireManagerIn(folder: string): Promise<void> {
  const from = await (model ??= hire());
  for (const name of FILES) cpSync(join(from, name), join(folder, name));
}

async function hire(): Promise<string> {
  const dataFolder = mkdtempSync(join(tmpdir(), "counterfoil-crash-"));
  process.once("exit", () => rmSync(dataFolder, { recursive: true, force: true }));
  const staff = openStaff({ dataFolder, clock: { nowMs: Date.now }, log: { warn: () => undefined } });
  const put = await staff.put(MANAGER, PIN);
  if (put.kind !== "put") throw new Error(`no manager: ${put.why}`);
  return dataFolder;
}
