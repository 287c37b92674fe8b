// "Same customer?": a sale of this amount is open or has just ended unpaid. Neither answer has the focus or lies on Enter, so
// that neither a habit nor a scanner gives it.
import { toneOf } from "#contract/tone.ts";
import { classes } from "#renderer/shared/components/classes.ts";
import { MoneyFigure } from "#renderer/shared/components/money.tsx";
import { Press } from "#renderer/shared/components/press.tsx";
import { Shape, shapeOf } from "#renderer/shared/components/shape.tsx";
import { useAge } from "#renderer/shared/countdown.ts";
import { useStrokes } from "#renderer/shared/keys-heard.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import { Sheet } from "#renderer/shared/sheet/sheet.tsx";
import { agoText } from "#renderer/shared/span-text.ts";
import type { SameCustomer } from "./entry.ts";
import { ANSWERS } from "./keys.ts";
import styles from "./same-customer.module.css";
import type { EntryControl } from "./use-entry.ts";

type SameProps = { readonly same: SameCustomer; readonly onAnswer: EntryControl["answerSame"] };

export function SameCustomerSheet({ same, onAnswer }: SameProps) {
  const say = useSay();
  return (
    <Sheet title={say("same.title")} onBack={() => onAnswer(null)}>
      <Question same={same} onAnswer={onAnswer} />
    </Sheet>
  );
}

function Question({ same, onAnswer }: SameProps) {
  const say = useSay();
  const ageMs = useAge(same.agoMs, same.atMs);
  const tone = toneOf(same.state);
  const running = tone === "waiting" || tone === "unsure" || same.state === "draft";
  useStrokes(({ code }) => {
    if (code === ANSWERS.sameCustomer) onAnswer("same");
    else if (code === ANSWERS.otherCustomer) onAnswer("other");
    else return false;
    return true;
  });
  return (
    <>
      <p>{say(running ? "same.open" : "same.ended")}</p>
      <p className={styles["sale"]}>
        <strong className={styles["amount"]}>
          <MoneyFigure money={same.money} />
        </strong>
        <span className={classes(styles["state"], styles[tone])}>
          <Shape of={shapeOf(same.state, tone)} />
          <span>{say(`state.${same.state}`)}</span>
        </span>
        <span className={styles["ago"]}>{agoText(ageMs, say)}</span>
      </p>
      <p className={styles["why"]}>{say("same.why")}</p>
      <div className={styles["answers"]}>
        <Press className={styles["answer"]} code={ANSWERS.sameCustomer} onPress={() => onAnswer("same")}>
          {say("same.yes")}
        </Press>
        <Press className={styles["answer"]} code={ANSWERS.otherCustomer} onPress={() => onAnswer("other")}>
          {say("same.no")}
        </Press>
      </div>
    </>
  );
}
