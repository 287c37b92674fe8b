// Selling: the slip and what can be done with it on the left; what the customer sees and the last sales on the right.
import { useCallback, useState } from "react";
import type { FailureCode } from "#contract/failure.ts";
import { Trouble } from "#renderer/shared/components/trouble.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import type { Received } from "#renderer/shared/store.ts";
import { useGive } from "#renderer/shared/till.tsx";
import { Alarms } from "./alarms.tsx";
import { CounterSlip } from "./counter-slip.tsx";
import { CustomerMiniature } from "./customer-miniature.tsx";
import { Keying } from "./keying.tsx";
import { Methods } from "./methods.tsx";
import { Practice } from "./practice.tsx";
import { Recent } from "./recent.tsx";
import { Running } from "./running.tsx";
import { SameCustomerSheet } from "./same-customer.tsx";
import { Sheets, type OpenSheet } from "./sheets.tsx";
import styles from "./sell.module.css";
import { useEntry } from "./use-entry.ts";

export function Sell({ received }: { readonly received: Received<"cashier"> }) {
  const { view } = received;
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const told = useCallback((code: FailureCode | null) => setFailure(code), []);
  const give = useGive(told);
  const entry = useEntry(view, told);
  const { counter } = view;
  const [sheet, setSheet] = useState<OpenSheet | null>(null);
  const keying = counter === null || counter.may.next;
  return (
    <div className={styles["sell"]}>
      <Alarms alarms={view.alarms} zone={view.zone} give={give} onSheet={setSheet} />
      <section className={styles["work"]}>
        <Said view={view} failure={failure} />
        <CounterSlip received={received} control={entry} />
        {keying ? <Keying view={view} control={entry} give={give} onSheet={setSheet} /> : null}
        {!keying && counter.state === "draft" ? <Methods received={received} sale={counter} give={give} /> : null}
        {!keying && counter.state !== "draft" ? (
          <Running received={received} sale={counter} give={give} onSheet={setSheet} />
        ) : null}
      </section>
      <aside className={styles["side"]}>
        <CustomerMiniature received={received} give={give} />
        <Recent view={view} give={give} onRecall={entry.recall} />
      </aside>
      <Practice view={view} give={give} />
      <Sheets view={view} sheet={sheet} onClose={() => setSheet(null)} />
      {entry.entry.same === null ? null : <SameCustomerSheet same={entry.entry.same} onAnswer={entry.answerSame} />}
    </div>
  );
}

/** The newest word about something that was not done: a command refused, or a scan that was none. */
function Said({ view, failure }: { readonly view: Received<"cashier">["view"]; readonly failure: FailureCode | null }) {
  const say = useSay();
  const words = failure === null ? view.notice && say(`notice.${view.notice.words}`) : say(`failure.${failure}`);
  if (words === null) return null;
  return <Trouble words={words} />;
}
