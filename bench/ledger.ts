// The book's figures: durable events a second beside one bare insert a commit, bytes a payment, and a start with a long book.
// `node bench/ledger.ts [--payments=N]`: a million when nothing is said, which takes minutes and two gigabytes beside the project.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writingTo } from "#ledger/entries.ts";
import { openLedger } from "#ledger/ledger.ts";
import { ledgerPath, openBook, setPragmas } from "#ledger/open.ts";
import Database from "better-sqlite3";
import { COMMITS_OF_A_PAYMENT, EVENTS_OF_A_PAYMENT, paymentOf, save } from "./ledger-payments.ts";

const ROUNDS = 15;
const PAYMENTS_A_ROUND = 40;
const STARTS = 25;
const BATCH = 1_000;

const { values } = parseArgs({ options: { payments: { type: "string", default: "1000000" } } });
const payments = Number(values.payments);
if (!Number.isInteger(payments) || payments < 10) throw new Error("`--payments` takes a whole number from 10");

const folder = mkdtempSync(join(tmpdir(), "counterfoil-bench-"));
try {
  benchSpeed();
  benchLongBook();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function benchSpeed(): void {
  const ledger = openLedger({ path: ledgerPath(inside("speed"), "training"), mode: "training" });
  const bare = openBare(join(inside("bare"), "bare.db"));
  const ours: number[] = [];
  const floor: number[] = [];
  let number = 0;
  // In turns, so that a noisy machine blurs both alike.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const our = eventsPerSecond(PAYMENTS_A_ROUND * EVENTS_OF_A_PAYMENT, () => {
      for (let at = 0; at < PAYMENTS_A_ROUND; at += 1) save(ledger, paymentOf((number += 1)));
    });
    const its = eventsPerSecond(PAYMENTS_A_ROUND * COMMITS_OF_A_PAYMENT, () => {
      for (let at = 0; at < PAYMENTS_A_ROUND * COMMITS_OF_A_PAYMENT; at += 1) bare.insert();
    });
    // The first round warms both.
    if (round === 0) continue;
    ours.push(our);
    floor.push(its);
  }
  ledger.close();
  bare.close();
  const share = ours.map((our, round) => our / (floor[round] ?? Infinity));
  const commits = share.map((each) => (each * COMMITS_OF_A_PAYMENT) / EVENTS_OF_A_PAYMENT);
  line(
    "durable events a second",
    `${median(ours).toFixed(0)}`,
    `floor ${median(floor).toFixed(0)}: one bare insert of as many bytes a commit`,
  );
  line("  share of the floor", percent(median(share)), `target 80 %: ${median(share) >= 0.8 ? "met" : "NOT met"}`);
  line(
    "  commit for commit",
    percent(median(commits)),
    `a payment is ${EVENTS_OF_A_PAYMENT} events in ${COMMITS_OF_A_PAYMENT} commits`,
  );
}

/** One table, rows of the size that our events have in their file, the same pragmas. */
function openBare(path: string): { insert(): void; close(): void } {
  const db = new Database(path);
  setPragmas(db);
  db.exec("create table rows (id integer primary key, body text not null) strict");
  const insert = db.prepare<[string]>("insert into rows (body) values (?)");
  const body = "x".repeat(300);
  return { insert: () => void insert.run(body), close: () => void db.close() };
}

function benchLongBook(): void {
  const path = ledgerPath(inside("long"), "training");
  const sizes = fill(path);
  const [half, whole] = sizes;
  const growth = (whole - half) / half;
  line(
    "bytes a payment",
    `${(whole / payments).toFixed(0)}`,
    `target 2048: ${whole / payments <= 2048 ? "met" : "NOT met"}; ${payments} payments, ${(whole / 1e6).toFixed(0)} MB`,
  );
  line("  second half over first", growth.toFixed(3), "1 is linear growth");
  const empty = ledgerPath(inside("empty"), "training");
  openLedger({ path: empty, mode: "training" }).close();
  const starts: number[] = [];
  const emptyStarts: number[] = [];
  for (let round = 0; round <= STARTS; round += 1) {
    const [long, none] = [start(path), start(empty)];
    if (round === 0) continue;
    starts.push(long);
    emptyStarts.push(none);
  }
  const ratio = median(starts) / median(emptyStarts);
  line("start, ms", median(starts).toFixed(1), `floor ${median(emptyStarts).toFixed(1)}: with an empty book`);
  line("  times the floor", ratio.toFixed(2), `target under 1.5: ${ratio < 1.5 ? "met" : "NOT met"}`);
}

/** Written by the code that writes one payment, many in one transaction. @returns bytes after the first half and at the end */
function fill(path: string): readonly [number, number] {
  const db = openBook({ path, mode: "training" });
  const writing = writingTo(db, Date.now);
  const sizes: number[] = [];
  for (let number = 0; number < payments; number += BATCH) {
    db.transaction(() => {
      for (let at = number; at < Math.min(number + BATCH, payments); at += 1) save(writing, paymentOf(at));
    })();
    if (sizes.length === 0 && number + BATCH >= payments / 2) sizes.push(sizeOf(db));
  }
  sizes.push(sizeOf(db));
  db.close();
  // An orderly end by the till itself, so that the next start is one after an orderly end.
  openLedger({ path, mode: "training" }).close();
  return [sizes[0] ?? 0, sizes[1] ?? 0];
}

function sizeOf(db: Database.Database): number {
  db.pragma("wal_checkpoint(truncate)");
  return statSync(db.name).size;
}

/** Opening and everything that a till asks first. @returns how long it took, in ms */
function start(path: string): number {
  const beganAt = performance.now();
  const ledger = openLedger({ path, mode: "training" });
  ledger.openAttempts();
  ledger.openRefunds();
  ledger.unpaidEndsSince(0);
  ledger.standingAlarms();
  ledger.operations();
  ledger.recentSales(5);
  const took = performance.now() - beganAt;
  ledger.close();
  return took;
}

function eventsPerSecond(count: number, run: () => void): number {
  const beganAt = performance.now();
  run();
  return (count * 1_000) / (performance.now() - beganAt);
}

function inside(name: string): string {
  return mkdtempSync(join(folder, `${name}-`));
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function line(name: string, figure: string, beside: string): void {
  console.log(`${name.padEnd(26)} ${figure.padStart(9)}   ${beside}`);
}
