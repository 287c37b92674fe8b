// Who may come in by the loopback door, and as what. A one-time token, handed over by the host, becomes a role key; a key
// is good until the host ends, so that a page keeps its role through a reload or a crash. Neither is ever logged.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Role } from "#contract/words.ts";

export type Guests = {
  /** @param lifeMs how long the token waits to be used; `forever` for one that a person has to copy by hand
   *  @returns a token that opens the door once */
  invite(role: Role, lifeMs?: number | "forever"): string;
  /** Takes a token for good. @returns the role and its new key, or nothing for a stranger */
  redeem(token: string): { readonly role: Role; readonly key: string } | undefined;
  /** @returns the role of a key, or nothing for a stranger */
  recognise(key: string): Role | undefined;
};

const TOKEN_LIFE_MS = 5 * 60_000;

type Entry = { readonly digest: Buffer; readonly role: Role; readonly expiresAtMs: number };

function digestOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** Looks at every entry, whether found or not: the time it takes tells nothing about how much was right. */
function find(entries: readonly Entry[], secret: string): Entry | undefined {
  const digest = digestOf(secret);
  return entries.filter((entry) => timingSafeEqual(entry.digest, digest))[0];
}

/** @param nowMs a clock that only goes forward */
export function createGuests(nowMs: () => number): Guests {
  let tokens: readonly Entry[] = [];
  let keys: readonly Entry[] = [];

  return {
    invite(role, lifeMs = TOKEN_LIFE_MS) {
      const token = newSecret();
      const expiresAtMs = lifeMs === "forever" ? Infinity : nowMs() + lifeMs;
      tokens = [...tokens, { digest: digestOf(token), role, expiresAtMs }];
      return token;
    },
    redeem(token) {
      tokens = tokens.filter((entry) => entry.expiresAtMs > nowMs());
      const found = find(tokens, token);
      if (found === undefined) return undefined;
      tokens = tokens.filter((entry) => entry !== found);
      const key = newSecret();
      keys = [...keys, { digest: digestOf(key), role: found.role, expiresAtMs: Infinity }];
      return { role: found.role, key };
    },
    recognise: (key) => find(keys, key)?.role,
  };
}
