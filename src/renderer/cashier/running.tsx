// What may be done while a payment runs. The till says which of it; what may not be done is not drawn.
import type { SaleView } from "#contract/views.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { useStrokes } from "#renderer/shared/keyboard.ts";
import { useSay } from "#renderer/shared/language.tsx";
import type { Give } from "#renderer/shared/till.tsx";
import { isEnter, KEYS } from "./keys.ts";
import styles from "./running.module.css";

export function Running({ sale, give }: { readonly sale: SaleView; readonly give: Give }) {
  const say = useSay();
  const { saleId, may } = sale;
  const cancel = (): void => give("sale/cancel", { saleId });
  const wait = (): void => give("sale/wait", { saleId });
  const askNow = (): void => give("sale/ask-now", { saleId });
  const park = (): void => give("sale/clear", { saleId });
  useStrokes(({ code }) => {
    if (isEnter(code) && may.wait) wait();
    else if (code === KEYS.cancel && may.cancel) cancel();
    else if (code === KEYS.askNow && may.askNow) askNow();
    else if (code === KEYS.park && may.clear) park();
    else return false;
    return true;
  });
  return (
    <div className={styles["running"]}>
      {may.wait ? (
        <Press look="main" className={styles["large"]} code={KEYS.goOn} onPress={wait}>
          {say("action.wait")}
        </Press>
      ) : null}
      {may.cancel ? (
        <Press className={styles["large"]} code={KEYS.cancel} onPress={cancel}>
          {say("action.cancel")}
        </Press>
      ) : null}
      {may.askNow ? (
        <Press className={styles["large"]} code={KEYS.askNow} onPress={askNow}>
          {say("action.askNow")}
        </Press>
      ) : null}
      {may.clear ? (
        <Press className={styles["large"]} code={KEYS.park} onPress={park}>
          {say("action.park")}
        </Press>
      ) : null}
    </div>
  );
}
