// Who approves: by touch, or with the arrow keys. Nobody is chosen by guess, as a wrong PIN counts against somebody.
import type { StaffMember } from "#contract/people.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { useStrokes } from "#renderer/shared/keys-heard.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import styles from "./approval.module.css";

type ManagersProps = {
  readonly managers: readonly StaffMember[];
  readonly chosen: number | null;
  readonly onChoose: (number: number) => void;
};

export function Managers({ managers, chosen, onChoose }: ManagersProps) {
  const say = useSay();
  const step = (by: 1 | -1): void => {
    const at = managers.findIndex(({ number }) => number === chosen);
    const next = managers.at(at === -1 ? (by === 1 ? 0 : -1) : (at + by) % managers.length);
    if (next !== undefined) onChoose(next.number);
  };
  useStrokes(({ code }) => {
    if (code === "ArrowDown") step(1);
    else if (code === "ArrowUp") step(-1);
    else return false;
    return true;
  });
  return (
    <section>
      <h3 className={styles["label"]}>
        {say("approval.who")}{" "}
        {managers.length > 1 ? (
          <svg className={styles["arrows"]} viewBox="0 0 34 20" aria-hidden="true">
            <path d="M10 16V4M6 8l4-4 4 4M24 4v12M20 12l4 4 4-4" />
          </svg>
        ) : null}
      </h3>
      <div className={styles["managers"]}>
        {managers.map(({ number, name }) => (
          <Press
            key={number}
            pressed={number === chosen}
            className={styles["manager"]}
            onPress={() => onChoose(number)}
          >
            <span>{name}</span>
            <span className={styles["number"]}>{say("approval.number", { number })}</span>
          </Press>
        ))}
      </div>
    </section>
  );
}
