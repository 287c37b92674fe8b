// Keeps the staff list: checks PINs one after another, counts what was wrong, and lets the list change only by its rules.
// A try is written down before its PIN is looked at, so neither a pulled plug nor a full disk gives a guess away.
import { join } from "node:path";
import type { StaffMember } from "#contract/people.ts";
import { errorCode } from "#ledger/refusal.ts";
import {
  lockedForMs,
  pinObjection,
  putObjection,
  removeObjection,
  wrongVerdict,
  type PinVerdict,
  type PutVerdict,
  type RemoveVerdict,
  type Staff,
  type StaffTrouble,
} from "#till/people.ts";
import type { Clock, Log } from "#till/ports.ts";
import {
  hashOfNobody,
  hashPin,
  isPinOf,
  makePepper,
  PIN_COST,
  printOfPepper,
  readPepper,
  type PinCost,
  type PinHash,
} from "./pins.ts";
import {
  missesOf,
  readStaffFile,
  withMisses,
  withoutMisses,
  writeStaffFile,
  type StaffData,
  type StaffRow,
} from "./staff-file.ts";
import { createTurns } from "./turns.ts";

const MOST_WAITING = 4;

export type StaffParts = {
  readonly dataFolder: string;
  readonly clock: Pick<Clock, "nowMs">;
  readonly log: Pick<Log, "warn">;
  /** Of the PINs that are set from now on; those that are there keep theirs until they are next checked. */
  readonly cost?: PinCost;
};

/** Throws a `StartRefusal` for a list that is there and cannot be understood. Writes nothing before it is first used. */
export function openStaff(parts: StaffParts): Staff {
  const cost = parts.cost ?? PIN_COST;
  const keeper: Keeper = { book: openBook(parts), clock: parts.clock, cost, nobody: hashOfNobody(cost) };
  const takeTurn = createTurns(MOST_WAITING);
  return {
    list: () => keeper.book.data().members.map(({ number, name, role }) => ({ number, name, role })),
    trouble: () => keeper.book.trouble(),
    check: async (number, pin) =>
      (await takeTurn(() => check(keeper, number, pin))) ?? { kind: "unusable", why: "busy" },
    put: async (member, pin) => (await takeTurn(() => put(keeper, member, pin))) ?? { kind: "refused", why: "busy" },
    remove: (number) => remove(keeper.book, number),
  };
}

type Keeper = {
  readonly book: Book;
  readonly clock: Pick<Clock, "nowMs">;
  readonly cost: PinCost;
  readonly nobody: PinHash;
};

type Book = {
  data(): StaffData;
  row(number: number): StaffRow | null;
  trouble(): StaffTrouble | null;
  /** What the PINs on the list were hashed with; made where there is nobody yet. Null: lost, or not to be made. */
  pepper(): Buffer | null;
  /** All or nothing; false when the disk did not take it. */
  save(next: StaffData): boolean;
};

function openBook({ dataFolder, clock, log }: StaffParts): Book {
  const path = join(dataFolder, "staff.json");
  const pepperPath = join(dataFolder, "staff.pepper");
  let data = readStaffFile(path, clock.nowMs());
  let pepper = readPepper(pepperPath);
  /** False when the disk would not: nothing has changed then. Anything but the disk is a defect. */
  const wrote = (write: () => void): boolean => {
    try {
      write();
      return true;
    } catch (error) {
      if (errorCode(error) === null) throw error;
      log.warn("staff/not-written", { error });
      return false;
    }
  };
  const trouble = (): StaffTrouble | null => {
    if (data.members.length === 0) return "no-staff";
    return pepper && printOfPepper(pepper) === data.pepperPrint ? null : "pepper-lost";
  };
  if (trouble() === "pepper-lost") log.warn("staff/pepper-lost");
  return {
    data: () => data,
    row: (number) => data.members.find((each) => each.number === number) ?? null,
    trouble,
    pepper() {
      if (trouble() === "pepper-lost") return null;
      if (!pepper) wrote(() => (pepper = makePepper(pepperPath)));
      return pepper;
    },
    save: (next) => wrote(() => (data = writeStaffFile(path, next))),
  };
}

async function check({ book, clock, cost, nobody }: Keeper, number: number, pin: string): Promise<PinVerdict> {
  const trouble = book.trouble();
  if (trouble) return { kind: "unusable", why: trouble };
  const nowMs = clock.nowMs();
  const before = missesOf(book.data(), number);
  const waitMs = before ? lockedForMs(before, nowMs) : 0;
  if (waitMs > 0) return { kind: "locked", forMs: waitMs };
  const misses = { number, count: (before?.count ?? 0) + 1, atMs: nowMs };
  const pepper = book.pepper();
  if (!pepper || !book.save(withMisses(book.data(), misses))) return { kind: "unusable", why: "not-recorded" };

  const tried = book.row(number)?.pin;
  const fits = await isPinOf(pin, pepper, tried ?? nobody);
  const kept = fits && tried && isCheaper(tried, cost) ? await hashPin(pin, pepper, cost) : tried;
  // Who was taken off the list in the meantime has no PIN any more.
  const row = book.row(number);
  if (!fits || !kept || !row) return wrongVerdict(misses, clock.nowMs());
  book.save(withoutMisses(withRow(book.data(), { ...row, pin: kept }), number));
  return { kind: "right", member: { number, name: row.name, role: row.role } };
}

function isCheaper(hash: PinHash, cost: PinCost): boolean {
  return hash.n * hash.r * hash.p < cost.n * cost.r * cost.p;
}

async function put({ book, cost }: Keeper, member: StaffMember, pin: string | null): Promise<PutVerdict> {
  const easy = pin === null ? null : pinObjection(pin, member.number);
  const early = easy ?? putObjection(book.data().members, member, pin !== null);
  if (early) return { kind: "refused", why: early };
  if (pin === null) return change(book, member, null);

  const pepper = book.pepper();
  if (!pepper) return { kind: "refused", why: book.trouble() === "pepper-lost" ? "pepper-lost" : "not-recorded" };
  const hash = await hashPin(pin, pepper, cost);
  return change(book, member, { hash, pepperPrint: printOfPepper(pepper) });
}

/** In one go: between its look at the list and its write nobody comes or leaves. */
function change(
  book: Book,
  { number, name, role }: StaffMember,
  fresh: { readonly hash: PinHash; readonly pepperPrint: string } | null,
): PutVerdict {
  const data = book.data();
  const why = putObjection(data.members, { number, name, role }, fresh !== null);
  if (why) return { kind: "refused", why };
  const pin = fresh?.hash ?? book.row(number)?.pin;
  if (!pin) throw new Error("a member without a PIN passed the rules");
  const listed = withRow(data, { number, name, role, pin });
  const next = fresh ? { ...withoutMisses(listed, number), pepperPrint: fresh.pepperPrint } : listed;
  return book.save(next) ? { kind: "put" } : { kind: "refused", why: "not-recorded" };
}

function remove(book: Book, number: number): RemoveVerdict {
  const data = book.data();
  const why = removeObjection(data.members, number);
  if (why) return { kind: "refused", why };
  const members = data.members.filter((each) => each.number !== number);
  return book.save(withoutMisses({ ...data, members }, number))
    ? { kind: "removed" }
    : { kind: "refused", why: "not-recorded" };
}

function withRow(data: StaffData, row: StaffRow): StaffData {
  const others = data.members.filter((each) => each.number !== row.number);
  return { ...data, members: [...others, row].toSorted((one, other) => one.number - other.number) };
}
