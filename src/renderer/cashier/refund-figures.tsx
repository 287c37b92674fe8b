// What was paid, what went back of it and what is left, as Omise has it this moment.
import { moneyText } from "#contract/money.ts";
import type { RefundTerms } from "#contract/refunds.ts";
import { useSay } from "#renderer/shared/language.tsx";
import styles from "./refund-sheet.module.css";

export function RefundFigures({ terms }: { readonly terms: RefundTerms }) {
  const say = useSay();
  const { currency } = terms.money;
  const figures = [
    ["paid", moneyText(terms.money)],
    ["back", moneyText({ amountMinor: terms.refundedMinor, currency })],
    ["left", moneyText({ amountMinor: terms.leftMinor, currency })],
    ...(terms.daysLeft === null ? [] : [["days", String(terms.daysLeft)] as const]),
  ] as const;
  return (
    <>
      <dl className={styles["figures"]}>
        {figures.map(([name, words]) => (
          <div key={name}>
            <dt>{say(`refund.${name}`)}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      {terms.objection === null || terms.elsewhereMinor === 0 ? null : (
        <p className={styles["soft"]}>
          {say("refund.elsewhere", { amount: moneyText({ amountMinor: terms.elsewhereMinor, currency }) })}
        </p>
      )}
    </>
  );
}
