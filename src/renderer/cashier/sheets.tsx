// The sheet that lies over the counter, if any: money back, or a manager's override. It keeps to the sale it was opened for,
// whatever comes to the counter meanwhile.
import type { CashierView, SaleView } from "#contract/views.ts";
import { OverrideSheet } from "./override-sheet.tsx";
import type { RefundOf } from "./refund-of.ts";
import { RefundSheet } from "./refund-sheet.tsx";

export type OpenSheet =
  | { readonly kind: "override"; readonly sale: SaleView }
  | { readonly kind: "money-back"; readonly of: RefundOf };

type SheetsProps = { readonly view: CashierView; readonly sheet: OpenSheet | null; readonly onClose: () => void };

export function Sheets({ view, sheet, onClose }: SheetsProps) {
  if (sheet === null) return null;
  if (sheet.kind === "override") return <OverrideSheet view={view} sale={sheet.sale} onClose={onClose} />;
  return <RefundSheet view={view} of={sheet.of} onClose={onClose} />;
}
