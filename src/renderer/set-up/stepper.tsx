// A number of milliseconds that is made less or more by buttons, within its limits.
import { Press } from "#renderer/shared/components/press.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import styles from "./scanner-screen.module.css";

type StepperProps = {
  readonly name: string;
  readonly value: number;
  readonly step: number;
  readonly least: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
};

export function Stepper({ name, value, step, least, most, onChange }: StepperProps) {
  const say = useSay();
  const within = (next: number): number => Math.min(most, Math.max(least, next));
  return (
    <div role="group" aria-label={name}>
      <h2>{name}</h2>
      <div className={styles["stepper"]}>
        <Press
          label={`${say("scanners.less")}: ${name}`}
          disabled={value <= least}
          onPress={() => onChange(within(value - step))}
        >
          {say("scanners.less")}
        </Press>
        <output>{say("scanners.ms", { count: value })}</output>
        <Press
          label={`${say("scanners.more")}: ${name}`}
          disabled={value >= most}
          onPress={() => onChange(within(value + step))}
        >
          {say("scanners.more")}
        </Press>
      </div>
    </div>
  );
}
