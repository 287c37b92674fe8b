// A staff list of two on a real disk, with real hashes at a low cost and a clock that stands.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import type { StaffMember } from "#contract/people.ts";
import type { PinCost } from "#main/pins.ts";
import { openStaff } from "#main/staff.ts";
import type { PinVerdict, Staff } from "#till/people.ts";

const NOON = 1_763_640_000_000;
export const MINUTE = 60_000;
export const QUICK: PinCost = { n: 1_024, r: 8, p: 1 };
export const manager: StaffMember = { number: 7, name: "Manager", role: "manager" };
export const cashier: StaffMember = { number: 12, name: "Cashier ลี", role: "cashier" };
export const MANAGER_PIN = "730512";
export const CASHIER_PIN = "8205";

/** New before each test. */
export const scene = { folder: "", ms: NOON, logged: [] as string[] };

/** Once in each suite. */
export function stageEachTest(): void {
  beforeEach(() => {
    scene.folder = mkdtempSync(join(tmpdir(), "counterfoil-"));
    scene.ms = NOON;
    scene.logged = [];
  });
  afterEach(() => rmSync(scene.folder, { recursive: true, force: true }));
}

export const path = (name = "staff.json"): string => join(scene.folder, name);
export const fileText = (): string => readFileSync(path(), "utf8");

export function open(cost: PinCost = QUICK): Staff {
  const words = (error: unknown): string => (error instanceof Error ? String(error) : "");
  return openStaff({
    dataFolder: scene.folder,
    clock: { nowMs: () => scene.ms },
    log: { warn: (event, facts) => void scene.logged.push(`${event} ${words(facts?.["error"])}`) },
    cost,
  });
}

export async function openWithTwo(): Promise<Staff> {
  const staff = open();
  expect(await staff.put(manager, MANAGER_PIN)).toEqual({ kind: "put" });
  expect(await staff.put(cashier, CASHIER_PIN)).toEqual({ kind: "put" });
  return staff;
}

/** One wrong PIN after another; a lock is waited out. */
export async function miss(staff: Staff, number: number, times: number): Promise<PinVerdict[]> {
  const verdicts: PinVerdict[] = [];
  for (let time = 0; time < times; time += 1) {
    const verdict = await staff.check(number, "000000");
    verdicts.push(verdict);
    if (verdict.kind === "locked") scene.ms += verdict.forMs;
  }
  return verdicts;
}
