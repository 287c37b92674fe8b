// A manager lets another attempt begin while one that could still be paid is open. The amount at risk stands beside the PIN.
import { useState } from "react";
import { moneyText } from "#contract/money.ts";
import type { FailureCode } from "#contract/failure.ts";
import type { CashierView, SaleView } from "#contract/views.ts";
import { Approval } from "#renderer/shared/approval/approval.tsx";
import { Trouble } from "#renderer/shared/components/trouble.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import { Sheet } from "#renderer/shared/sheet/sheet.tsx";
import { failureCodeOf, useStore } from "#renderer/shared/till.tsx";
import { saleStub } from "./sale-stub.ts";

type OverrideProps = {
  readonly view: CashierView;
  /** As it was when the sheet was opened. */
  readonly sale: SaleView;
  readonly onClose: () => void;
};

export function OverrideSheet({ view, sale, onClose }: OverrideProps) {
  const say = useSay();
  const store = useStore();
  const [failed, setFailed] = useState<{ readonly code: FailureCode; readonly times: number } | null>(null);
  const { saleId, money } = sale;
  const still = view.counter?.saleId === saleId && view.counter.may.override;
  const override = (approvalId: string): void => {
    store.ask("sale/override", { saleId, approvalId }).then(onClose, (error: unknown) => {
      const code = failureCodeOf(error);
      setFailed((before) => ({ code, times: (before?.times ?? 0) + 1 }));
    });
  };
  return (
    <Sheet title={say("override.title")} stub={saleStub(sale, say)} onBack={onClose}>
      {failed === null ? null : <Trouble words={say(`failure.${failed.code}`)} />}
      {still ? (
        <Approval
          key={failed?.times ?? 0}
          approved={{ action: "override", subject: saleId, money, seen: null }}
          staff={view.staff}
          onGiven={override}
        >
          <strong>{say("override.risk", { amount: moneyText(money) })}</strong>
          <span>{say("override.riskMore")}</span>
        </Approval>
      ) : (
        <p>{say("override.over")}</p>
      )}
    </Sheet>
  );
}
