// An amount for people: the currency's code, then the whole figure, never abbreviated. Read aloud and copied as `THB 1,500.00`.
import { moneyText, type Money } from "#contract/money.ts";
import { classes } from "./classes.ts";
import styles from "./money.module.css";

export function MoneyFigure({
  money,
  className = "",
}: {
  readonly money: Money;
  readonly className?: string | undefined;
}) {
  const [code, figure] = moneyText(money).split(" ");
  return <Figure code={code ?? money.currency} figure={figure ?? ""} className={className} />;
}

type FigureProps = { readonly code: string; readonly figure: string; readonly className?: string | undefined };

export function Figure({ code, figure, className }: FigureProps) {
  return (
    <span className={classes(styles["money"], className)}>
      <span className={styles["code"]}>{`${code} `}</span>
      <span>{figure}</span>
    </span>
  );
}
