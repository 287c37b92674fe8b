// The last five sales with their true state, always in sight. A touch puts one back on the counter.
import { moneyText } from "#contract/money.ts";
import type { CashierView } from "#contract/views.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { Shape, shapeOf } from "#renderer/shared/components/shape.tsx";
import { useLanguage, useSay } from "#renderer/shared/language.tsx";
import { timeText } from "#renderer/shared/time-text.ts";
import type { Give } from "#renderer/shared/till.tsx";
import { classes } from "#renderer/shared/components/classes.ts";
import tones from "#renderer/shared/components/tones.module.css";
import styles from "./recent.module.css";

type RecentProps = {
  readonly view: CashierView;
  readonly give: Give;
  /** A sale is asked back, though a new one may have been begun over it. */
  readonly onRecall: () => void;
};

export function Recent({ view, give, onRecall }: RecentProps) {
  const say = useSay();
  const language = useLanguage();
  const recall = (saleId: string): void => {
    onRecall();
    give("sale/open", { saleId });
  };
  return (
    <section className={styles["recent"]}>
      <h2 className={styles["title"]}>{say("sale.recent")}</h2>
      {view.recent.length === 0 ? <p className={styles["none"]}>{say("sale.noRecent")}</p> : null}
      <ul className={classes(styles["list"], view.recent.length === 0 && styles["empty"])}>
        {view.recent.map((sale) => (
          <li key={sale.saleId}>
            <Press className={styles["row"]} onPress={() => recall(sale.saleId)}>
              <span className={styles["when"]}>{timeText(sale.atMs, language, view.zone)}</span>
              <span className={styles["money"]}>{moneyText(sale.money)}</span>
              <span className={classes(styles["state"], tones[sale.tone])}>
                <Shape of={shapeOf(sale.state, sale.tone)} />
                <span>{say(`state.${sale.state}`)}</span>
              </span>
            </Press>
          </li>
        ))}
      </ul>
    </section>
  );
}
