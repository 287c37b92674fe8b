// Money back: what Omise allows of this payment, a choice, a manager's word, and the request. What is asked for is followed on
// the slip and in the queue; here nothing is ever called refunded.
import { useState } from "react";
import type { FailureCode } from "#contract/failure.ts";
import type { Money } from "#contract/money.ts";
import type { RefundKind, RefundTerms } from "#contract/refunds.ts";
import type { CashierView } from "#contract/views.ts";
import { Trouble } from "#renderer/shared/components/trouble.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import { Sheet } from "#renderer/shared/sheet/sheet.tsx";
import { failureCodeOf, useStore } from "#renderer/shared/till.tsx";
import { RefundApproval } from "./refund-approval.tsx";
import { RefundAsking } from "./refund-asking.tsx";
import { RefundChoices } from "./refund-choices.tsx";
import type { Chosen, RefundOf } from "./refund-of.ts";
import { RefundPart } from "./refund-part.tsx";
import { RefundSoFar } from "./refund-so-far.tsx";
import { saleStub } from "./sale-stub.ts";
import { useTerms } from "./use-terms.ts";

type RefundSheetProps = { readonly view: CashierView; readonly of: RefundOf; readonly onClose: () => void };

type Step =
  | { readonly kind: "choose" | "part" | "asked" }
  | { readonly kind: "approve"; readonly chosen: Chosen; readonly terms: RefundTerms };

export function RefundSheet({ view, of, onClose }: RefundSheetProps) {
  const say = useSay();
  const store = useStore();
  const { read, askAgain } = useTerms(of.attemptId);
  const [step, setStep] = useState<Step>({ kind: "choose" });
  const [acceptElsewhere, accept] = useState(false);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const onCounter = view.counter?.saleId === of.saleId ? view.counter : null;

  const ask = (approvalId: string): void => {
    if (step.kind !== "approve") return;
    const { refundId, kind, money } = step.chosen;
    const { refundedMinor } = step.terms;
    const { attemptId } = of;
    const { amountMinor } = money;
    const refund = { refundId, attemptId, kind, amountMinor, refundedBeforeMinor: refundedMinor };
    store.ask("refund/ask", { ...refund, acceptElsewhere, approvalId }).then(
      // The slip beneath shows it from now on; where another sale stands there, the sheet says where to look.
      () => (onCounter === null ? setStep({ kind: "asked" }) : onClose()),
      (error: unknown) => {
        setFailure(failureCodeOf(error));
        setStep({ kind: "choose" });
        askAgain();
      },
    );
  };
  const choose = (kind: RefundKind, money: Money, terms: RefundTerms): void => {
    setFailure(null);
    setStep({ kind: "approve", chosen: { refundId: crypto.randomUUID(), kind, money }, terms });
  };
  const first = step.kind === "choose" || step.kind === "asked";
  return (
    <Sheet
      title={say("refund.title")}
      stub={saleStub(of, say)}
      backWords={first ? say("sheet.close") : undefined}
      onBack={first ? onClose : () => setStep({ kind: "choose" })}
    >
      {failure === null ? null : <Trouble words={say(`failure.${failure}`)} />}
      {step.kind === "choose" ? <RefundSoFar sale={onCounter} onFailure={setFailure} /> : null}
      {step.kind === "asked" ? <p role="status">{say("refund.asked")}</p> : null}
      {step.kind === "approve" ? (
        <RefundApproval
          of={of}
          chosen={step.chosen}
          terms={step.terms}
          acceptElsewhere={acceptElsewhere}
          staff={view.staff}
          onGiven={ask}
        />
      ) : null}
      {step.kind === "choose" && read.kind !== "read" ? <RefundAsking read={read} onAgain={askAgain} /> : null}
      {step.kind === "choose" && read.kind === "read" ? (
        <RefundChoices
          read={read}
          accepted={acceptElsewhere}
          onAccept={() => accept((before) => !before)}
          onAgain={askAgain}
          onPart={() => setStep({ kind: "part" })}
          onChoose={choose}
        />
      ) : null}
      {step.kind === "part" && read.kind === "read" ? (
        <RefundPart terms={read.terms} onAmount={(money) => choose("refund", money, read.terms)} />
      ) : null}
    </Sheet>
  );
}
