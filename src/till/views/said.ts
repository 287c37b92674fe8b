// What the cashier reads about the last scan: the word about it, or the question whether a doubted code is used.
import type { CashierView } from "#contract/views.ts";
import { isNoticeOver } from "#till/said.ts";
import type { Facts } from "./facts.ts";

export function noticeOf({ said, nowMs }: Facts): CashierView["notice"] {
  if (said === null || said.words === null || isNoticeOver(said, nowMs)) return null;
  return { id: said.id, words: said.words };
}

export function doubtOf({ said, nowMs, counter, timings }: Facts): CashierView["doubt"] {
  if (!said?.doubt || !counter?.choosing) return null;
  const { saleId, read } = said.doubt;
  const remainingMs = Math.max(0, Math.round(read.receivedAtMs + timings.codeStaleAfterMs - nowMs));
  return { id: said.id, saleId, lastFour: read.code.lastFour, remainingMs };
}
