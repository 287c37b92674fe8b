// A PIN as it is keyed: how many digits, never which.
import { classes } from "#renderer/shared/components/classes.ts";
import { useSay } from "#renderer/shared/language.tsx";
import { SHORTEST_PIN } from "./use-pin.ts";
import styles from "./approval.module.css";

type PinDotsProps = {
  readonly length: number;
  /** Without a frame, in a field that has its own. */
  readonly bare?: boolean;
};

export function PinDots({ length, bare = false }: PinDotsProps) {
  const say = useSay();
  const places = Math.max(SHORTEST_PIN, length);
  return (
    <span className={styles["dotted"]}>
      <span className={styles["label"]}>{say("approval.pin")}</span>
      <span
        className={classes(styles["dots"], bare && styles["bare"])}
        role="img"
        aria-label={say("approval.pinTyped", { count: length })}
        data-pin={length}
      >
        {Array.from({ length: places }, (_, place) => (
          <span key={place} className={classes(styles["dot"], place < length && styles["keyed"])} />
        ))}
      </span>
    </span>
  );
}
