// "Is this a WeChat Pay code?": stands in the place where a code is asked for, so that another scan is the easiest answer.
// Only a key pressed after the question was drawn answers it, and neither answer lies on Enter, where a scanner would press it.
import { useState } from "react";
import type { DoubtView } from "#contract/notices.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { Shape } from "#renderer/shared/components/shape.tsx";
import { clockText, useLeft } from "#renderer/shared/countdown.ts";
import { useStrokes } from "#renderer/shared/keys-heard.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import type { Give } from "#renderer/shared/till.tsx";
import styles from "./doubt.module.css";
import { ANSWERS } from "./keys.ts";

/** To be keyed by the doubt's id: another scan is another question. */
type DoubtProps = { readonly doubt: DoubtView; readonly atMs: number; readonly give: Give };

export function Doubt({ doubt, atMs, give }: DoubtProps) {
  const say = useSay();
  const [drawnAtMs] = useState(() => performance.now());
  const leftMs = useLeft(doubt.remainingMs, atMs);
  const { id, saleId } = doubt;
  const use = (): void => give("scan/use", { saleId, id });
  const drop = (): void => give("scan/drop", { saleId, id });
  useStrokes((stroke) => {
    const answer = { [ANSWERS.useCode]: use, [ANSWERS.otherCode]: drop }[stroke.code];
    if (answer === undefined) return false;
    if (stroke.atMs > drawnAtMs && !stroke.repeat) answer();
    return true;
  });
  return (
    <div className={styles["doubt"]} role="alert">
      <div className={styles["question"]}>
        <Shape of="unsure" />
        <p>
          <strong>{say("doubt.title")}</strong>
          <span className={styles["why"]}>{say("doubt.why", { digits: doubt.lastFour })}</span>
        </p>
        {leftMs === null ? null : <span className={styles["left"]}>{clockText(leftMs)}</span>}
      </div>
      <div className={styles["answers"]}>
        <Press code={ANSWERS.useCode} onPress={use}>
          {say("doubt.use")}
        </Press>
        <Press code={ANSWERS.otherCode} onPress={drop}>
          {say("doubt.drop")}
        </Press>
      </div>
    </div>
  );
}
