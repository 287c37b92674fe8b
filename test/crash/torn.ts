// Torn writes: a ledger file and its WAL, cut off or overwritten at sampled places, opened by the product.
// Promised: what opens has a beginning of the past, unchanged; all else is refused with a `LedgerRefusal`.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { openLedger } from "#ledger/ledger.ts";
import { LedgerRefusal } from "#ledger/refusal.ts";
import { changedPast, readEvents, type EventLine } from "./books.ts";
import { flowOf } from "./flows.ts";
import { openStage } from "./stage.ts";

type Files = { readonly ledger: Buffer; readonly wal: Buffer | null };

/** A ledger with a past: as a killed till left it, with all of it in the WAL, and as an orderly end leaves it. */
export type Samples = { readonly killed: Files; readonly closed: Files; readonly past: readonly EventLine[] };

export const DAMAGES = ["wal cut", "wal garbled", "ledger cut", "ledger garbled"] as const;
type Damage = (typeof DAMAGES)[number];

/** Whether such an outcome keeps the promise. SQLite has checksums in its WAL and none in its file: text that is overwritten
 *  there is told as it stands, and stays unnoticed as long as the ledger does not seal its events itself. */
export function isKept(damage: Damage, outcome: Outcome): boolean {
  return outcome !== "crash" && (outcome !== "changed" || damage === "ledger garbled");
}

/** `crash`: something else than a refusal was thrown; `changed`: it tells another past. */
export type Outcome = "whole" | "beginning" | "refused" | "crash" | "changed";
export type Torn = { readonly outcome: Outcome; readonly why: string };

export async function takeSamples(): Promise<Samples> {
  const flow = flowOf("declined, then paid anew");
  const stage = await openStage(flow);
  try {
    const life = stage.start({ flow: "declined, then paid anew", killAt: null, plant: null });
    await Promise.race([life.done, life.ended]);
    await life.kill();
    const killed = filesOf(stage.folder);
    const next = stage.start({ flow: null, killAt: null, plant: null });
    await stage.reconcile(next);
    await next.close();
    return { killed, closed: filesOf(stage.folder), past: stage.ledger().events };
  } finally {
    await stage.close();
  }
}

function filesOf(folder: string): Files {
  const path = join(folder, "training.ledger");
  const wal = existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`) : null;
  return { ledger: readFileSync(path), wal };
}

/** @param share of the damaged file's length, 0 .. 1: where the damage begins */
export function tear(samples: Samples, damage: Damage, share: number): Torn {
  const files = damage.startsWith("wal") ? samples.killed : samples.closed;
  const whole = damage.startsWith("wal") ? (files.wal ?? Buffer.alloc(0)) : files.ledger;
  const offset = Math.min(whole.byteLength - 1, Math.floor(whole.byteLength * share));
  const broken = damage.endsWith("cut") ? whole.subarray(0, offset) : garbled(whole, offset);
  const torn = damage.startsWith("wal") ? { ...files, wal: broken } : { ...files, ledger: broken };
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-torn-"));
  try {
    return opened(folder, torn, samples.past);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const GARBLED_BYTES = 24;

/** Every bit of the place is turned, so that it differs from what was there. */
function garbled(whole: Buffer, offset: number): Buffer {
  const copy = Buffer.from(whole);
  for (let at = offset; at < Math.min(offset + GARBLED_BYTES, copy.byteLength); at += 1)
    copy[at] = 255 - (copy[at] ?? 0);
  return copy;
}

function opened(folder: string, { ledger, wal }: Files, past: readonly EventLine[]): Torn {
  const path = join(folder, "training.ledger");
  writeFileSync(path, ledger);
  if (wal !== null) writeFileSync(`${path}-wal`, wal);
  try {
    const book = openLedger({ path, mode: "training" });
    try {
      book.recentSales(5);
      book.openAttempts();
      book.rows({ before: null, limit: 100 });
      return judge(path, past);
    } finally {
      book.close();
    }
  } catch (cause) {
    if (cause instanceof LedgerRefusal) return { outcome: "refused", why: cause.message };
    if (cause instanceof Error) return { outcome: "crash", why: `${cause.name}: ${cause.message}` };
    throw cause;
  }
}

function judge(path: string, past: readonly EventLine[]): Torn {
  const db = new Database(path, { readonly: true });
  try {
    const now = readEvents(db);
    const changed = changedPast(now, past);
    if (changed !== null) return { outcome: "changed", why: changed };
    return { outcome: now.length === past.length ? "whole" : "beginning", why: `${now.length} of ${past.length}` };
  } finally {
    db.close();
  }
}
