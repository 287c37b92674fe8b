// While Omise is asked what may go back, and when it did not answer.
import { Press } from "#renderer/shared/components/press.tsx";
import { Shape } from "#renderer/shared/components/shape.tsx";
import { Trouble } from "#renderer/shared/components/trouble.tsx";
import { useStrokes } from "#renderer/shared/keys-heard.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import { KEYS } from "./keys.ts";
import styles from "./refund-sheet.module.css";
import type { Terms } from "./use-terms.ts";

type AskingProps = { readonly read: Exclude<Terms, { readonly kind: "read" }>; readonly onAgain: () => void };

export function RefundAsking({ read, onAgain }: AskingProps) {
  const say = useSay();
  if (read.kind === "asking") {
    return (
      <p className={styles["asking"]} role="status">
        <Shape of="waiting" />
        <span>{say("refund.asking")}</span>
      </p>
    );
  }
  return (
    <>
      <Trouble words={say(`failure.${read.code}`)} />
      <AskAgain onAgain={onAgain} />
    </>
  );
}

export function AskAgain({ onAgain }: { readonly onAgain: () => void }) {
  const say = useSay();
  useStrokes(({ code }) => {
    if (code !== KEYS.askNow) return false;
    onAgain();
    return true;
  });
  return (
    <Press className={styles["again"]} code={KEYS.askNow} onPress={onAgain}>
      {say("refund.askAgain")}
    </Press>
  );
}
