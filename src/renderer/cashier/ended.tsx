// What comes after an end, or beside what can only be watched. The next amount can be typed over it at once.
import type { SaleView } from "#contract/views.ts";
import { moneyText } from "#contract/money.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { useStrokes } from "#renderer/shared/keys-heard.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import type { Give } from "#renderer/shared/till.tsx";
import { KEYS } from "./keys.ts";
import styles from "./keying.module.css";
import type { OpenSheet } from "./sheets.tsx";

type EndedProps = {
  readonly sale: SaleView;
  readonly give: Give;
  readonly onSheet: (sheet: OpenSheet) => void;
};

export function Ended({ sale, give, onSheet }: EndedProps) {
  const say = useSay();
  const { saleId, attemptId, reference, may } = sale;
  const moneyBack = attemptId !== null && (may.refund || sale.refunds.length > 0);
  const waiting = sale.refunds.find(({ mayWithdraw }) => mayWithdraw);
  const again = (): void => give("sale/again", { saleId });
  const askNow = (): void => give("sale/ask-now", { saleId });
  const override = (): void => onSheet({ kind: "override", sale });
  const openMoneyBack = (): void => {
    if (attemptId !== null) onSheet({ kind: "money-back", of: { saleId, attemptId, reference } });
  };
  useStrokes(({ code }) => {
    if (code === KEYS.again && may.again) again();
    else if (code === KEYS.askNow && may.askNow) askNow();
    else if (code === KEYS.override && may.override) override();
    else if (code === KEYS.moneyBack && moneyBack) openMoneyBack();
    else return false;
    return true;
  });
  return (
    <>
      <p className={styles["hint"]}>{say("sale.nextSale")}</p>
      {may.clear ? (
        <Press code={KEYS.goOn} onPress={() => give("sale/clear", { saleId })}>
          {say("action.newSale")}
        </Press>
      ) : null}
      {may.askNow ? (
        <Press code={KEYS.askNow} onPress={askNow}>
          {say("action.askNow")}
        </Press>
      ) : null}
      {may.again ? (
        <Press look="main" code={KEYS.again} onPress={again}>
          {say("action.again")}
        </Press>
      ) : null}
      {may.override ? (
        <Press code={KEYS.override} onPress={override}>
          {say("override.open")}
        </Press>
      ) : null}
      {moneyBack ? (
        <Press code={KEYS.moneyBack} onPress={openMoneyBack}>
          {say("refund.open")}
        </Press>
      ) : null}
      {waiting === undefined ? null : (
        <Press onPress={() => give("refund/withdraw", { refundId: waiting.refundId })}>
          {say("refund.withdrawMoney", { amount: moneyText(waiting.money) })}
        </Press>
      )}
    </>
  );
}
