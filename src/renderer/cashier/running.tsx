// What may be done while a payment runs. The till says which of it; what may not be done is not drawn. Where no page of the
// customer's is open, the QR stands here, large enough for a phone.
import type { CashierView, SaleView } from "#contract/views.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { classes } from "#renderer/shared/components/classes.ts";
import { useLeft } from "#renderer/shared/countdown.ts";
import { QrCode } from "#renderer/shared/customer-face/qr-code.tsx";
import { useStrokes } from "#renderer/shared/keys-heard.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import type { Received } from "#renderer/shared/store.ts";
import { useLine, type Give } from "#renderer/shared/till.tsx";
import { isEnter, KEYS } from "./keys.ts";
import styles from "./running.module.css";
import type { OpenSheet } from "./sheets.tsx";

type AnswersProps = {
  readonly sale: SaleView;
  readonly give: Give;
  readonly onSheet: (sheet: OpenSheet) => void;
};
type RunningProps = AnswersProps & { readonly received: Received<"cashier"> };

export function Running({ received, sale, give, onSheet }: RunningProps) {
  const qr = useQrHere(received);
  return (
    <div className={classes(styles["running"], qr !== null && styles["beside"])}>
      {qr === null ? null : <QrHere qr={qr} />}
      <Answers sale={sale} give={give} onSheet={onSheet} />
    </div>
  );
}

type QrFace = Extract<CashierView["customer"]["face"], { readonly kind: "qr" }>;

/** The QR that nobody would see elsewhere; by the rules of the customer's screen it goes when it may not be paid any more. */
function useQrHere({ view, atMs }: Received<"cashier">): QrFace | null {
  const { face } = view.customer;
  const leftMs = useLeft("remainingMs" in face ? face.remainingMs : null, atMs);
  const lost = useLine() === "lost";
  if (view.customerScreen || face.kind !== "qr" || face.covered || leftMs === 0 || lost) return null;
  return face;
}

function QrHere({ qr }: { readonly qr: QrFace }) {
  const say = useSay();
  return (
    <div className={styles["qr"]}>
      <QrCode hash={qr.pictureHash} label={say("face.qrOf", { wallet: say(`method.${qr.method}`) })} />
    </div>
  );
}

function Answers({ sale, give, onSheet }: AnswersProps) {
  const say = useSay();
  const { saleId, may } = sale;
  const cancel = (): void => give("sale/cancel", { saleId });
  const wait = (): void => give("sale/wait", { saleId });
  const askNow = (): void => give("sale/ask-now", { saleId });
  const park = (): void => give("sale/clear", { saleId });
  const override = (): void => onSheet({ kind: "override", sale });
  useStrokes(({ code }) => {
    if (isEnter(code) && may.wait) wait();
    else if (code === KEYS.cancel && may.cancel) cancel();
    else if (code === KEYS.askNow && may.askNow) askNow();
    else if (code === KEYS.park && may.clear) park();
    else if (code === KEYS.override && may.override) override();
    else return false;
    return true;
  });
  return (
    <div className={styles["answers"]}>
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
      {may.override ? (
        <Press className={styles["large"]} code={KEYS.override} onPress={override}>
          {say("override.open")}
        </Press>
      ) : null}
    </div>
  );
}
