// A list of the API, read page by page to its end. That something is absent may be concluded from a complete listing only,
// so `complete` is claimed just when every page came, could be read, and the numbers held.
import { z } from "#contract/schema.ts";
import type { Answered, NoNews } from "#till/ports.ts";
import type { Api } from "./api.ts";
import { isBusy, judgeRead } from "./outcome.ts";

const PAGE = 100;
const MOST_PAGES = 50;

/** Which rows a page holds, as query parameters. */
export type Slice = { readonly limit: string; readonly offset: string };

export type Paged<Row> = {
  readonly path: (slice: Slice) => string;
  /** null where a row is not what was asked for. */
  readonly read: (row: unknown) => Row | null;
  readonly idOf: (row: Row) => string;
};

export type Pages<Row> = Answered<
  { readonly kind: "listed"; readonly rows: readonly Row[]; readonly complete: boolean } | NoNews
>;

/** The first page is asked for once: whoever wants the list asks again. A later one twice, so that one busy answer does not
 *  throw all the others away.
 *  Source: Omise API pagination: at most 100 rows a page; the caller fixes `to`, or offsets shift */
export async function readPages<Row>(api: Api, { path, read, idOf }: Paged<Row>): Promise<Pages<Row>> {
  const found = new Map<string, Row>();
  const totals = new Set<number>();
  let bankMs: number | null = null;
  let rowsSeen = 0;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const target = path({ limit: String(PAGE), offset: String(page * PAGE) });
    const verdict = judgeRead(await (page === 0 ? api.get(target) : getTwice(api, target)), readPage);
    bankMs = verdict.bankMs ?? bankMs;
    if (verdict.kind !== "seen") {
      // What was found counts; what was not found proves nothing.
      return page === 0
        ? { ...verdict, bankMs }
        : { kind: "listed", rows: [...found.values()], complete: false, bankMs };
    }
    const { rows, total } = verdict.seen;
    totals.add(total);
    rowsSeen += rows.length;
    for (const row of rows.map(read)) if (row !== null) found.set(idOf(row), row);
    if (rows.length === 0 || rowsSeen >= total) break;
  }
  // A row twice, a row unread, a short page, too many pages: each leaves fewer different rows than the total says.
  const complete = totals.size === 1 && totals.has(found.size);
  return { kind: "listed", rows: [...found.values()], complete, bankMs };
}

async function getTwice(api: Api, path: string) {
  const heard = await api.get(path);
  if (!isBusy(heard)) return heard;
  await api.pause();
  return await api.get(path);
}

function readPage(answer: unknown): { readonly rows: readonly unknown[]; readonly total: number } | null {
  const parsed = pageSchema.safeParse(answer);
  return parsed.success ? { rows: parsed.data.data, total: parsed.data.total } : null;
}

const pageSchema = z.object({
  object: z.literal("list"),
  data: z.array(z.unknown()).max(100),
  total: z.int().min(0),
});
