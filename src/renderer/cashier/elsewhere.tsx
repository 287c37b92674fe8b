// What the other screens keep in sight of the counter: the sale that runs there, the last word about a scan, and a code that waits
// for a decision. A scan made over them goes to the till like any other.
import { moneyText } from "#contract/money.ts";
import type { CashierView } from "#contract/views.ts";
import { Shape, shapeOf } from "#renderer/shared/components/shape.tsx";
import { Trouble } from "#renderer/shared/components/trouble.tsx";
import { useScans } from "#renderer/shared/keys-heard.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import { useFailure } from "#renderer/shared/till.tsx";
import styles from "./elsewhere.module.css";

export function Elsewhere({ view }: { readonly view: CashierView }) {
  const say = useSay();
  const { give, failure } = useFailure();
  useScans((text) => give("scan/typed", { text }));
  const { counter, notice, doubt } = view;
  const running = counter !== null && counter.state !== "draft" && !counter.may.next ? counter : null;
  if (running === null && notice === null && doubt === null && failure === null) return null;
  return (
    <div className={styles["elsewhere"]}>
      {running === null ? null : (
        <p className={styles["running"]} role="status">
          <Shape of={shapeOf(running.state, running.tone)} />
          <strong>{moneyText(running.money)}</strong>
          <span>{say(`sentence.${running.sentence}`)}</span>
        </p>
      )}
      {failure === null ? null : <Trouble words={say(`failure.${failure}`)} />}
      {notice === null ? null : <Trouble words={say(`notice.${notice.words}`)} />}
      {doubt === null ? null : <Trouble words={say("doubt.elsewhere")} />}
    </div>
  );
}
