// End of day: what was paid by method, what is not final yet, and the day's sales a page at a time.
import { useCallback, useEffect, useState } from "react";
import { moneyText } from "#contract/money.ts";
import type { DayRow, DayView } from "#contract/views.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { Shape, shapeOf } from "#renderer/shared/components/shape.tsx";
import { useLanguage, useSay } from "#renderer/shared/language.tsx";
import { timeText } from "#renderer/shared/time-text.ts";
import { useReceived, useStore } from "#renderer/shared/till.tsx";
import { classes } from "#renderer/shared/components/classes.ts";
import styles from "./end-of-day.module.css";

const PAGE = 8;

export function EndOfDay() {
  const received = useReceived("day");
  const say = useSay();
  if (received === null) return null;
  const { view } = received;
  return (
    <div className={styles["screen"]}>
      <h1 className={styles["title"]}>
        {say("day.title")} <time dateTime={view.day}>{view.day}</time>
      </h1>
      <Totals view={view} />
      <Rows version={view.version} />
    </div>
  );
}

function Totals({ view }: { readonly view: DayView }) {
  const say = useSay();
  return (
    <section className={styles["totals"]}>
      <p className={view.open === 0 ? styles["settled"] : styles["open"]}>
        <Shape of={view.open === 0 ? "good" : "waiting"} />
        <span>{view.open === 0 ? say("day.allFinal") : say("day.open", { count: view.open })}</span>
      </p>
      <table className={styles["table"]}>
        <caption>{say("day.paid")}</caption>
        <thead>
          <tr>
            <th scope="col">{say("sale.method")}</th>
            <th scope="col">{say("day.count")}</th>
            <th scope="col">{say("day.sum")}</th>
          </tr>
        </thead>
        <tbody>
          {view.totals.map(({ method, currency, paidCount, paidMinor }) => (
            <tr key={`${method} ${currency}`}>
              <th scope="row">{say(`method.${method}`)}</th>
              <td>{paidCount}</td>
              <td>
                <strong>{moneyText({ amountMinor: paidMinor, currency })}</strong>
              </td>
            </tr>
          ))}
          {view.totals.length === 0 ? (
            <tr>
              <td colSpan={3}>{say("day.nothingPaid")}</td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </section>
  );
}

function Rows({ version }: { readonly version: number }) {
  const say = useSay();
  const { rows, more, older } = useRows(version);
  return (
    <section className={styles["rows"]}>
      <h2>{say("day.rows")}</h2>
      {rows.length === 0 ? <p>{say("day.noRows")}</p> : null}
      <ul>
        {rows.map((row) => (
          <Row key={row.attemptId} row={row} />
        ))}
      </ul>
      {more ? <Press onPress={older}>{say("day.older")}</Press> : null}
    </section>
  );
}

function Row({ row }: { readonly row: DayRow }) {
  const say = useSay();
  const language = useLanguage();
  return (
    <li className={styles["row"]}>
      <span className={styles["soft"]}>{timeText(row.atMs, language)}</span>
      <strong>{moneyText(row.money)}</strong>
      <span>{say(`method.${row.method}`)}</span>
      <span className={classes(styles["state"], styles[row.tone])}>
        <Shape of={shapeOf(row.state, row.tone)} />
        <span>{say(`state.${row.state}`)}</span>
      </span>
      <span className={styles["charge"]}>{row.chargeId ?? ""}</span>
    </li>
  );
}

/** The newest page, read again with every change of the day, and the older pages that were asked for. */
function useRows(version: number): {
  readonly rows: readonly DayRow[];
  readonly more: boolean;
  readonly older: () => void;
} {
  const store = useStore();
  const [wanted, setWanted] = useState(PAGE);
  const [rows, setRows] = useState<readonly DayRow[]>([]);
  useEffect(() => {
    let current = true;
    // A refusal leaves the rows that stand; the page says itself when the line is lost.
    store.ask("day/rows", { before: null, limit: Math.min(wanted, 100) }).then(
      (answer) => current && setRows(answer.rows),
      () => null,
    );
    return () => {
      current = false;
    };
  }, [store, version, wanted]);
  const older = useCallback(() => setWanted((now) => now + PAGE), []);
  return { rows, more: rows.length === wanted && wanted < 100, older };
}
