// Every refund and void of the sale so far, each with its true state; one that has not been sent may be withdrawn.
import type { FailureCode } from "#contract/failure.ts";
import type { SaleView } from "#contract/views.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import { useGive } from "#renderer/shared/till.tsx";
import { RefundLine } from "./refund-line.tsx";
import styles from "./refund-sheet.module.css";

type SoFarProps = { readonly sale: SaleView | null; readonly onFailure: (code: FailureCode | null) => void };

export function RefundSoFar({ sale, onFailure }: SoFarProps) {
  const say = useSay();
  const give = useGive(onFailure);
  if (sale === null || sale.refunds.length === 0) return null;
  return (
    <ul className={styles["soFar"]}>
      {sale.refunds.map((refund) => (
        <li key={refund.refundId}>
          <span className={styles["refund"]}>
            <RefundLine refund={refund} />
            <span className={styles["by"]}>{say("refund.by", { number: refund.approver })}</span>
          </span>
          {refund.mayWithdraw ? (
            <Press onPress={() => give("refund/withdraw", { refundId: refund.refundId })}>
              {say("refund.withdraw")}
            </Press>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
