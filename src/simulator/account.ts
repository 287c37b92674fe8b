// GET /account and GET /capability: who the merchant is and what the account may take, per country.
import { COUNTRIES, type Country, type MethodName } from "./methods.ts";
import type { JsonObject } from "./records.ts";
import { isoSeconds } from "./time.ts";

/** @param account its id and team id, stable for a secret key */
export function accountObject(
  account: { readonly id: string; readonly team: string; readonly livemode: boolean },
  country: Country,
): JsonObject {
  return {
    object: "account",
    id: account.id,
    livemode: account.livemode,
    location: "/account",
    team: account.team,
    type: "merchant",
    email: "training@example.com",
    country,
    currency: COUNTRIES[country].currency,
    supported_currencies: [COUNTRIES[country].currency],
    api_version: "2019-05-29",
    auto_activate_recipients: false,
    chain_enabled: false,
    chain_return_uri: null,
    webhook_uri: null,
    zero_interest_installments: false,
    metadata_export_keys: { charge: [], transfer: [], refund: [], dispute: [] },
    created_at: isoSeconds(0),
    last_updated_at: isoSeconds(0),
  };
}

/** @param methods what the account may take now, in the order of the answer */
export function capabilityObject(country: Country, methods: readonly MethodName[]): JsonObject {
  const { currency, limits } = COUNTRIES[country];
  return {
    object: "capability",
    location: "/capability",
    country,
    banks: [],
    limits: {
      charge_amount: { min: limits.min, max: limits.max },
      transfer_amount: { min: limits.min, max: limits.max },
      installment_amount: { min: limits.min },
    },
    payment_methods: methods.map((name) => ({
      object: "payment_method",
      name,
      currencies: [currency],
      card_brands: null,
      installment_terms: null,
      banks: [],
      provider: null,
    })),
    tokenization_methods: [],
    zero_interest_installments: false,
  };
}
