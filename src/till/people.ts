// The people of the shop as the till knows them, and the rules that their list, their PINs and their wrong tries keep.
// Where the list lies and how a PIN is hashed is not known here. Nothing here ever repeats a PIN.

import type { STAFF_TROUBLES, StaffMember } from "#contract/people.ts";

export const MOST_STAFF = 200;

/**
 * - `no-staff`: nobody is on the list yet.
 * - `pepper-lost`: the file `staff.pepper` that the PINs were hashed with is gone or another; no PIN can be checked until
 *   it is back, or until `staff.json` is taken away too and the list is made anew.
 */
export type StaffTrouble = (typeof STAFF_TROUBLES)[number];

/**
 * - `right`: with the member as the list has it now.
 * - `wrong`: also for a number that nobody has; `triesLeft`, at least 1, before the number is locked.
 * - `locked`: no PIN of this number is looked at for so long. It is also the answer to the wrong PIN that locks.
 * - `unusable`: nothing was checked. `busy`: too many checks wait. `not-recorded`: the disk did not take the try, and a try
 *   that is not counted is not made.
 */
export type PinVerdict =
  | { readonly kind: "right"; readonly member: StaffMember }
  | { readonly kind: "wrong"; readonly triesLeft: number }
  | { readonly kind: "locked"; readonly forMs: number }
  | { readonly kind: "unusable"; readonly why: StaffTrouble | "busy" | "not-recorded" };

/** Why a PIN is too easy to guess. */
export type PinObjection = "pin-same-digit" | "pin-run" | "pin-own-number";
export type ListObjection = "first-is-manager" | "last-manager" | "needs-pin" | "too-many";

export type PutVerdict =
  | { readonly kind: "put" }
  | {
      readonly kind: "refused";
      readonly why: PinObjection | ListObjection | "pepper-lost" | "busy" | "not-recorded";
    };

export type RemoveVerdict =
  | { readonly kind: "removed" }
  | { readonly kind: "refused"; readonly why: "nobody" | "last-manager" | "not-recorded" };

/** The staff list. What it answers is durable before it is answered. */
export type Staff = {
  /** By number, smallest first. */
  list(): readonly StaffMember[];
  trouble(): StaffTrouble | null;
  /** Checks run one after another. Every answer but `unusable` and `locked` takes one whole hash, whoever is asked for. */
  check(number: number, pin: string): Promise<PinVerdict>;
  /** Adds a member, or changes the one with this number. Without a PIN the old one stays; a new one ends a lock. */
  put(member: StaffMember, pin: string | null): Promise<PutVerdict>;
  remove(number: number): RemoveVerdict;
};

/** Why these 4 to 12 digits are no PIN for the member with this number; null when they will do. */
export function pinObjection(pin: string, number: number): PinObjection | null {
  if (Number(pin) === number) return "pin-own-number";
  const steps = new Set<number>();
  for (let at = 1; at < pin.length; at += 1) steps.add((Number(pin[at]) - Number(pin[at - 1]) + 10) % 10);
  if (steps.size > 1) return null;
  if (steps.has(0)) return "pin-same-digit";
  // 7890 and 2109 are runs too: on a keypad the nine goes on with the nought.
  return steps.has(1) || steps.has(9) ? "pin-run" : null;
}

/** Why a member may not be put on the list, or changed, like this. Somebody must always be able to approve. */
export function putObjection(list: readonly StaffMember[], member: StaffMember, hasPin: boolean): ListObjection | null {
  const isNew = list.every((each) => each.number !== member.number);
  if (isNew && !hasPin) return "needs-pin";
  if (isNew && list.length >= MOST_STAFF) return "too-many";
  if (member.role === "manager" || hasManagerBeside(list, member.number)) return null;
  return list.length === 0 ? "first-is-manager" : "last-manager";
}

export function removeObjection(list: readonly StaffMember[], number: number): "nobody" | "last-manager" | null {
  if (list.every((each) => each.number !== number)) return "nobody";
  return hasManagerBeside(list, number) ? null : "last-manager";
}

function hasManagerBeside(list: readonly StaffMember[], number: number): boolean {
  return list.some((each) => each.role === "manager" && each.number !== number);
}

const FREE_TRIES = 5;
const FIRST_LOCK_MS = 30_000;
const LONGEST_LOCK_MS = 15 * 60_000;

/** The wrong PINs of one number since its last right one. */
export type Misses = {
  readonly number: number;
  readonly count: number;
  /** Of the last of them. */
  readonly atMs: number;
};

/** 0: a PIN may be tried now. From the fifth wrong one on 30 s, doubling with each further one up to 15 minutes. */
export function lockedForMs({ count, atMs }: Misses, nowMs: number): number {
  if (count < FREE_TRIES) return 0;
  const lockMs = Math.min(FIRST_LOCK_MS * 2 ** (count - FREE_TRIES), LONGEST_LOCK_MS);
  return Math.max(0, atMs + lockMs - nowMs);
}

/** What a wrong PIN is answered with, once it is counted. */
export function wrongVerdict(misses: Misses, nowMs: number): PinVerdict {
  if (misses.count < FREE_TRIES) return { kind: "wrong", triesLeft: FREE_TRIES - misses.count };
  return { kind: "locked", forMs: lockedForMs(misses, nowMs) };
}
