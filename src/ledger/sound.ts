// Opens a ledger that can be trusted: looked at as far as its last end demands, or put aside and restored.
import { existsSync } from "node:fs";
import type { Mode } from "#contract/words.ts";
import type Database from "better-sqlite3";
import { checkTail, checkWhole, isShort } from "./check.ts";
import { clearEndMark, endMarkOf } from "./end-mark.ts";
import type { Fault } from "./fault.ts";
import { damaged } from "./migrate.ts";
import { openBook } from "./open.ts";
import { isDamage, LedgerRefusal, refusalOf } from "./refusal.ts";
import { finishRestore, isGone, isOurPlace, noteMissing, restore } from "./restore.ts";
import { forgetWaterMark, hasSunk } from "./water-mark.ts";

export type Opened =
  /** It ended in an orderly way, and its newest events are sound. */
  | { readonly kind: "clean" }
  /** It did not end in an orderly way: all of it was looked at and is sound. */
  | { readonly kind: "checked" }
  /** It was damaged or gone, or its newest events are. `damagedPath`: where it is kept, null where nothing was put aside. */
  | { readonly kind: "restored"; readonly damagedPath: string | null; readonly missingSinceMs: number };

export type Place = { readonly path: string; readonly mode: Mode; readonly nowMs: () => number };

/** Throws a `LedgerRefusal` with one sentence; then nothing was moved. */
export function openSound(place: Place): { readonly db: Database.Database; readonly opened: Opened } {
  try {
    if (!isOurPlace(place)) return openWhole(place);
    if (!existsSync(place.path) && !isGone(place.path)) forgetWaterMark(place.path);
    finishRestore(place.path);
    if (isGone(place.path)) return openRestored(place);
    return openOurs(place);
  } catch (error) {
    throw asToldOutside(refusalOf(place.path, error));
  }
}

function openOurs(place: Place) {
  try {
    return openWhole(place);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return openRestored(place);
  }
}

function openRestored(place: Place) {
  const restored = restore(place);
  forgetWaterMark(place.path);
  return { db: openWhole(place).db, opened: { kind: "restored", ...restored } as const };
}

/** What is left is sound and newer than any backup: it stays, and says from when on it misses something. */
function shortened(db: Database.Database, { nowMs }: Place): Opened {
  const missingSinceMs = noteMissing(db, nowMs());
  clearEndMark(db);
  return { kind: "restored", damagedPath: null, missingSinceMs };
}

/** A file that lies elsewhere may never have been a ledger: it is not touched. */
function asToldOutside(error: unknown): unknown {
  if (!(error instanceof LedgerRefusal) || error.reason !== "damaged") return error;
  return new LedgerRefusal("not-a-ledger", error.message, { cause: error });
}

function openWhole(place: Place): { readonly db: Database.Database; readonly opened: Opened } {
  const db = openBook(place);
  try {
    const end = endMarkOf(db);
    const all = end !== "orderly" || isShort(db);
    const faults: readonly Fault[] = all ? checkWhole(db).faults : checkTail(db);
    if (end === "other") throw damaged(db, "its newest event is not the one that it ended with");
    const [first] = faults;
    if (first !== undefined) throw damaged(db, first.sentence);
    if (isOurPlace(place) && hasSunk(db)) return { db, opened: shortened(db, place) };
    clearEndMark(db);
    return { db, opened: { kind: end === "orderly" ? "clean" : "checked" } };
  } catch (error) {
    db.close();
    throw error;
  }
}
