// What the bench reads of a process from outside: its lines and its memory.
import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** Resident memory now, in MB of 1024 x 1024 bytes. */
export function residentMb(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

/** Resolves with the first line that fits; rejects when the process ends first. */
export function firstLine(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`it ended with ${code} before it said ${pattern}`)));
    if (!child.stdout) throw new Error("its output is not a pipe");
    createInterface({ input: child.stdout }).on("line", (text) => pattern.test(text) && resolve(text));
  });
}
