// The manager's word for one refund or void: the act and the amount stand beside the PIN.
import { moneyText } from "#contract/money.ts";
import type { StaffMember } from "#contract/people.ts";
import type { RefundTerms } from "#contract/refunds.ts";
import { Approval } from "#renderer/shared/approval/approval.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import type { Chosen, RefundOf } from "./refund-of.ts";

type RefundApprovalProps = {
  readonly of: RefundOf;
  readonly chosen: Chosen;
  readonly terms: RefundTerms;
  readonly staff: readonly StaffMember[];
  readonly onGiven: (approvalId: string) => void;
};

export function RefundApproval({ of, chosen, terms, staff, onGiven }: RefundApprovalProps) {
  const say = useSay();
  const { kind, money } = chosen;
  const amount = moneyText(money);
  return (
    <Approval approved={{ action: kind, subject: of.attemptId, money }} staff={staff} onGiven={onGiven}>
      <strong>
        {kind === "void"
          ? say("refund.approveVoid", { amount })
          : say("refund.approveRefund", { amount, paid: moneyText(terms.money) })}
      </strong>
      {kind === "refund" && terms.mayBecomeVoid ? <span>{say("refund.mayBecomeVoid")}</span> : null}
    </Approval>
  );
}
