// Digits by touch, for whatever is being keyed; the keyboard does the same.
import type { ReactNode } from "react";
import { useSay } from "#renderer/shared/language.tsx";
import { classes } from "./classes.ts";
import { Press } from "./press.tsx";
import styles from "./digit-pad.module.css";

type DigitPadProps = {
  readonly onDigit: (digit: string) => void;
  readonly onDelete: () => void;
  /** Whether an amount is keyed, which has a point. */
  readonly point?: boolean;
  readonly disabled?: boolean;
  /** The button of Enter, below the digits. */
  readonly children: ReactNode;
  readonly className?: string | undefined;
};

const DIGITS = ["7", "8", "9", "4", "5", "6", "1", "2", "3"] as const;

export function DigitPad({ onDigit, onDelete, point = false, disabled, children, className }: DigitPadProps) {
  const say = useSay();
  const key = (digit: string) => (
    <Press key={digit} className={styles["digit"]} disabled={disabled} onPress={() => onDigit(digit)}>
      {digit}
    </Press>
  );
  return (
    <div className={classes(styles["pad"], className)}>
      {DIGITS.map(key)}
      {point ? key(".") : <span />}
      {key("0")}
      <Press className={styles["delete"]} disabled={disabled} label={say("action.delete")} onPress={onDelete}>
        <svg className={styles["shape"]} viewBox="0 0 32 24" aria-hidden="true">
          <path d="M10 4h18v16H10L2 12zM15 9l6 6M21 9l-6 6" />
        </svg>
      </Press>
      <div className={styles["enter"]}>{children}</div>
    </div>
  );
}
