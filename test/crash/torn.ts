// Torn writes: a ledger file and its WAL, cut off or overwritten at sampled places, opened by the product. Promised: all that was
// committed is there, or the damage is noticed: refused, or put aside and restored, which the till then says.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { openLedger, type OpenLedger } from "#ledger/ledger.ts";
import { LedgerRefusal } from "#ledger/refusal.ts";
import { changedPast, readLedgerBooks } from "./books.ts";
import { flowOf, type FlowName } from "./flows.ts";
import { openStage } from "./stage.ts";

type Files = {
  readonly ledger: Buffer;
  readonly wal: Buffer | null;
  /** Of the newest event, beside the ledger. */
  readonly mark: Buffer;
  readonly past: readonly string[];
};

/** A ledger with a past and a backup of its beginning: as a killed till left it, and as an orderly end leaves it. */
export type Samples = { readonly killed: Files; readonly closed: Files; readonly backups: string; remove(): void };

export const DAMAGES = [
  "wal cut",
  "wal garbled",
  "ledger cut",
  "ledger garbled",
  "ledger beside its wal cut",
  "ledger beside its wal garbled",
] as const;
export type Damage = (typeof DAMAGES)[number];

/**
 * `restored`: put aside, a backup in its place, and told. `shortened`: only the newest events are gone, and the till says so.
 * `beginning`: they are gone, and nobody says so.
 * `changed`: it tells another past. `crash`: something else than a refusal was thrown.
 */
export type Outcome = "whole" | "restored" | "shortened" | "refused" | "beginning" | "changed" | "crash";
export type Torn = { readonly outcome: Outcome; readonly why: string };

const KEPT: ReadonlySet<Outcome> = new Set(["whole", "restored", "shortened", "refused"]);

/** Everything that was committed is there, or the till says that it is not. */
export function isKept(outcome: Outcome): boolean {
  return KEPT.has(outcome);
}

const FIRST: FlowName = "alipay paid";
const SECOND: FlowName = "a part sent back, closed later";

export async function takeSamples(): Promise<Samples> {
  const stage = await openStage(flowOf(SECOND));
  const backups = mkdtempSync(join(tmpdir(), "counterfoil-torn-"));
  try {
    const first = stage.start({ flow: FIRST, killAt: null, plant: null });
    await Promise.race([first.done, first.ended]);
    await first.close();
    await backUp(stage.folder);
    const second = stage.start({ flow: SECOND, killAt: null, plant: null });
    await Promise.race([second.done, second.ended]);
    await second.kill();
    const killed = { ...filesOf(stage.folder), past: stage.ledger().events };
    const next = stage.start({ flow: null, killAt: null, plant: null });
    await stage.reconcile(next);
    await next.close();
    cpSync(join(stage.folder, "backups"), backups, { recursive: true });
    const closed = { ...filesOf(stage.folder), past: stage.ledger().events };
    return { killed, closed, backups, remove: () => rmSync(backups, { recursive: true, force: true }) };
  } finally {
    await stage.close();
  }
}

async function backUp(folder: string): Promise<void> {
  const book = openLedger({ path: join(folder, "training.ledger"), mode: "training" });
  const outcome = await book.backUp();
  book.close();
  if (outcome.kind !== "made") throw new Error(`no backup: ${outcome.kind}`);
}

function filesOf(folder: string): Omit<Files, "past"> {
  const path = join(folder, "training.ledger");
  const wal = existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`) : null;
  return { ledger: readFileSync(path), wal, mark: readFileSync(`${path}.newest`) };
}

/** Writes the damaged files into a folder. @param share of the damaged file's length, 0 .. 1: where the damage begins */
function damage({ killed, closed, backups }: Samples, how: Damage, at: { share: number; folder: string }): Files {
  const ofWal = how.startsWith("wal");
  const files = how.includes("wal") ? killed : closed;
  const whole = ofWal ? (files.wal ?? Buffer.alloc(0)) : files.ledger;
  const offset = Math.min(whole.byteLength - 1, Math.floor(whole.byteLength * at.share));
  const broken = how.endsWith("cut") ? whole.subarray(0, offset) : garbled(whole, offset);
  const torn = ofWal ? { ...files, wal: broken } : { ...files, ledger: broken };
  const path = join(at.folder, "training.ledger");
  mkdirSync(at.folder, { recursive: true });
  writeFileSync(path, torn.ledger);
  writeFileSync(`${path}.newest`, torn.mark);
  if (torn.wal !== null) writeFileSync(`${path}-wal`, torn.wal);
  cpSync(backups, join(at.folder, "backups"), { recursive: true });
  return torn;
}

const GARBLED_BYTES = 24;

/** Every bit of the place is turned, so that it differs from what was there. */
function garbled(whole: Buffer, offset: number): Buffer {
  const copy = Buffer.from(whole);
  for (let at = offset; at < Math.min(offset + GARBLED_BYTES, copy.byteLength); at += 1)
    copy[at] = 255 - (copy[at] ?? 0);
  return copy;
}

export function tear(samples: Samples, how: Damage, share: number): Torn {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-torn-"));
  try {
    return opened(join(folder, "training.ledger"), damage(samples, how, { share, folder }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function opened(path: string, torn: Files): Torn {
  try {
    const book = openLedger({ path, mode: "training" });
    try {
      book.recentSales(5);
      book.openAttempts();
      book.openRefunds();
      book.rows({ before: null, limit: 100 });
      return book.opened.kind === "restored" ? judgeRestored(book, torn) : judgeUnnoticed(path, torn.past);
    } finally {
      book.close();
    }
  } catch (cause) {
    if (cause instanceof LedgerRefusal) return { outcome: "refused", why: cause.message };
    if (cause instanceof Error) return { outcome: "crash", why: `${cause.name}: ${cause.message}` };
    throw cause;
  }
}

function judgeUnnoticed(path: string, past: readonly string[]): Torn {
  const { events } = readLedgerBooks(path);
  const changed = changedPast(events, past);
  if (changed !== null) return { outcome: "changed", why: changed };
  return { outcome: events.length === past.length ? "whole" : "beginning", why: `${events.length} of ${past.length}` };
}

/** The damaged file lies aside as it was, what stands in its place is a beginning of the past, and the till is told. */
function judgeRestored(book: OpenLedger, torn: Files): Torn {
  const { path } = book;
  const events = readLedgerBooks(path).events.filter((line) => !line.includes(" ledger/restored "));
  const changed = changedPast(events, torn.past);
  if (changed !== null) return { outcome: "changed", why: `the restored one: ${changed}` };
  if (book.missingSinceMs() === null) return { outcome: "beginning", why: "it does not say that something is missing" };
  const { opened } = book;
  if (opened.kind === "restored" && opened.damagedPath === null)
    return { outcome: "shortened", why: `${events.length} of ${torn.past.length}` };
  const aside = readdirSync(dirname(path)).find((name) => name.startsWith(`${basename(path)}.damaged-`));
  if (aside === undefined) return { outcome: "crash", why: "what was damaged is not there any more" };
  const kept = readFileSync(join(dirname(path), aside));
  if (torn.wal === null && !kept.equals(torn.ledger))
    return { outcome: "crash", why: "what was put aside is not what was found" };
  return { outcome: "restored", why: `${events.length} of ${torn.past.length}` };
}
