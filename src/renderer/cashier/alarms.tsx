// What somebody must look at, oldest first, each with its ways out: money that came is kept or given back, the rest is marked as
// seen. One that must wait for a decision does not hide the others.
import { useState } from "react";
import { moneyText } from "#contract/money.ts";
import type { AlarmView } from "#contract/views.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { Shape } from "#renderer/shared/components/shape.tsx";
import { useLanguage, useSay } from "#renderer/shared/language.tsx";
import { timeText } from "#renderer/shared/time-text.ts";
import type { Give } from "#renderer/shared/till.tsx";
import styles from "./alarms.module.css";
import type { OpenSheet } from "./sheets.tsx";

type AlarmsProps = {
  readonly alarms: readonly AlarmView[];
  readonly zone: string;
  readonly give: Give;
  readonly onSheet: (sheet: OpenSheet) => void;
};

export function Alarms({ alarms, zone, give, onSheet }: AlarmsProps) {
  const say = useSay();
  const language = useLanguage();
  const [shownId, show] = useState<string | null>(null);
  const at = Math.max(
    0,
    alarms.findIndex(({ id }) => id === shownId),
  );
  const alarm = alarms[at];
  if (alarm === undefined) return null;
  const next = (): void => show(alarms[(at + 1) % alarms.length]?.id ?? null);
  const { id: alarmId, saleId, attemptId, may } = alarm;
  return (
    <section className={styles["alarm"]} role="alert" aria-label={say("status.alarms")}>
      <Shape of="alarm" />
      <p className={styles["words"]}>
        <strong>{say(`alarm.${alarm.words}`)}</strong>{" "}
        <span className={styles["facts"]}>
          {timeText(alarm.atMs, language, zone)} · {moneyText(alarm.money)} · {say("sale.number")}{" "}
          {attemptId.slice(0, 8)}
        </span>
      </p>
      {alarms.length > 1 ? (
        <Press look="quiet" onPress={next}>
          {say("alarms.next", { at: at + 1, count: alarms.length })}
        </Press>
      ) : null}
      {may.attach ? <Press onPress={() => give("alarm/attach", { alarmId })}>{say("alarms.attach")}</Press> : null}
      {may.refund ? (
        <Press onPress={() => onSheet({ kind: "money-back", of: { saleId, attemptId, reference: null } })}>
          {say("alarms.refund")}
        </Press>
      ) : null}
      {may.seen ? <Press onPress={() => give("alarm/seen", { alarmId })}>{say("action.seen")}</Press> : null}
    </section>
  );
}
