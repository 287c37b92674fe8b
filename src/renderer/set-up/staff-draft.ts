// A member of staff while he or she is being written down. Pure: strokes in, draft out; the PIN is kept elsewhere.
import type { StaffMember } from "#contract/people.ts";
import { SHORTEST_PIN } from "#renderer/shared/approval/use-pin.ts";

export const STAFF_FIELDS = ["number", "name", "pin"] as const;
export type StaffField = (typeof STAFF_FIELDS)[number];

export type StaffDraft = {
  readonly number: string;
  readonly name: string;
  readonly role: StaffMember["role"];
  readonly field: StaffField;
};

const LONGEST = { number: 6, name: 40 } as const;

/** The first one must be a manager, who approves the others. */
export function draftOf(member: StaffMember | null, staff: readonly StaffMember[]): StaffDraft {
  const first = staff.every(({ role }) => role !== "manager");
  if (member === null) return { number: "", name: "", role: first ? "manager" : "cashier", field: "number" };
  return { number: String(member.number), name: member.name, role: member.role, field: "name" };
}

/** One character more, or the same draft when it does not fit there. */
export function withText(draft: StaffDraft, character: string): StaffDraft {
  const { field } = draft;
  if (field === "pin" || draft[field].length >= LONGEST[field]) return draft;
  if (field === "number") return /^\d$/.test(character) ? { ...draft, number: draft.number + character } : draft;
  return { ...draft, name: (draft.name + character).trimStart() };
}

export function withoutText(draft: StaffDraft): StaffDraft {
  const { field } = draft;
  return field === "pin" ? draft : { ...draft, [field]: draft[field].replace(/.$/u, "") };
}

/** The field `by` places on; the same at either end. The number of somebody who is on the list stays. */
export function stepped(draft: StaffDraft, by: 1 | -1, isNew: boolean): StaffDraft {
  const field = STAFF_FIELDS[STAFF_FIELDS.indexOf(draft.field) + by];
  return field === undefined || (field === "number" && !isNew) ? draft : { ...draft, field };
}

/** null while number or name is missing. */
export function memberOf({ number, name, role }: StaffDraft): StaffMember | null {
  const whole = Number(number);
  return whole > 0 && name.trim() !== "" ? { number: whole, name: name.trim(), role } : null;
}

/** Why it cannot be saved yet, before the till is asked: a key of the texts, or null. `pinLength` is of what is keyed anew. */
export function draftObjection(
  draft: StaffDraft,
  pinLength: number,
  { staff, isNew }: { readonly staff: readonly StaffMember[]; readonly isNew: boolean },
): "staff.incomplete" | "staff.taken" | null {
  const member = memberOf(draft);
  const pinWanted = isNew || pinLength > 0;
  if (member === null || (pinWanted && pinLength < SHORTEST_PIN)) return "staff.incomplete";
  return isNew && staff.some(({ number }) => number === member.number) ? "staff.taken" : null;
}
