// The manager's word for one refund or void: the act, the amount and what went back before stand beside the PIN.
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
  /** Refunds were made elsewhere, and that was acknowledged. */
  readonly acceptElsewhere: boolean;
  readonly staff: readonly StaffMember[];
  readonly onGiven: (approvalId: string) => void;
};

export function RefundApproval({ of, chosen, terms, acceptElsewhere, staff, onGiven }: RefundApprovalProps) {
  const say = useSay();
  const { kind, money } = chosen;
  const amount = moneyText(money);
  const back = (amountMinor: number): string => moneyText({ ...terms.money, amountMinor });
  const seen = { refundedBeforeMinor: terms.refundedMinor, acceptElsewhere };
  return (
    <Approval approved={{ action: kind, subject: of.attemptId, money, seen }} staff={staff} onGiven={onGiven}>
      <strong>
        {kind === "void"
          ? say("refund.approveVoid", { amount })
          : say("refund.approveRefund", { amount, paid: moneyText(terms.money) })}
      </strong>
      {terms.refundedMinor === 0 ? null : (
        <span>
          {say("refund.back")}: {back(terms.refundedMinor)}
        </span>
      )}
      {terms.elsewhereMinor === 0 ? null : (
        <span>{say("refund.elsewhere", { amount: back(terms.elsewhereMinor) })}</span>
      )}
      {kind === "refund" && terms.mayBecomeVoid ? <span>{say("refund.mayBecomeVoid")}</span> : null}
    </Approval>
  );
}
