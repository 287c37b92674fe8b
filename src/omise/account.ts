// Whose account this is and what it takes. Both keys are proved by it: the secret one reads the account, the public one
// the capability. Answers that make every sale impossible are named `key-refused`, with a code of ours where HTTP was content.
import { COUNTRIES } from "#contract/words.ts";
import type { ApiError } from "#till/attempt/events.ts";
import type { AccountOutcome } from "#till/ports.ts";
import type { Api } from "./api.ts";
import { judgeRead, type ReadVerdict } from "./outcome.ts";
import { ourCurrencies, readAccount, readCapability, type SeenAccount, type SeenCapability } from "./wire.ts";

/** The keys belong to one mode and the account answers for the other. */
const LIVEMODE_MISMATCH = "livemode_mismatch";
/** The account is of a country that this till does not serve. */
const COUNTRY_NOT_SERVED = "country_not_served";

export function isTestKey(key: string): boolean {
  return /^[ps]key_test_/.test(key);
}

export async function readAccountAndCapability(
  api: Api,
  keys: { readonly secretKey: string; readonly publicKey: string },
): Promise<AccountOutcome> {
  const [account, capability] = await Promise.all([
    api.get("/account").then((heard) => judgeRead(heard, readAccount)),
    api.getWith(keys.publicKey, "/capability").then((heard) => judgeRead(heard, readCapability)),
  ]);
  const bankMs = account.bankMs ?? capability.bankMs;
  if (account.kind !== "seen") return { ...notSeen(account, "account"), bankMs };
  if (capability.kind !== "seen") return { ...notSeen(capability, "capability"), bankMs };
  return { ...together(account.seen, capability.seen, !isTestKey(keys.secretKey)), bankMs };
}

type Unanswered =
  | { readonly kind: "key-refused"; readonly error: ApiError }
  | { readonly kind: "no-answer"; readonly why: string };

function notSeen(verdict: Exclude<ReadVerdict<unknown>, { kind: "seen" }>, what: string): Unanswered {
  if (verdict.kind === "no-answer") return { kind: "no-answer", why: `${what}: ${verdict.why}` };
  const { error } = verdict;
  if (error.status === 401 || error.status === 403) return { kind: "key-refused", error };
  return { kind: "no-answer", why: `${what}: status ${error.status} ${error.code}` };
}

// An account that does not say its mode has that of its key: a test key opens test data alone (Omise API authentication).
function together(account: SeenAccount, capability: SeenCapability, isLiveKey: boolean) {
  const livemode = account.livemode ?? isLiveKey;
  if (livemode !== isLiveKey) {
    return refused(
      LIVEMODE_MISMATCH,
      `the key is for ${modeName(isLiveKey)}, the account answers for ${modeName(livemode)}`,
    );
  }
  const written = capability.country ?? account.country ?? null;
  const country = COUNTRIES.find((known) => known === written);
  if (country === undefined)
    return refused(COUNTRY_NOT_SERVED, `accounts of ${written ?? "no country"} are not served`);
  const [currency = null] = ourCurrencies([account.currency ?? ""]);
  return {
    kind: "account" as const,
    accountId: account.id,
    currency,
    livemode,
    capability: { ...capability, country },
  };
}

function refused(code: string, message: string) {
  return { kind: "key-refused" as const, error: { status: 200, code, message } };
}

function modeName(isLive: boolean): string {
  return isLive ? "live mode" : "test mode";
}
