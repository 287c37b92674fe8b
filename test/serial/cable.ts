// What a scanner does at its end of a cable: codes by chance, and bytes at the pace of a line.
import { open, type FileHandle } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { Pty } from "#test/support/pty.ts";

/** The same numbers for the same seed, from 0 to below 1. */
export type Chance = () => number;

/** Mulberry32: good enough to cut and mix with, and a run can be played again. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function upTo(chance: Chance, most: number): number {
  return Math.floor(chance() * (most + 1));
}

export function oneOf<Item>(chance: Chance, items: readonly [Item, ...Item[]]): Item {
  return items[upTo(chance, items.length - 1)] ?? items[0];
}

/** 16 to 24 digits as wallets show them. No two of a run are the same: the number of the code stands in it. */
export function codeOf(chance: Chance, number: number): string {
  const head = oneOf(chance, ["13", "28", "62", "10"]);
  const length = head === "28" ? 16 + upTo(chance, 8) : 18;
  const tail = String(number).padStart(6, "0");
  const middle = Array.from({ length: length - head.length - tail.length }, () => upTo(chance, 9));
  return head + middle.join("") + tail;
}

/** Half of the pause that a till allows in a code: the rest is for the cable. */
export const STALL_MS = 500;

type Stall = { readonly at: number; readonly forMs: number };

export type ScannerEnd = {
  /** In one piece, or so many bytes a second, as a line with ten bits a byte carries them.
   *  @returns before which bytes, and for how long, it stood still as no scanner does: this machine was busy elsewhere */
  send(bytes: Uint8Array | string, bytesPerSecond?: number): Promise<readonly Stall[]>;
  close(): Promise<void>;
};

/** Without the round trips of `Pty.write`: what is sent is not waited for. */
export async function openScannerEnd(pty: Pty): Promise<ScannerEnd> {
  const end: FileHandle = await open(pty.scannerSide, "r+");
  return {
    async send(sent, bytesPerSecond) {
      const bytes = Buffer.from(sent as string);
      const startMs = performance.now();
      const stalls: Stall[] = [];
      let lastMs = startMs;
      for (let done = 0; done < bytes.length;) {
        const nowMs = performance.now();
        const dueBytes = bytesPerSecond === undefined ? bytes.length : ((nowMs - startMs) * bytesPerSecond) / 1000;
        const upToByte = Math.min(bytes.length, Math.ceil(dueBytes));
        if (upToByte <= done) {
          await wait(1);
          continue;
        }
        const { bytesWritten } = await end.write(bytes, done, upToByte - done);
        const forMs = performance.now() - lastMs;
        if (forMs > STALL_MS) stalls.push({ at: done, forMs });
        done += bytesWritten;
        lastMs = nowMs;
      }
      return stalls;
    },
    close: async () => await end.close(),
  };
}
