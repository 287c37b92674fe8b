// Why no sale can be taken at all, in the order of what must be mended first.
import type { CashierView } from "#contract/views.ts";
import type { AccountState } from "#till/account.ts";
import type { LinkState } from "#till/ports.ts";

export function noSaleReason(at: {
  readonly account: AccountState;
  readonly link: LinkState;
  readonly ledgerFailed: boolean;
  /** The file was restored from a backup, and what came after it is not in it yet. */
  readonly ledgerMissing: boolean;
}): CashierView["noSale"] {
  if (at.ledgerFailed) return "ledger-closed";
  if (at.ledgerMissing) return "ledger-restored";
  if (at.account.kind === "key-refused") return "key-refused";
  if (at.account.kind === "another-account") return "account-unknown";
  if (at.account.kind === "untried") return at.link.state === "down" ? "api-unreachable" : "account-unknown";
  return null;
}
