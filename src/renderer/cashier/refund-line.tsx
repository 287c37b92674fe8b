// One refund or void in words: what, how much, and how far it has come. "Done" is Omise's word, and so is void or refund.
import { moneyText } from "#contract/money.ts";
import type { REFUND_STATES } from "#contract/refunds.ts";
import type { RefundView, Tone } from "#contract/views.ts";
import { classes } from "#renderer/shared/components/classes.ts";
import { Shape } from "#renderer/shared/components/shape.tsx";
import { useSay, type Say } from "#renderer/shared/language.tsx";
import tones from "#renderer/shared/components/tones.module.css";
import styles from "./refund-line.module.css";

const TONES: Readonly<Record<(typeof REFUND_STATES)[number], Tone>> = {
  asked: "waiting",
  sending: "waiting",
  unknown: "unsure",
  accepted: "waiting",
  closed: "good",
  failed: "bad",
  "not-found": "unsure",
};

export function RefundLine({ refund }: { readonly refund: RefundView }) {
  const say = useSay();
  const tone = TONES[refund.state];
  return (
    <span className={styles["line"]} data-refund={refund.state}>
      <span className={styles["what"]}>
        {say(`refundKind.${refund.kind}`)} {moneyText(refund.money)}
      </span>
      <span className={classes(styles["state"], tones[tone])}>
        <Shape of={tone} />
        <span>{stateWords(refund, say)}</span>
      </span>
      {refund.message === "" ? null : (
        <span className={styles["message"]} lang="en">
          {refund.message}
        </span>
      )}
    </span>
  );
}

function stateWords({ state, end, voided }: RefundView, say: Say): string {
  if (state === "failed" && end !== null) return say(`refundEnd.${end}`);
  if (state === "closed" && voided !== null) return say(`refundDone.${voided ? "void" : "refund"}`);
  return say(`refundState.${state}`);
}
