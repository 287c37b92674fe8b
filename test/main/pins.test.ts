// What is kept of a PIN: a hash that only the pepper's folder can check, made on a thread of its own.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  hashOfNobody,
  hashPin,
  isPinOf,
  makePepper,
  PIN_COST,
  pinHashSchema,
  printOfPepper,
  readPepper,
} from "#main/pins.ts";

const QUICK = { n: 1_024, r: 8, p: 1 };
const pepper = randomBytes(32);

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "counterfoil-"));
  path = join(folder, "staff.pepper");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("at full cost a PIN fits its own hash and no other PIN does", async () => {
  expect(PIN_COST).toEqual({ n: 2 ** 15, r: 8, p: 3 });
  const hash = await hashPin("730512", pepper, PIN_COST);
  expect(pinHashSchema.parse(hash)).toMatchObject({ n: 32_768, r: 8, p: 3 });
  expect([await isPinOf("730512", pepper, hash), await isPinOf("730513", pepper, hash)]).toEqual([true, false]);
});

test("the same PIN never hashes to the same text, and nobody's hash fits nothing", async () => {
  const one = await hashPin("730512", pepper, QUICK);
  const other = await hashPin("730512", pepper, QUICK);
  expect(one.salt).not.toBe(other.salt);
  expect(one.key).not.toBe(other.key);
  expect(JSON.stringify([one, other])).not.toContain("730512");
  expect(await isPinOf("730512", pepper, hashOfNobody(QUICK))).toBe(false);
});

test("with another pepper the right PIN does not fit", async () => {
  const hash = await hashPin("730512", pepper, QUICK);
  expect(await isPinOf("730512", randomBytes(32), hash)).toBe(false);
});

test("what was hashed at another cost is still checked, at its own", async () => {
  const hash = await hashPin("730512", pepper, { n: 2_048, r: 4, p: 2 });
  expect(await isPinOf("730512", pepper, hash)).toBe(true);
  expect(await isPinOf("730512", pepper, { ...hash, p: 1 })).toBe(false);
});

test("while a PIN is hashed the till goes on with everything else", async () => {
  let turns = 0;
  let done = false;
  const turn = (): void => {
    turns += 1;
    if (!done) setImmediate(turn);
  };
  setImmediate(turn);
  await hashPin("730512", pepper, PIN_COST);
  done = true;
  expect(turns).toBeGreaterThan(10);
});

test.each([
  ["a cost that is no power of two", { n: 30_000 }],
  ["a cost that takes all memory", { n: 2 ** 20 }],
  ["a cost of nothing", { n: 2 }],
  ["a salt that is short", { salt: "00" }],
  ["a key that is short", { key: "00" }],
])("a stored hash with %s is not believed", async (_what, wrong) => {
  const hash = await hashPin("730512", pepper, QUICK);
  expect(pinHashSchema.safeParse(hash).success).toBe(true);
  expect(pinHashSchema.safeParse({ ...hash, ...wrong }).success).toBe(false);
});

test("a pepper is 32 random bytes that only the till's user may read, and is known again by a print", () => {
  const made = makePepper(path);
  expect(made.length).toBe(32);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readPepper(path)).toEqual(made);
  expect(printOfPepper(made)).toMatch(/^[0-9a-f]{64}$/);
  expect(printOfPepper(made)).not.toBe(printOfPepper(pepper));
  expect(readFileSync(path, "utf8")).not.toContain(printOfPepper(made));
  expect(makePepper(path)).not.toEqual(made);
});

test("a pepper that was copied here with wider rights is closed again", () => {
  makePepper(path);
  chmodSync(path, 0o644);
  readPepper(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("a pepper that is gone, cut short, something else or a folder is none", () => {
  expect(readPepper(path)).toBe(null);
  for (const text of ["", "ab".repeat(31), "zz".repeat(32), `${"ab".repeat(32)}00`]) {
    writeFileSync(path, text);
    expect(readPepper(path), text).toBe(null);
  }
  rmSync(path);
  mkdirSync(path);
  expect(readPepper(path)).toBe(null);
});
