// A disk of three megabytes to fill, and to make read-only: a tmpfs, which only root may mount.
import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { errorCode } from "#ledger/refusal.ts";

const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 50;

export type SmallDisk = {
  readonly folder: string;
  /** Not a byte is left. */
  fill(): void;
  /** What `fill` took is there again. */
  free(): void;
  /** Both wait until nothing on it is open: a till's log closes a moment after the till. */
  readOnly(on: boolean): Promise<void>;
  remove(): Promise<void>;
};

const BLOCK = Buffer.alloc(4_096, 1);

/** @returns why there can be none here; null where there can */
export async function whyNoSmallDisk(): Promise<string | null> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "needs root on Linux, to mount a small disk";
  try {
    await openSmallDisk().remove();
    return null;
  } catch {
    return "needs the right to mount a small disk";
  }
}

export function openSmallDisk(): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-disk-"));
  const ballast = join(folder, "ballast");
  run("mount", ["-t", "tmpfs", "-o", "size=3m,mode=700", "counterfoil-test", folder]);
  return {
    folder,
    fill: () => fillUp(ballast),
    free: () => rmSync(ballast, { force: true }),
    readOnly: (on) => runOnceFree("mount", ["-o", on ? "remount,ro" : "remount,rw", folder]),
    async remove() {
      await runOnceFree("umount", [folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

function run(program: string, words: readonly string[]): void {
  execFileSync(program, words, { stdio: "ignore" });
}

async function runOnceFree(program: string, words: readonly string[]): Promise<void> {
  const endMs = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return run(program, words);
    } catch (error) {
      if (Date.now() > endMs) throw error;
    }
    await pause(LOOK_EVERY_MS);
  }
}

function fillUp(ballast: string): void {
  const file = openSync(ballast, "a");
  try {
    for (;;) writeSync(file, BLOCK);
  } catch (error) {
    if (errorCode(error) !== "ENOSPC") throw error;
  } finally {
    closeSync(file);
  }
}
