// The last word about a scan that was no sale, for both sides of the counter, and the doubted code that waits for a person. One
// at a time: the next scan, the next step of the sale or its time takes it away.
import type { Hint, NoticeWords } from "#contract/notices.ts";
import type { Clock } from "./ports.ts";
import type { ReadCode } from "./scan-gate.ts";

/** A code that only a person may let pass; sealed, and forgotten with the word that it belongs to. */
export type Doubt = { readonly saleId: string; readonly read: ReadCode };

export type Saying = {
  readonly words: NoticeWords | null;
  readonly hint: Hint | null;
  readonly doubt: Doubt | null;
};

export type Said = Saying & { readonly id: number; readonly atMs: number };

/** Read by then. */
const NOTICE_STAYS_MS = 20_000;
/** The customer's screen goes back to what it asks for by itself. */
const HINT_STAYS_MS = 15_000;

export function isNoticeOver({ atMs }: Said, nowMs: number): boolean {
  return nowMs - atMs > NOTICE_STAYS_MS;
}

/** A doubt keeps its word to the customer until somebody has decided. */
export function isHintOver({ atMs, doubt }: Said, nowMs: number): boolean {
  return doubt === null && nowMs - atMs > HINT_STAYS_MS;
}

export type Word = {
  now(): Said | null;
  tell(saying: Saying): void;
  hush(): void;
};

export function createWord(clock: Pick<Clock, "nowMs">, changed: () => void): Word {
  let said: Said | null = null;
  let sayings = 0;
  return {
    now: () => said,
    tell(saying) {
      sayings += 1;
      said = { ...saying, id: sayings, atMs: clock.nowMs() };
      changed();
    },
    hush() {
      if (said === null) return;
      said = null;
      changed();
    },
  };
}
