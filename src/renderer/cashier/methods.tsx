// How to pay, once the amount stands: scan the customer's code, or show a QR by one key. What is not possible says why.
import { useMemo } from "react";
import { moneyText } from "#contract/money.ts";
import type { MethodView, SaleView } from "#contract/views.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { useStrokes } from "#renderer/shared/keys-heard.tsx";
import { useSay, type Say } from "#renderer/shared/language.tsx";
import type { Received } from "#renderer/shared/store.ts";
import type { Give } from "#renderer/shared/till.tsx";
import { Doubt } from "./doubt.tsx";
import { KEYS } from "./keys.ts";
import { classes } from "#renderer/shared/components/classes.ts";
import styles from "./methods.module.css";

type MethodsProps = { readonly received: Received<"cashier">; readonly sale: SaleView; readonly give: Give };

export function Methods({ received, sale, give }: MethodsProps) {
  const { view } = received;
  const say = useSay();
  const { saleId } = sale;
  // Drawn with the buttons: a method pressed twice, by key and by touch, is one attempt.
  const attemptId = useMemo(() => drawnFor(saleId), [saleId]);
  const { doubt } = view;
  const byScan = doubt === null ? view.methods.filter(({ flow }) => flow === "scan") : [];
  const byQr = view.methods.filter(({ flow }) => flow === "qr");
  const charge = (method: MethodView): void => {
    if (method.ready) give("sale/charge", { saleId, attemptId, method: method.id });
  };
  useStrokes(({ code }) => {
    const method = byQr.find(({ key }) => key === code);
    if (method) charge(method);
    else if (code === KEYS.cancel && sale.may.cancel) give("sale/cancel", { saleId });
    else return false;
    return true;
  });
  return (
    <div className={styles["methods"]}>
      {doubt === null ? null : <Doubt key={doubt.id} doubt={doubt} atMs={received.atMs} give={give} />}
      {byScan.map((method) => (
        <p key={method.id} className={classes(styles["scan"], !method.ready && styles["greyed"])}>
          <svg className={styles["beam"]} viewBox="0 0 48 32" aria-hidden="true">
            <path d="M2 8V2h7M46 8V2h-7M2 24v6h7M46 24v6h-7M11 8v16M17 8v16M21 8v16M28 8v16M31 8v16M37 8v16" />
          </svg>
          <span>
            <strong>{say(`method.${method.id}`)}</strong>
            <span className={styles["note"]}>{reasonWords(method, say) ?? say("sale.scanNow")}</span>
          </span>
        </p>
      ))}
      <div className={styles["choices"]}>
        {byQr.map((method) => (
          <Press
            key={method.id}
            className={styles["choice"]}
            code={method.key ?? undefined}
            disabled={!method.ready}
            onPress={() => charge(method)}
          >
            <span className={styles["named"]}>
              <strong>{say(`method.${method.id}`)}</strong>
              <span className={styles["note"]}>{reasonWords(method, say) ?? "QR"}</span>
            </span>
          </Press>
        ))}
      </div>
      <Press
        className={styles["cancel"]}
        code={KEYS.cancel}
        disabled={!sale.may.cancel}
        onPress={() => give("sale/cancel", { saleId })}
      >
        {say("action.cancel")}
      </Press>
    </div>
  );
}

function drawnFor(_saleId: string): string {
  return crypto.randomUUID();
}

function reasonWords({ reason, minimum, maximum }: MethodView, say: Say): string | null {
  if (reason === null) return null;
  if (reason === "too-small") return say("reason.too-small", { minimum: minimum === null ? "" : moneyText(minimum) });
  if (reason === "too-large") return say("reason.too-large", { maximum: maximum === null ? "" : moneyText(maximum) });
  return say(`reason.${reason}`);
}
