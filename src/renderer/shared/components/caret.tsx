// Where the next character goes, in a field that is drawn and not an `<input>`.
import styles from "./caret.module.css";
import { classes } from "./classes.ts";

/** @param ofFigure behind an amount in large figures */
export function Caret({ ofFigure = false }: { readonly ofFigure?: boolean }) {
  return <span className={classes(styles["caret"], ofFigure && styles["ofFigure"])} />;
}
