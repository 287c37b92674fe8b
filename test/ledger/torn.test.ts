// A file or its WAL that is cut off or overwritten anywhere: it opens with the past as it was, or it is put aside and restored.
// What opens never tells another past.
import { copyFileSync, cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { openLedger } from "#ledger/ledger.ts";
import { ledgerPath } from "#ledger/open.ts";
import { LedgerRefusal } from "#ledger/refusal.ts";
import Database from "better-sqlite3";
import { beforeAll, describe, expect, test } from "vitest";
import {
  attemptOf,
  paidAt,
  QUEUED,
  saleOf,
  SENDING,
  temporaryFolder,
  temporaryFolderOfTheFile,
  walk,
} from "./builders.ts";

const MODE = "training";
const GARBLED_BYTES = 24;
/** Shares of the file's length where the damage begins: the header and its neighbours, and then all over it. */
const HEADER_OFFSETS = [0, 16, 18, 28, 44, 56, 60, 68, 92, 100];
const SHARES = Array.from({ length: 9 }, (_, index) => (index + 0.37) / 9);

type Sample = { readonly folder: string; readonly past: readonly unknown[] };

function eventsOf(path: string): readonly unknown[] {
  const db = new Database(path, { readonly: true });
  const events = db.prepare("select * from events order by seq").raw().all();
  db.close();
  return events;
}

/** @returns a folder with a ledger and its backup; the newest sales are in no backup, and in the WAL when it did not end in order */
async function sampled(end: "closed" | "killed"): Promise<Sample> {
  const path = ledgerPath(temporaryFolderOfTheFile(), MODE);
  const ledger = openLedger({ path, mode: MODE });
  for (let number = 1; number <= 12; number += 1) {
    ledger.saveSale(saleOf(number, { reference: `table ${number}` }));
    ledger.save({
      steps: walk(attemptOf(number, number, { reference: `table ${number}` }), [
        QUEUED,
        SENDING,
        paidAt(7_000 + number),
      ]),
    });
    if (number === 6) await ledger.backUp();
  }
  const folder = temporaryFolderOfTheFile();
  if (end === "closed") ledger.close();
  cpSync(dirname(path), folder, { recursive: true });
  ledger.close();
  return { folder, past: eventsOf(path) };
}

const samples = new Map<string, Sample>();
beforeAll(async () => {
  for (const end of ["closed", "killed"] as const) samples.set(end, await sampled(end));
});

type Told = "whole" | "beginning" | "restored" | "refused";

/** Opens a damaged copy and compares what it tells with the past. */
function openDamaged(sample: Sample, name: string, change: (bytes: Buffer) => Buffer): Told {
  const folder = temporaryFolder();
  cpSync(sample.folder, folder, { recursive: true });
  const path = ledgerPath(folder, MODE);
  const file = path + name;
  writeFileSync(file, change(readFileSync(file)));
  try {
    const ledger = openLedger({ path, mode: MODE });
    const told = ledger.recentSales(50).map(({ reference }) => reference);
    ledger.close();
    return judge({ path, told, opened: ledger.opened.kind, past: sample.past });
  } catch (error) {
    // A refusal changes no past; anything else is a crash.
    if (error instanceof LedgerRefusal) return "refused";
    throw error;
  }
}

type Now = {
  readonly path: string;
  readonly told: readonly (string | null)[];
  readonly opened: string;
  readonly past: readonly unknown[];
};

function judge({ path, told, opened, past }: Now): Told {
  const events = eventsOf(path);
  const restored = opened === "restored" ? 1 : 0;
  const kept = events.slice(0, events.length - restored);
  expect(kept).toEqual(past.slice(0, kept.length));
  // Each sale that is told is one of its events, newest first.
  expect(told).toEqual(Array.from({ length: told.length }, (_, index) => `table ${told.length - index}`));
  if (restored === 1) {
    expect(existsSync(path)).toBe(true);
    return "restored";
  }
  return kept.length === past.length ? "whole" : "beginning";
}

function garbled(offset: number): (bytes: Buffer) => Buffer {
  return (bytes) => {
    const copy = Buffer.from(bytes);
    for (let at = offset; at < Math.min(offset + GARBLED_BYTES, copy.length); at += 1) copy[at] = 255 - (copy[at] ?? 0);
    return copy;
  };
}

describe.for([
  ["closed", "", "restored"],
  // All of it is in the WAL still, so the file itself is not needed.
  ["killed", "", "whole"],
  // A WAL that was cut off has lost its end, and what is left of it is sound: the mark beside it tells.
  ["killed", "-wal", "restored"],
] as const)("%s ledger, its file%s: %s", ([end, name, when]) => {
  const sample = (): Sample => {
    const found = samples.get(end);
    if (found === undefined) throw new Error("no sample");
    return found;
  };
  const length = (): number => readFileSync(ledgerPath(sample().folder, MODE) + name).length;

  test("cut off", () => {
    const told = new Set(
      SHARES.map((share) =>
        openDamaged(sample(), name, (bytes) => bytes.subarray(0, Math.floor(bytes.length * share))),
      ),
    );
    expect([...told]).toEqual([when]);
  });

  test("overwritten", () => {
    const offsets = [...HEADER_OFFSETS, ...SHARES.map((share) => Math.floor(length() * share))];
    const told = offsets.map((offset) => [offset, openDamaged(sample(), name, garbled(offset))] as const);
    expect(told.filter(([, each]) => each === "refused")).toEqual([]);
    expect(told.filter(([, each]) => each === when).length).toBeGreaterThanOrEqual(SHARES.length);
  });
});

test("a copy of the sample that nothing was done to opens as it is", () => {
  const same = (bytes: Buffer): Buffer => bytes;
  expect([...samples.values()].map((sample) => openDamaged(sample, "", same))).toEqual(["whole", "whole"]);
  const path = ledgerPath(temporaryFolder(), MODE);
  copyFileSync(ledgerPath(samples.get("closed")?.folder ?? "", MODE), path);
  expect(openLedger({ path, mode: MODE }).opened).toEqual({ kind: "clean" });
});
