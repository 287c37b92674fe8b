// Where a test's pretend bank keeps its books between one opening and the next.
import { NOON_MS, openBank, type OpenBank } from "./open-bank.ts";

/** A code of WeChat's shape, and what is left of it after a restart. */
export const CODE = "130991292552725093";
export const MASKED = "**************5093";

export type Shelf = { readonly saves: string[]; readonly clock: { nowMs: number }; open(): Promise<OpenBank> };

/** Keeps what the bank saves; each `open` goes on from the last text, by one clock. */
export function createShelf(first: string | null = null): Shelf {
  const saves: string[] = [];
  const clock = { nowMs: NOON_MS };
  const save = (text: string) => void saves.push(text);
  return {
    saves,
    clock,
    open: () => openBank({ nowMs: () => clock.nowMs, keep: { text: saves.at(-1) ?? first, save } }),
  };
}
