// Which mode the keys in the environment mean. Half a pair, a malformed key or a mixed pair is named, and nothing starts:
// the wrong mode would be worse than none.
import type { Mode } from "#contract/words.ts";
import { StartRefusal, type TerminalOptions } from "./terminal.ts";

export type Keys = { readonly publicKey: string; readonly secretKey: string };

export type KeyRing = { readonly mode: "training" } | ({ readonly mode: Exclude<Mode, "training"> } & Keys);

// Source: api-authentication, keys are `pkey_…` and `skey_…`, those of test mode contain `_test_`.
const SHAPES = {
  OMISE_PUBLIC_KEY: /^pkey_(test_)?[0-9a-z]{6,60}$/,
  OMISE_SECRET_KEY: /^skey_(test_)?[0-9a-z]{6,60}$/,
} as const;

/** Throws a `StartRefusal` that names the key at fault; a key itself is never repeated. */
export function readKeys(given: TerminalOptions["keys"]): KeyRing {
  const publicKey = given.publicKey ?? "";
  const secretKey = given.secretKey ?? "";
  if (publicKey === "" && secretKey === "") return { mode: "training" };
  if (publicKey === "")
    throw new StartRefusal("OMISE_SECRET_KEY is set and OMISE_PUBLIC_KEY is not: set both, or neither to train.");
  if (secretKey === "")
    throw new StartRefusal("OMISE_PUBLIC_KEY is set and OMISE_SECRET_KEY is not: set both, or neither to train.");
  const publicIsTest = isTest("OMISE_PUBLIC_KEY", publicKey);
  const secretIsTest = isTest("OMISE_SECRET_KEY", secretKey);
  if (publicIsTest !== secretIsTest) {
    throw new StartRefusal(
      "OMISE_PUBLIC_KEY and OMISE_SECRET_KEY do not belong together: one is a test key, the other is live.",
    );
  }
  return { mode: secretIsTest ? "test" : "live", publicKey, secretKey };
}

function isTest(name: keyof typeof SHAPES, key: string): boolean {
  const shape = SHAPES[name].exec(key);
  if (!shape) {
    const example = name === "OMISE_PUBLIC_KEY" ? "pkey_" : "skey_";
    throw new StartRefusal(
      `${name} is not a key of Omise: one begins with ${example} and goes on with letters and digits.`,
    );
  }
  return shape[1] !== undefined;
}
