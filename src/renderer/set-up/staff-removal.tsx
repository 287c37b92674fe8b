// Somebody is taken off the staff list, by a manager's word.
import { useState } from "react";
import type { OutputOf } from "#contract/commands.ts";
import type { FailureCode } from "#contract/failure.ts";
import type { StaffMember } from "#contract/people.ts";
import { Approval } from "#renderer/shared/approval/approval.tsx";
import { Trouble } from "#renderer/shared/components/trouble.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import { Sheet } from "#renderer/shared/sheet/sheet.tsx";
import { failureCodeOf, useStore } from "#renderer/shared/till.tsx";
import { STAFF_LIST } from "./staff-act.ts";

type RemovalProps = {
  readonly staff: readonly StaffMember[];
  readonly member: StaffMember;
  readonly onClose: () => void;
};
type Refused = Exclude<OutputOf<"staff/remove">["result"], "removed">;

export function StaffRemoval({ staff, member, onClose }: RemovalProps) {
  const say = useSay();
  const store = useStore();
  const [told, setTold] = useState<{ readonly words: string; readonly times: number } | null>(null);
  const { number, name } = member;
  const tell = (words: string): void => setTold((before) => ({ words, times: (before?.times ?? 0) + 1 }));
  const refuse = (why: Refused): void => tell(say(`staffRefused.${why}`));
  const failed = (code: FailureCode): void => tell(say(`failure.${code}`));
  const remove = (approvalId: string): void => {
    store.ask("staff/remove", { number, approvalId }).then(
      ({ result }) => (result === "removed" ? onClose() : refuse(result)),
      (error: unknown) => failed(failureCodeOf(error)),
    );
  };
  return (
    <Sheet title={say("staff.removeTitle")} onBack={onClose}>
      {told === null ? null : <Trouble words={told.words} />}
      <Approval key={told?.times ?? 0} approved={STAFF_LIST} staff={staff} onGiven={remove}>
        <strong>{say("staff.approveRemove", { name, number })}</strong>
      </Approval>
    </Sheet>
  );
}
