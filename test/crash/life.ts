// One life of a till, from its start to its death or its orderly end, as its prover sees it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { readLine, type Line, type Order } from "./words.ts";

const ORDERLY_MS = 15_000;
/** Starting is most of what a life costs: what was compiled once is kept for all that follow. */
const COMPILED = { NODE_COMPILE_CACHE: join(tmpdir(), "counterfoil-crash-compiled") };

export type Life = {
  readonly order: Order;
  /** Every distinct point so far, in order. */
  readonly points: Set<string>;
  /** What the ledger has said is safe. */
  readonly saved: readonly string[];
  /** The part of the flow that it is in, as it stands before the name of a point. */
  chapter(): string;
  readonly open: Promise<void>;
  readonly done: Promise<void>;
  /** Resolves with true when it was killed where it should be, false when it ended otherwise. */
  readonly ended: Promise<boolean>;
  isOver(): boolean;
  /** Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Asks for an orderly end and rejects when there is none. */
  close(): Promise<"ended" | "killed">;
  complaint(): string;
};

export function startLife(program: string, order: Order, heard: (line: Line) => void): Life {
  const child = spawn(process.execPath, [program, JSON.stringify(order)], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...COMPILED },
  });
  const points = new Set<string>();
  const saved: string[] = [];
  let chapter = "";
  const opened = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  const complaints: string[] = [];
  const gone = once(child, "close");
  child.stdin.on("error", () => undefined);
  child.stderr.on("data", (data: Buffer) => complaints.push(data.toString()));
  createInterface({ input: child.stdout }).on("line", (text) => {
    const line = readLine(text);
    if ("point" in line) points.add(line.point);
    else if ("saved" in line) saved.push(...line.saved);
    else if ("came" in line) (line.came === "open" ? opened : done).resolve();
    else if ("chapter" in line) chapter = line.chapter;
    heard(line);
    if ("chapter" in line || "customer" in line) child.stdin.write("\n");
  });
  const ended = gone.then(() => child.signalCode === "SIGKILL");
  return {
    order,
    points,
    saved,
    chapter: () => chapter,
    open: opened.promise,
    done: done.promise,
    ended,
    isOver: () => child.exitCode !== null || child.signalCode !== null,
    async kill() {
      child.kill("SIGKILL");
      await gone;
    },
    async close() {
      child.stdin.end();
      let isLate = false;
      const late = setTimeout(() => {
        isLate = true;
        child.kill("SIGKILL");
      }, ORDERLY_MS);
      await gone;
      clearTimeout(late);
      if (order.killAt !== null && child.signalCode === "SIGKILL" && !isLate) return "killed";
      if (child.exitCode !== 0) {
        const how = child.exitCode ?? child.signalCode;
        throw new Error(`the till did not end in an orderly way (${how}): ${complaints.join("")}`);
      }
      return "ended";
    },
    complaint: () => complaints.join(""),
  };
}
