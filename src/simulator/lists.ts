// One page of anything that has a creation time, in Omise's list envelope.
import type { ListRequest } from "./requests.ts";
import type { JsonObject } from "./records.ts";
import { isoSeconds } from "./time.ts";

/** @param rows oldest first; `createdAtMs` is compared with `from` and `to`, both included
 *  @param show turns a row of the page into its object */
export function listObject<Row extends { readonly createdAtMs: number }>(
  rows: readonly Row[],
  asked: ListRequest,
  page: { readonly location: string; readonly nowMs: number; readonly show: (row: Row) => JsonObject },
): JsonObject {
  const toMs = asked.to ?? page.nowMs;
  const within = rows.filter((row) => row.createdAtMs >= asked.from && row.createdAtMs <= toMs);
  const ordered = asked.order === "chronological" ? within : within.toReversed();
  return {
    object: "list",
    data: ordered.slice(asked.offset, asked.offset + asked.limit).map(page.show),
    limit: asked.limit,
    offset: asked.offset,
    total: within.length,
    location: page.location,
    order: asked.order,
    from: isoSeconds(asked.from),
    to: isoSeconds(toMs),
  };
}
