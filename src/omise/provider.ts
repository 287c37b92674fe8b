// Whether the wallet's provider behind the API answers: `backend_error` says that it does not, a payment that moves says that
// it does. Without news its trouble is forgotten: only the next payment can tell.

const FORGOTTEN_MS = 5 * 60_000;

export type Provider = {
  failed(): void;
  answered(): void;
  /** Since when it does not answer; null: it does, or nobody knows better. */
  troubleSinceMs(): number | null;
  /** When its last trouble ended; 0 without one. */
  backSinceMs(): number;
  close(): void;
};

/** @param forgotten called when a trouble has become too old */
export function createProvider(nowMs: () => number, forgotten: () => void): Provider {
  let trouble: { readonly sinceMs: number; readonly lastMs: number } | null = null;
  let backMs = 0;
  let forgetting: NodeJS.Timeout | undefined;

  function troubleSinceMs(): number | null {
    if (trouble !== null && nowMs() - trouble.lastMs >= FORGOTTEN_MS) end(trouble.lastMs + FORGOTTEN_MS);
    return trouble?.sinceMs ?? null;
  }
  function end(atMs: number): void {
    trouble = null;
    backMs = atMs;
  }
  return {
    failed() {
      const lastMs = nowMs();
      trouble = { sinceMs: troubleSinceMs() ?? lastMs, lastMs };
      clearTimeout(forgetting);
      forgetting = setTimeout(forgotten, FORGOTTEN_MS + 1).unref();
    },
    answered() {
      if (troubleSinceMs() !== null) end(nowMs());
    },
    troubleSinceMs,
    backSinceMs: () => backMs,
    close: () => clearTimeout(forgetting),
  };
}
