// What somebody must look at, oldest first, until it is marked as seen.
import { moneyText } from "#contract/money.ts";
import type { AlarmView } from "#contract/views.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { Shape } from "#renderer/shared/components/shape.tsx";
import { useLanguage, useSay } from "#renderer/shared/language.tsx";
import { timeText } from "#renderer/shared/time-text.ts";
import type { Give } from "#renderer/shared/till.tsx";
import styles from "./alarms.module.css";

type AlarmsProps = { readonly alarms: readonly AlarmView[]; readonly zone: string; readonly give: Give };

export function Alarms({ alarms, zone, give }: AlarmsProps) {
  const say = useSay();
  const language = useLanguage();
  const [first] = alarms;
  if (first === undefined) return null;
  return (
    <section className={styles["alarm"]} role="alert" aria-label={say("status.alarms")}>
      <Shape of="alarm" />
      <p className={styles["words"]}>
        <strong>{say(`alarm.${first.words}`)}</strong>{" "}
        <span>
          {timeText(first.atMs, language, zone)} · {moneyText(first.money)}
        </span>
      </p>
      {alarms.length > 1 ? <p className={styles["count"]}>1/{alarms.length}</p> : null}
      <Press onPress={() => give("alarm/seen", { alarmId: first.id })}>{say("action.seen")}</Press>
    </section>
  );
}
