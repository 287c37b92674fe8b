// The shop's half of the slip: what the sale is found by.
import { useSay } from "#renderer/shared/language.tsx";
import styles from "./counter-slip.module.css";

/** The number is the beginning of the attempt's id: it stands on the customer's phone too, and finds the
 *  payment in the ledger. */
export function Stub({ attemptId, reference }: { readonly attemptId: string | null; readonly reference: string }) {
  const say = useSay();
  return (
    <div className={styles["stub"]}>
      {attemptId === null ? null : (
        <p className={styles["number"]}>
          <span>{say("sale.number")}</span> {attemptId.slice(0, 8).toLowerCase()}
        </p>
      )}
      {reference === "" ? null : <p className={styles["number"]}>{reference}</p>}
    </div>
  );
}
