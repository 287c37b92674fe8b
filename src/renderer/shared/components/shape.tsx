// The shapes that go with every state, so that no colour has to be seen: tick, hourglass, cross, question mark, and a dot for calm.
import type { Tone } from "#contract/views.ts";
import type { SaleStateName } from "#contract/words.ts";
import { classes } from "./classes.ts";
import styles from "./shape.module.css";

const PATHS: Readonly<Record<Tone | "alarm", readonly string[]>> = {
  calm: ["M12 9a3 3 0 1 0 0 6 3 3 0 1 0 0-6z"],
  waiting: ["M6 3h12M6 21h12M7.5 3v3.6L12 12l4.5-5.4V3M7.5 21v-3.6L12 12l4.5 5.4V21", "M9.6 19.6 12 17l2.4 2.6z"],
  good: ["M4 12.8 9.4 18 20 6.2"],
  bad: ["M5.5 5.5l13 13M18.5 5.5l-13 13"],
  unsure: ["M7.6 8.6c0-2.5 1.9-4.2 4.5-4.2s4.4 1.6 4.4 3.9c0 3.4-4.4 3.4-4.4 6.6", "M12.1 19.2v.4"],
  alarm: ["M12 4 2.8 20h18.4z", "M12 10v4.4M12 17v.3"],
};

/** The shape of a sale's state: an end without payment has its cross also where nothing went wrong. */
export function shapeOf(state: SaleStateName, tone: Tone): Tone {
  return state === "cancelled" || state === "not-sent" ? "bad" : tone;
}

type ShapeProps = { readonly of: Tone | "alarm"; readonly className?: string | undefined };

/** Decoration beside a word: hidden from a screen reader, which hears the word. */
export function Shape({ of, className }: ShapeProps) {
  return (
    <svg className={classes(styles["shape"], className)} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {PATHS[of].map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}
