// What went back of the sale on the slip, and its newest refunds; the rest stands on the sheet.
import { moneyText } from "#contract/money.ts";
import type { SaleView } from "#contract/views.ts";
import { useSay } from "#renderer/shared/language.tsx";
import { RefundLine } from "./refund-line.tsx";
import styles from "./counter-slip.module.css";

const MOST = 2;

export function RefundLines({ sale }: { readonly sale: SaleView }) {
  const say = useSay();
  const { refunds, refundedMinor, money } = sale;
  const newest = refunds.toSorted((left, right) => right.atMs - left.atMs).slice(0, MOST);
  const back =
    refundedMinor === money.amountMinor
      ? say("refund.allBack")
      : say("refund.partBack", { amount: moneyText({ amountMinor: refundedMinor, currency: money.currency }) });
  return (
    <>
      {refundedMinor === 0 ? null : <p className={styles["back"]}>{back}</p>}
      <ul className={styles["refunds"]}>
        {newest.map((refund) => (
          <li key={refund.refundId}>
            <RefundLine refund={refund} />
          </li>
        ))}
        {refunds.length > MOST ? <li>{say("refund.more", { count: refunds.length - MOST })}</li> : null}
      </ul>
    </>
  );
}
