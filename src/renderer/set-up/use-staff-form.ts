// Writing somebody down: what keys and touches do to the draft, what still stands against it, and the command that comes of it.
// The new PIN is handed over once, with the command.
import { useState } from "react";
import type { StaffMember } from "#contract/people.ts";
import { usePin, type PinControl } from "#renderer/shared/approval/use-pin.ts";
import { useBox } from "#renderer/shared/box.ts";
import { useSay } from "#renderer/shared/language.tsx";
import { failureCodeOf, useStore } from "#renderer/shared/till.tsx";
import {
  draftObjection,
  draftOf,
  memberOf,
  stepped,
  withoutText,
  withText,
  type StaffDraft,
  type StaffField,
} from "./staff-draft.ts";

export type StaffFormProps = {
  readonly staff: readonly StaffMember[];
  /** Who is changed; null for somebody new. */
  readonly member: StaffMember | null;
  readonly onClose: () => void;
};

export type StaffFormControl = {
  readonly draft: StaffDraft;
  readonly pin: PinControl;
  /** Complete, and waiting for a manager's word. */
  readonly ready: StaffMember | null;
  readonly trouble: string | null;
  /** The field by now, drawn or not. */
  readonly field: () => StaffField;
  readonly type: (character: string) => void;
  readonly deleteLast: () => void;
  readonly toField: (field: StaffField) => void;
  readonly step: (by: 1 | -1) => void;
  readonly setRole: (role: StaffMember["role"]) => void;
  readonly save: () => void;
  readonly put: (member: StaffMember, approvalId: string | null) => void;
  readonly back: () => void;
};

export function useStaffForm({ staff, member: before, onClose }: StaffFormProps): StaffFormControl {
  const say = useSay();
  const pin = usePin();
  const isNew = before === null;
  const [box, draft] = useBox(draftOf(before, staff));
  const [ready, setReady] = useState<StaffMember | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const stop = (words: string): void => {
    setReady(null);
    setTrouble(words);
  };
  const put = usePut({ pin, onSaved: onClose, onRefused: stop });
  return {
    draft,
    pin,
    ready,
    trouble,
    field: () => box.now().field,
    type: (character) =>
      box.now().field === "pin" ? typeDigit(pin, character) : box.set((now) => withText(now, character)),
    deleteLast: () => (box.now().field === "pin" ? pin.deleteLast() : box.set(withoutText)),
    toField: (field) => box.set((now) => ({ ...now, field })),
    step: (by) => box.set((now) => stepped(now, by, isNew)),
    setRole: (role) => box.set((now) => ({ ...now, role })),
    save() {
      const objection = draftObjection(box.now(), pin.length(), { staff, isNew });
      const member = memberOf(box.now());
      if (objection !== null || member === null) return stop(say(objection ?? "staff.incomplete"));
      setTrouble(null);
      // Nobody is there to approve the first one.
      if (staff.some(({ role }) => role === "manager")) setReady(member);
      else put(member, null);
    },
    put,
    back: () => setReady(null),
  };
}

type Putting = {
  readonly pin: PinControl;
  readonly onSaved: () => void;
  readonly onRefused: (words: string) => void;
};

function usePut({ pin, onSaved, onRefused }: Putting): StaffFormControl["put"] {
  const say = useSay();
  const store = useStore();
  return (member, approvalId) => {
    store.ask("staff/put", { member, pin: pin.take(), approvalId }).then(
      ({ result }) => (result === "saved" ? onSaved() : onRefused(say(`staffRefused.${result}`))),
      (error: unknown) => onRefused(say(`failure.${failureCodeOf(error)}`)),
    );
  };
}

function typeDigit(pin: PinControl, character: string): void {
  if (/^\d$/.test(character)) pin.type(character);
}
