// A ledger or a backup looked at from outside, without the till and without changing a byte of it.
import type { Mode } from "#contract/words.ts";
import { checkWhole, type Checked } from "./check.ts";
import { openBookForReading } from "./open.ts";
import type { PROJECTED } from "./projections.ts";

export type Verified = Checked & {
  readonly mode: Mode;
  readonly accountId: string | null;
  readonly missingSinceMs: number | null;
  /** null: nothing has happened yet. */
  readonly newestAtMs: number | null;
  readonly counts: Readonly<Record<(typeof PROJECTED)[number], number>>;
};

type Meta = { readonly mode: Mode; readonly account_id: string | null; readonly missing_since_ms: number | null };

/** Throws `LedgerRefusal` for a file that is no ledger of exactly this schema, or so damaged that it cannot be opened at all. */
export function verifyFile(path: string): Verified {
  const db = openBookForReading(path);
  try {
    const checked = checkWhole(db);
    const meta = db.prepare<[], Meta>("select mode, account_id, missing_since_ms from meta").get();
    if (meta === undefined) throw new Error(`${path} has no beginning`);
    const newest = db.prepare<[], number>("select at_ms from events order by seq desc limit 1").pluck();
    const count = (table: string): number => db.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? 0;
    return {
      ...checked,
      mode: meta.mode,
      accountId: meta.account_id,
      missingSinceMs: meta.missing_since_ms,
      newestAtMs: newest.get() ?? null,
      counts: {
        sales: count("sales"),
        attempts: count("attempts"),
        approvals: count("approvals"),
        refunds: count("refunds"),
        alarms: count("alarms"),
      },
    };
  } finally {
    db.close();
  }
}
