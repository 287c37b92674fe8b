// The staff list in one JSON file: who there is, their hashed PINs, and the wrong tries that a restart must not forget.
// A file that cannot be read stops the start: an empty list in its place would make the first comer the manager.
import { existsSync, readFileSync } from "node:fs";
import { staffMemberSchema, staffNumberSchema } from "#contract/people.ts";
import { z } from "#contract/schema.ts";
import { makePrivate } from "#ledger/private-file.ts";
import { MOST_STAFF, type Misses } from "#till/people.ts";
import { pinHashSchema } from "./pins.ts";
import { StartRefusal } from "./terminal.ts";
import { writeWhole } from "./whole-file.ts";

/** Numbers that nobody has are counted too, or a guesser could tell them apart; only the newest of them are kept. */
const MOST_STRANGERS = 50;

const missesSchema = z.strictObject({
  number: staffNumberSchema,
  count: z.int().min(1).max(1_000_000),
  atMs: z.int().min(0),
});

const fileSchema = z
  .strictObject({
    format: z.literal(1),
    /** Of the pepper that all PINs were hashed with; null while there is nobody. */
    pepperPrint: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
    members: z.array(staffMemberSchema.extend({ pin: pinHashSchema })).max(MOST_STAFF),
    misses: z.array(missesSchema).max(MOST_STAFF + MOST_STRANGERS),
  })
  .refine(({ members, misses }) => areDistinct(members) && areDistinct(misses), "a number stands twice")
  .refine(({ members }) => members.length === 0 || members.some(({ role }) => role === "manager"), "no manager");
export type StaffData = Readonly<z.infer<typeof fileSchema>>;
export type StaffRow = StaffData["members"][number];

function areDistinct(rows: readonly { readonly number: number }[]): boolean {
  return new Set(rows.map(({ number }) => number)).size === rows.length;
}

const NOBODY: StaffData = { format: 1, pepperPrint: null, members: [], misses: [] };

/**
 * A try that was made after "now" was made under another clock; it counts from now, so no lock is longer than its own.
 * Throws a `StartRefusal` for a file that is there and cannot be understood; it is left as it is.
 */
export function readStaffFile(path: string, nowMs: number): StaffData {
  if (!existsSync(path)) return NOBODY;
  let plain: unknown;
  try {
    plain = JSON.parse(readFileSync(path, "utf8"));
    makePrivate(path);
  } catch (cause) {
    // The words of a JSON error repeat what the file holds.
    const why = cause instanceof SyntaxError ? "not JSON" : cause instanceof Error ? cause.message : "unknown";
    throw new StartRefusal(`The staff list in ${path} cannot be read (${why}).`);
  }
  const parsed = fileSchema.safeParse(plain);
  if (!parsed.success) {
    const where = parsed.error.issues[0];
    throw new StartRefusal(
      `The staff list in ${path} is not valid: ${where?.path.join(".") ?? ""} ${where?.message ?? ""}.`,
    );
  }
  const misses = parsed.data.misses.map((each) => ({ ...each, atMs: Math.min(each.atMs, nowMs) }));
  return { ...parsed.data, misses };
}

/** Gives what was written. Throws the system's error, and a defect for a list that could not be read again. */
export function writeStaffFile(path: string, data: StaffData): StaffData {
  const checked = fileSchema.parse(data);
  writeWhole(path, `${JSON.stringify(checked, null, 2)}\n`);
  return checked;
}

export function missesOf(data: StaffData, number: number): Misses | null {
  return data.misses.find((each) => each.number === number) ?? null;
}

export function withMisses(data: StaffData, misses: Misses): StaffData {
  const others = withoutMisses(data, misses.number).misses;
  const isStranger = ({ number }: Misses): boolean => data.members.every((each) => each.number !== number);
  const strangers = others.filter(isStranger).slice(1 - MOST_STRANGERS);
  return { ...data, misses: [...others.filter((each) => !isStranger(each)), ...strangers, misses] };
}

export function withoutMisses(data: StaffData, number: number): StaffData {
  return { ...data, misses: data.misses.filter((each) => each.number !== number) };
}
