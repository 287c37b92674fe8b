// The one button of the house. Touch and click leave no focus behind, so a later Enter from the keyboard never presses it again.
import type { ReactNode } from "react";
import { capOf } from "#renderer/shared/keyboard.ts";
import { classes } from "./classes.ts";
import styles from "./press.module.css";

type PressProps = {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly look?: "plain" | "main" | "quiet" | undefined;
  /** `KeyboardEvent.code` of the key that does the same; its cap is drawn on the button. */
  readonly code?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly pressed?: boolean | undefined;
  readonly label?: string | undefined;
  readonly className?: string | undefined;
};

export function Press({
  children,
  onPress,
  look = "plain",
  code,
  disabled,
  pressed,
  label,
  className = "",
}: PressProps) {
  return (
    <button
      type="button"
      className={classes(styles["press"], styles[look], className)}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
      disabled={disabled}
      aria-pressed={pressed}
      aria-label={label}
      aria-keyshortcuts={code === undefined ? undefined : capOf(code)}
    >
      <span className={styles["words"]}>{children}</span>
      {code === undefined ? null : (
        <kbd className={styles["cap"]} aria-hidden="true">
          {capOf(code)}
        </kbd>
      )}
    </button>
  );
}
