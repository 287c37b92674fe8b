// The slip on the cashier's page: the one thing to look at. It holds the amount being typed, or the sale on the counter with
// its state in words, whose turn it is and the time that is left.
import type { SaleView } from "#contract/views.ts";
import { Caret } from "#renderer/shared/components/caret.tsx";
import { Figure, MoneyFigure } from "#renderer/shared/components/money.tsx";
import { Shape, shapeOf } from "#renderer/shared/components/shape.tsx";
import { Slip } from "#renderer/shared/components/slip.tsx";
import { clockText, useLeft } from "#renderer/shared/countdown.ts";
import { useLanguage, useSay } from "#renderer/shared/language.tsx";
import type { Received } from "#renderer/shared/store.ts";
import { timeText } from "#renderer/shared/time-text.ts";
import { classes } from "#renderer/shared/components/classes.ts";
import styles from "./counter-slip.module.css";
import { typedText, type Entry } from "./entry.ts";
import { RefundLines } from "./refund-lines.tsx";
import { Stub } from "./stub.tsx";
import type { EntryControl } from "./use-entry.ts";

/** Typed by a technician in the folder of the till. */
const REBUILD = "npm run ledger -- rebuild";

type CounterSlipProps = { readonly received: Received<"cashier">; readonly control: EntryControl };

export function CounterSlip({ received, control }: CounterSlipProps) {
  const { view } = received;
  if (view.noSale !== null && view.counter === null) return <NoSale reason={view.noSale} />;
  if (view.counter === null || control.begun) return <Typed entry={control.entry} currency={view.currency} />;
  return <OnCounter sale={view.counter} received={received} />;
}

function Typed({ entry, currency }: { readonly entry: Entry; readonly currency: SaleView["money"]["currency"] }) {
  const say = useSay();
  const { typed, ghost } = typedText(entry, currency);
  const asked = entry.askedAtMs !== null;
  return (
    <Slip torn={false} className={styles["slip"]} stub={<Stub attemptId={null} reference={entry.reference} />}>
      <div className={styles["part"]}>
        <p className={classes(styles["state"], asked && styles["waiting"])}>
          <Shape of={asked ? "unsure" : "calm"} />
          <span>{asked ? say("sale.confirmAmount") : say("sale.keyAmount")}</span>
        </p>
        <h1 className={styles["amount"]} data-amount={entry.amount}>
          <span className={typed === "" ? styles["ghost"] : ""}>
            <Figure code={currency} figure={typed} />
          </span>
          <span className={styles["ghost"]}>{ghost}</span>
          {entry.field === "amount" ? <Caret ofFigure /> : null}
        </h1>
        <p className={styles["sentence"]}>{typed === "" || asked ? "" : say("sale.enterToBegin")}</p>
      </div>
    </Slip>
  );
}

function NoSale({ reason }: { readonly reason: NonNullable<Received<"cashier">["view"]["noSale"]> }) {
  const say = useSay();
  return (
    <Slip torn={false} className={styles["slip"]} stub={<Stub attemptId={null} reference="" />}>
      <div className={styles["part"]}>
        <h1 className={classes(styles["state"], styles["bad"])}>
          <Shape of="bad" />
          <span>{say("noSale.title")}</span>
        </h1>
        <p className={styles["reason"]}>
          {say(`noSale.${reason}`)}
          {reason === "ledger-restored" ? <code className={styles["command"]}>{REBUILD}</code> : null}
        </p>
      </div>
    </Slip>
  );
}

function OnCounter({ sale, received }: { readonly sale: SaleView; readonly received: Received<"cashier"> }) {
  const say = useSay();
  const back = sale.refunds.length > 0 || sale.refundedMinor > 0;
  return (
    <Slip
      torn={sale.state === "successful"}
      className={classes(styles["slip"], back && styles["withRefunds"])}
      stub={<Stub attemptId={sale.attemptId} reference={sale.reference ?? ""} />}
    >
      <div className={styles["part"]} data-state={sale.state}>
        <div className={styles["top"]}>
          <h2 className={classes(styles["state"], styles[sale.tone])}>
            <Shape of={shapeOf(sale.state, sale.tone)} />
            <span>{say(`state.${sale.state}`)}</span>
          </h2>
          <Turn sale={sale} received={received} />
        </div>
        <h1 className={styles["amount"]}>
          <MoneyFigure money={sale.money} />
        </h1>
        <p className={styles["sentence"]} role="status">
          {say(`sentence.${sale.sentence}`)}
        </p>
        {back ? <RefundLines sale={sale} /> : null}
        <Details sale={sale} />
      </div>
    </Slip>
  );
}

/** Whose turn it is and for how long; of a sale that has ended when that was, as it may be an older one. */
function Turn({ sale, received }: { readonly sale: SaleView; readonly received: Received<"cashier"> }) {
  const say = useSay();
  const language = useLanguage();
  const leftMs = useLeft(sale.remainingMs, received.atMs);
  return (
    <p className={styles["turn"]}>
      <span>{say(`turn.${sale.turn}`)}</span>
      {leftMs === null ? null : <strong>{say("sale.secondsLeft", { clock: clockText(leftMs) })}</strong>}
      {sale.turn === "nobody" && sale.endedAtMs !== null ? (
        <time dateTime={new Date(sale.endedAtMs).toISOString()}>
          {timeText(sale.endedAtMs, language, received.view.zone)}
        </time>
      ) : null}
    </p>
  );
}

/** What Omise said, word for word, and what the sale can be found by. */
function Details({ sale }: { readonly sale: SaleView }) {
  const say = useSay();
  const facts = [
    sale.method === null ? null : say(`method.${sale.method}`),
    sale.codeLastFour === null ? null : say("sale.codeEnding", { digits: sale.codeLastFour }),
    sale.chargeId,
  ].filter((fact) => fact !== null);
  return (
    <div className={styles["details"]}>
      {sale.failure === null ? null : (
        <p className={styles["failure"]} lang="en">
          {sale.failure.message} ({sale.failure.code})
        </p>
      )}
      {facts.length === 0 ? null : <p>{facts.join("  ·  ")}</p>}
    </div>
  );
}
