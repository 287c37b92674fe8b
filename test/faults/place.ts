// Where worlds lie: in memory where the machine has such a place. A prover that is ended from outside leaves none behind.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MEMORY = "/dev/shm";
const places = new Set<string>();

function clearAll(): void {
  for (const root of places) clearPlace(root);
}

export function makePlace(): string {
  const root = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), "counterfoil-faults-"));
  if (places.size === 0) process.once("exit", clearAll);
  places.add(root);
  return root;
}

export function clearPlace(root: string): void {
  rmSync(root, { recursive: true, force: true });
  places.delete(root);
  if (places.size === 0) process.off("exit", clearAll);
}
