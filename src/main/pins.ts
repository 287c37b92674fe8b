// How a PIN becomes something that may be written down: scrypt over the PIN and a pepper that lies in a file of its own,
// so that a copied staff list alone tells nothing. A PIN is never kept, logged or part of an error.
import { createHmac, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "#contract/schema.ts";
import { makePrivate } from "#ledger/private-file.ts";
import { writeWhole } from "./whole-file.ts";

const SALT_BYTES = 16;
const KEY_BYTES = 32;
const PEPPER_SHAPE = /^[0-9a-f]{64}\n?$/;

const costShape = {
  /** scrypt's N, r and p. One check takes 128 * N * r bytes: at most 256 MiB of them are believed from a file. */
  n: z
    .int()
    .min(1_024)
    .max(262_144)
    .refine((n) => Number.isInteger(Math.log2(n)), "not a power of two"),
  r: z.int().min(1).max(8),
  p: z.int().min(1).max(16),
} as const;

const costSchema = z.strictObject(costShape);
export type PinCost = Readonly<z.infer<typeof costSchema>>;

/** With what it was made stands beside it, so that the cost can be raised and old PINs still be checked. */
export const pinHashSchema = z.strictObject({
  ...costShape,
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  key: z.string().regex(/^[0-9a-f]{64}$/),
});
export type PinHash = Readonly<z.infer<typeof pinHashSchema>>;

/** About 150 ms of one core. */
export const PIN_COST: PinCost = { n: 32_768, r: 8, p: 3 };

export async function hashPin(pin: string, pepper: Buffer, cost: PinCost): Promise<PinHash> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(seasoned(pin, pepper), salt, cost);
  return { n: cost.n, r: cost.r, p: cost.p, salt: salt.toString("hex"), key: key.toString("hex") };
}

/** Takes the time of one hash whatever it finds. */
export async function isPinOf(pin: string, pepper: Buffer, hash: PinHash): Promise<boolean> {
  const key = await derive(seasoned(pin, pepper), Buffer.from(hash.salt, "hex"), hash);
  return timingSafeEqual(key, Buffer.from(hash.key, "hex"));
}

/** The hash of no PIN, for numbers that nobody has: they must take the same time. */
export function hashOfNobody(cost: PinCost): PinHash {
  const random = (bytes: number): string => randomBytes(bytes).toString("hex");
  return { n: cost.n, r: cost.r, p: cost.p, salt: random(SALT_BYTES), key: random(KEY_BYTES) };
}

function seasoned(pin: string, pepper: Buffer): Buffer {
  return createHmac("sha256", pepper).update(pin).digest();
}

/** On a thread of the pool: the synchronous one would hold every payment of the till for as long. */
function derive(secret: Buffer, salt: Buffer, { n, r, p }: PinCost): Promise<Buffer> {
  // Twice what scrypt needs; what Node allows by itself is less than what our own cost takes.
  const options = { N: n, r, p, maxmem: 2 * 128 * r * (n + p) };
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** 32 random bytes, written as hex so that a copy by hand survives. Null where there is no such file or it is no pepper. */
export function readPepper(path: string): Buffer | null {
  try {
    const text = readFileSync(path, "utf8");
    if (!PEPPER_SHAPE.test(text)) return null;
    makePrivate(path);
    return Buffer.from(text.trim(), "hex");
  } catch {
    // Gone, a folder, closed to us: whatever it is, no PIN can be checked, and that is what the caller tells.
    return null;
  }
}

/** Mode 0600. Throws the system's error when it cannot be written. */
export function makePepper(path: string): Buffer {
  const pepper = randomBytes(32);
  writeWhole(path, `${pepper.toString("hex")}\n`);
  return pepper;
}

/** Knows a pepper again without telling it. */
export function printOfPepper(pepper: Buffer): string {
  return createHmac("sha256", pepper).update("the pepper of a staff list").digest("hex");
}
