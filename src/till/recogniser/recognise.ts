// Names what a scanner read, before any network call. Pure: the same text is always the same kind, and every text is one.
import type { Scan } from "#contract/scan.ts";
import { ROWS, type ScanKind } from "./kinds.ts";

type Row = (typeof ROWS)[number];

export function recognise(scan: Pick<Scan, "text" | "aim">): ScanKind {
  return ROWS.find((row) => fits(row, scan))?.kind ?? "not-a-code";
}

function fits(row: Row, { text, aim }: Pick<Scan, "text" | "aim">): boolean {
  if (!row.text.test(text)) return false;
  if ("aim" in row && !(aim !== null && row.aim.test(aim))) return false;
  return !("sum" in row) || row.sum(text);
}
