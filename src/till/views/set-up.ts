// What the technician sees: the mode, the account, the devices, and where the ledger lies.
import type { SetUpView } from "#contract/views.ts";
import { countryOf, type Facts } from "./facts.ts";

/** What only this view shows. */
type Place = Pick<
  SetUpView,
  | "ledgerPath"
  | "host"
  | "displays"
  | "phoneAddress"
  | "webhooks"
  | "countryMayChange"
  | "scannerSettings"
  | "scanTest"
  | "udevRules"
  | "staffTrouble"
>;

export function setUpView(facts: Facts, place: Place): SetUpView {
  return {
    ...place,
    version: facts.version,
    mode: facts.mode,
    country: countryOf(facts),
    language: facts.settings.language,
    customerLanguage: facts.settings.customerLanguage,
    accountId: facts.account.kind === "known" ? facts.account.accountId : null,
    displays: [...place.displays],
    scanners: [...facts.scanners],
    staff: [...facts.staff],
  };
}
