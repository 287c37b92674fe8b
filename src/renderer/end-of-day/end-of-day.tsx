// End of day: what was paid by method, what is not final yet, and the day's sales a page at a time.
import { useCallback, useEffect, useState } from "react";
import { moneyText } from "#contract/money.ts";
import type { DayRow, DayView } from "#contract/views.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { Shape, shapeOf } from "#renderer/shared/components/shape.tsx";
import { useLanguage, useSay } from "#renderer/shared/language.tsx";
import { timeText } from "#renderer/shared/time-text.ts";
import type { Store } from "#renderer/shared/store.ts";
import { useReceived, useStore } from "#renderer/shared/till.tsx";
import { classes } from "#renderer/shared/components/classes.ts";
import tones from "#renderer/shared/components/tones.module.css";
import styles from "./end-of-day.module.css";

const PAGE = 8;
/** As many rows as the till gives at once. */
const LARGEST_ASK = 100;

export function EndOfDay({ zone }: { readonly zone: string }) {
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
      <Rows version={view.version} zone={zone} />
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

function Rows({ version, zone }: { readonly version: number; readonly zone: string }) {
  const say = useSay();
  const { rows, more, older } = useRows(version);
  return (
    <section className={styles["rows"]}>
      <h2>{say("day.rows")}</h2>
      {rows.length === 0 ? <p>{say("day.noRows")}</p> : null}
      <ul>
        {rows.map((row) => (
          <Row key={row.attemptId} row={row} zone={zone} />
        ))}
      </ul>
      {more ? <Press onPress={older}>{say("day.older")}</Press> : null}
    </section>
  );
}

function Row({ row, zone }: { readonly row: DayRow; readonly zone: string }) {
  const say = useSay();
  const language = useLanguage();
  return (
    <li className={styles["row"]}>
      <span className={styles["soft"]}>{timeText(row.atMs, language, zone)}</span>
      <strong>{moneyText(row.money)}</strong>
      <span>{say(`method.${row.method}`)}</span>
      <span className={classes(styles["state"], tones[row.tone])}>
        <Shape of={shapeOf(row.state, row.tone)} />
        <span>{say(`state.${row.state}`)}</span>
      </span>
      <span className={styles["charge"]}>{row.chargeId ?? ""}</span>
    </li>
  );
}

/** The newest page, read again with every change of the day, and the older pages that were asked for. One row more than is
 *  drawn is read: so it is known whether there are older ones. */
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
    readRows(store, wanted + 1).then(
      (read) => current && setRows(read),
      () => null,
    );
    return () => {
      current = false;
    };
  }, [store, version, wanted]);
  const older = useCallback(() => setWanted((now) => now + PAGE), []);
  return { rows: rows.slice(0, wanted), more: rows.length > wanted, older };
}

/** The newest so many of the day, or all that there are. */
async function readRows(store: Store, count: number): Promise<readonly DayRow[]> {
  const rows: DayRow[] = [];
  while (rows.length < count) {
    const limit = Math.min(count - rows.length, LARGEST_ASK);
    const answer = await store.ask("day/rows", { before: rows.at(-1)?.cursor ?? null, limit });
    rows.push(...answer.rows);
    if (answer.rows.length < limit) break;
  }
  return rows;
}
