// What the technician sees: the mode, the account, the devices, and where the ledger lies.
import type { SetUpView } from "#contract/views.ts";
import { countryOf, type Facts } from "./facts.ts";

export function setUpView(
  facts: Facts,
  place: {
    readonly ledgerPath: string;
    readonly host: string;
    readonly displays: SetUpView["displays"];
    readonly phoneAddress: string | null;
    readonly webhooks: SetUpView["webhooks"];
    readonly countryMayChange: boolean;
    readonly staffTrouble: SetUpView["staffTrouble"];
  },
): SetUpView {
  return {
    version: facts.version,
    mode: facts.mode,
    country: countryOf(facts),
    countryMayChange: place.countryMayChange,
    language: facts.settings.language,
    customerLanguage: facts.settings.customerLanguage,
    accountId: facts.account.kind === "known" ? facts.account.accountId : null,
    ledgerPath: place.ledgerPath,
    host: place.host,
    displays: [...place.displays],
    scanners: [...facts.scanners],
    phoneAddress: place.phoneAddress,
    staff: [...facts.staff],
    staffTrouble: place.staffTrouble,
    webhooks: place.webhooks,
  };
}
