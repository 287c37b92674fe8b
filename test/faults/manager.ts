// The manager of every world: put on the staff list once a process, because a PIN takes its time to be hashed.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClock } from "#main/clock.ts";
import { openStaff } from "#main/staff.ts";

export const MANAGER = { number: 7, name: "Manager", role: "manager" } as const;
export const PIN = "4711";

type Files = ReadonlyMap<string, Buffer>;
let files: Promise<Files> | null = null;

/** Puts the manager on the list of a till that has not been opened yet. */
export async function employ(folder: string): Promise<void> {
  files ??= makeList();
  for (const [name, bytes] of await files) writeFileSync(join(folder, name), bytes, { mode: 0o600 });
}

async function makeList(): Promise<Files> {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-staff-"));
  try {
    const staff = openStaff({ dataFolder: folder, clock: createClock(() => "TH"), log: { warn: () => undefined } });
    const verdict = await staff.put(MANAGER, PIN);
    if (verdict.kind !== "put") throw new Error(`the manager was not put on the list: ${verdict.why}`);
    return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
