// All charges of a window of bank time, newest first. That something is absent may be concluded from a complete listing
// only, so `complete` is claimed just when every page came, could be read, and the numbers held.
import type { ChargeFacts } from "#till/attempt/events.ts";
import type { ListOutcome } from "#till/ports.ts";
import type { Api } from "./api.ts";
import { judgeRead } from "./outcome.ts";
import { isoSeconds, readPage, type SeenCharge } from "./wire.ts";

const PAGE = 100;
const MOST_PAGES = 50;

/** @param read keeps what the room needs of a charge; null where a row is none
 *  Source: Omise API pagination: `to` is fixed or offsets shift, at most 100 rows a page, default order oldest first */
export async function listCharges(
  api: Api,
  window: { readonly fromMs: number; readonly toMs: number },
  read: (row: unknown) => SeenCharge | null,
): Promise<ListOutcome> {
  const found = new Map<string, ChargeFacts>();
  const totals = new Set<number>();
  let bankMs: number | null = null;
  let rowsSeen = 0;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const verdict = judgeRead(await api.get(pagePath(window, page * PAGE)), readPage);
    bankMs = verdict.bankMs ?? bankMs;
    if (verdict.kind !== "seen") {
      // What was found counts; what was not found proves nothing.
      return page === 0
        ? { ...verdict, bankMs }
        : { kind: "listed", charges: [...found.values()], complete: false, bankMs };
    }
    const { rows, total } = verdict.seen;
    totals.add(total);
    rowsSeen += rows.length;
    for (const row of rows) {
      const charge = read(row);
      if (charge !== null) found.set(charge.facts.chargeId, charge.facts);
    }
    if (rows.length === 0 || rowsSeen >= total) break;
  }
  // A row twice, a row unread, a short page, too many pages: each leaves fewer different charges than the total says.
  const complete = totals.size === 1 && totals.has(found.size);
  return { kind: "listed", charges: [...found.values()], complete, bankMs };
}

// Whole seconds outwards: the window may grow by a part of a second, never shrink.
function pagePath(window: { readonly fromMs: number; readonly toMs: number }, offset: number): string {
  const query = new URLSearchParams({
    from: isoSeconds(window.fromMs),
    to: isoSeconds(window.toMs + 999),
    order: "reverse_chronological",
    limit: String(PAGE),
    offset: String(offset),
  });
  return `/charges?${query.toString()}`;
}
