// Practice on the cashier's own page: in training the pretend scanner and phone, with test keys the marks of the API.
import type { CashierView } from "#contract/views.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import type { Give } from "#renderer/shared/till.tsx";
import styles from "./practice.module.css";

/** Of what the pretend scanner can read, what is met at a counter every week. */
const CODES = ["wechat", "alipay", "product", "poster", "doubtful", "stale", "repeated"] as const;

export function Practice({ view, give }: { readonly view: CashierView; readonly give: Give }) {
  const say = useSay();
  if (view.mode === "live") return null;
  const training = view.mode === "training";
  const sale = view.counter?.may.rehearse ? view.counter : null;
  const answer = (words: "pay" | "decline"): void => {
    if (sale !== null) give("rehearse/answer", { saleId: sale.saleId, answer: words });
  };
  return (
    <section className={styles["practice"]} aria-label={say("rehearse.title")}>
      {training ? (
        <div className={styles["group"]}>
          <h2>{say("rehearse.scanner")}</h2>
          {CODES.map((code) => (
            <Press key={code} className={styles["small"]} onPress={() => give("rehearse/scan", { code })}>
              {say(`pretend.${code}`)}
            </Press>
          ))}
        </div>
      ) : null}
      <div className={styles["group"]}>
        <h2>{training ? say("rehearse.phone") : say("mode.test")}</h2>
        <Press className={styles["small"]} disabled={sale === null} onPress={() => answer("pay")}>
          {say(training ? "rehearse.pay" : "rehearse.markPaid")}
        </Press>
        <Press className={styles["small"]} disabled={sale === null} onPress={() => answer("decline")}>
          {say(training ? "rehearse.decline" : "rehearse.markFailed")}
        </Press>
      </div>
    </section>
  );
}
