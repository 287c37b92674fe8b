// The paper slip: the shop's stub on the left, the customer's part on the right, a row of punched holes between them.
// When the sale is paid it is torn there, and the stub stays with the shop.
import type { ReactNode } from "react";
import { Braid } from "./guilloche.tsx";
import { classes } from "./classes.ts";
import styles from "./slip.module.css";

type SlipProps = {
  readonly stub: ReactNode;
  readonly children: ReactNode;
  readonly torn: boolean;
  readonly className?: string | undefined;
};

export function Slip({ stub, children, torn, className }: SlipProps) {
  return (
    <div className={classes(styles["slip"], torn && styles["torn"], className)}>
      <div className={styles["half"]}>
        <div className={styles["stub"]}>
          <Braid className={styles["braid"]} />
          <div className={styles["print"]}>{stub}</div>
        </div>
      </div>
      <div className={styles["half"]}>
        <div className={styles["part"]}>{children}</div>
      </div>
    </div>
  );
}
