// All charges of a window of bank time, newest first: as facts for a look-up, or with all that a lost ledger needs.
import type { ChargeFacts } from "#till/attempt/events.ts";
import type { HistoryOutcome, ListOutcome } from "#till/ports.ts";
import type { Api } from "./api.ts";
import { readPages, type Slice } from "./paging.ts";
import { readPast } from "./past-wire.ts";
import { isoSeconds, type SeenCharge } from "./wire.ts";

type Window = { readonly fromMs: number; readonly toMs: number };
/** Keeps what the room needs of a charge; null where a row is none. */
type See = (row: unknown) => SeenCharge | null;

export async function listCharges(api: Api, window: Window, see: See): Promise<ListOutcome> {
  const pages = await readPages<ChargeFacts>(api, {
    path: (slice) => pagePath(window, slice),
    read: (row) => see(row)?.facts ?? null,
    idOf: (charge) => charge.chargeId,
  });
  if (pages.kind !== "listed") return pages;
  return { kind: "listed", charges: pages.rows, complete: pages.complete, bankMs: pages.bankMs };
}

/** `complete` promises the refunds of every charge, too. */
export async function readHistory(api: Api, window: Window, see: See): Promise<HistoryOutcome> {
  const pages = await readPages<ReturnType<typeof readPast>>(api, {
    path: (slice) => pagePath(window, slice),
    read(row) {
      const seen = see(row);
      return seen === null ? null : readPast(row, seen.facts);
    },
    idOf: (row) => row.past.charge.chargeId,
  });
  if (pages.kind !== "listed") return pages;
  const complete = pages.complete && pages.rows.every((row) => row.isWhole);
  return { kind: "history", charges: pages.rows.map((row) => row.past), complete, bankMs: pages.bankMs };
}

// Whole seconds outwards: the window may grow by a part of a second, never shrink.
function pagePath(window: Window, slice: Slice): string {
  const query = new URLSearchParams({
    from: isoSeconds(window.fromMs),
    to: isoSeconds(window.toMs + 999),
    order: "reverse_chronological",
    ...slice,
  });
  return `/charges?${query.toString()}`;
}
