// Why no sale can be taken at all, in the order of what must be mended first.
import type { CashierView } from "#contract/views.ts";
import type { AccountState } from "#till/account.ts";
import type { LinkState } from "#till/link.ts";

export function noSaleReason(at: {
  readonly account: AccountState;
  readonly link: LinkState;
  readonly ledgerFailed: boolean;
}): CashierView["noSale"] {
  if (at.ledgerFailed) return "ledger-closed";
  if (at.account.kind === "key-refused") return "key-refused";
  if (at.account.kind === "another-account") return "account-unknown";
  if (at.account.kind === "untried") return at.link.state === "down" ? "api-unreachable" : "account-unknown";
  return null;
}
